// Forms: focus goes to what must be read first, work is not lost by leaving, nothing is sent twice.

/** The error summary, or the word about what was just done, is the first thing that is read. */
export function startFocus(): void {
  document.querySelector<HTMLElement>('[data-focus]')?.focus();
}

/** `form[data-guard]`: the browser asks before a changed form is left. */
export function startGuards(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-guard]')) {
    let changed = false;
    form.addEventListener('input', () => {
      changed = true;
    });
    form.addEventListener('submit', () => {
      changed = false;
    });
    addEventListener('beforeunload', (event) => {
      if (!changed) return;
      event.preventDefault();
      event.returnValue = true;
    });
  }
}

/** A double tap on a button sends its form once. */
export function startOnce(): void {
  let sent = new WeakSet<HTMLFormElement>();
  addEventListener('pageshow', () => {
    sent = new WeakSet();
  });
  addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || event.defaultPrevented) return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
  });
}
