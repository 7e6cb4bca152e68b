// Buttons that only a script can serve (they carry `hidden` in the page), and panels that close by themselves.

import { word } from './words';

/** `[data-print]` prints; `[data-copy="#id"]` copies that element's text or value. */
export function startButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    if (navigator.clipboard === undefined) continue;
    button.hidden = false;
    button.addEventListener('click', () => {
      const from = document.querySelector<HTMLElement>(button.dataset['copy'] ?? '');
      const text = from instanceof HTMLInputElement || from instanceof HTMLTextAreaElement ? from.value : (from?.innerText ?? '');
      const label = button.querySelector('span') ?? button;
      const before = label.textContent;
      void navigator.clipboard.writeText(text).then(() => {
        label.textContent = word('copied');
        setTimeout(() => {
          label.textContent = before;
        }, 3000);
      });
    });
  }
}

/** A panel closes on Escape, on a press outside, and when another opens. */
export function startPanels(): void {
  const panels = [...document.querySelectorAll<HTMLDetailsElement>('details.account, details.menu, details.tap-more')];
  if (panels.length === 0) return;
  for (const one of panels) {
    one.addEventListener('toggle', () => {
      if (one.open) one.lastElementChild?.scrollIntoView({ block: 'nearest' });
    });
  }
  const close = (but?: Node): void => {
    for (const one of panels) if (one.open && !(but && one.contains(but))) one.open = false;
  };
  addEventListener('click', (event) => {
    if (event.target instanceof Node) close(event.target);
  });
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const open = panels.find((one) => one.open);
    close();
    open?.querySelector('summary')?.focus();
  });
}
