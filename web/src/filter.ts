// A search box above a list: <input data-filter="#list">. Children of the list carry their words in data-name.

import { fold } from './fold';
import { word } from './words';

/** Hides what does not hold every typed word, marks or no marks; `[data-filter-none]` speaks when nothing is left. */
export function startFilters(): void {
  for (const box of document.querySelectorAll<HTMLInputElement>('input[data-filter]')) {
    const list = document.querySelector(box.dataset['filter'] ?? '');
    if (list === null) continue;
    const none = document.querySelector<HTMLElement>('[data-filter-none]');
    const left = document.querySelector<HTMLButtonElement>('button[data-filter-left]');
    const rows = [...list.children].filter((one): one is HTMLElement => one instanceof HTMLElement);
    const names = new Map(rows.map((row) => [row, fold(row.dataset['name'] ?? row.textContent ?? '')]));

    const apply = (): void => {
      const wanted = fold(box.value).split(' ');
      const onlyLeft = left?.getAttribute('aria-pressed') === 'true';
      let shown = 0;
      for (const row of rows) {
        const name = names.get(row) ?? '';
        const fits = wanted.every((part) => name.includes(part)) && (!onlyLeft || row.dataset['state'] === 'none');
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      if (none) {
        none.hidden = shown > 0;
        const text = none.querySelector('[data-filter-text]');
        if (text) text.textContent = word('noneFound', { text: box.value.trim() });
      }
    };
    box.addEventListener('input', apply);
    box.addEventListener('focus', () => box.select());
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') event.preventDefault();
    });
    if (left) {
      left.hidden = false;
      left.addEventListener('click', () => {
        left.setAttribute('aria-pressed', String(left.getAttribute('aria-pressed') !== 'true'));
        apply();
      });
    }
  }
}
