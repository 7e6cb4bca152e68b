// Feedback: the device remembers what it spoke of, and does not ask again. Nothing of it is sent.

const KEY = 'hv.said';

function said(): string[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(read) ? read.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function startRemarks(): void {
  const given = document.querySelector<HTMLElement>('[data-remark-given]')?.dataset['remarkGiven'];
  if (given !== undefined) {
    try {
      localStorage.setItem(KEY, JSON.stringify([...new Set([...said(), given])].slice(-300)));
    } catch {
      // A device that keeps nothing asks again.
    }
  }
  for (const ask of document.querySelectorAll<HTMLElement>('[data-remark]')) {
    const key = ask.dataset['remark'] ?? '';
    const done = ask.querySelector<HTMLElement>('[data-remark-done]');
    const form = ask.querySelector('form');
    if (!done || !form || !said().includes(key)) continue;
    form.hidden = true;
    done.hidden = false;
  }
}
