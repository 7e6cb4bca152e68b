// The words that scripts say. They come with the page, in its language, as data-* attributes of
// <template id="words">; a missing one shows its key in ⟦ ⟧, as missing words do everywhere.

const list = document.getElementById('words');

/** The text of `key`, with every `{name}` in it replaced from `values`. */
export function word(key: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = list?.dataset[key];
  if (text === undefined) return `⟦${key}⟧`;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
