// Building what is seen: elements and text only, never markup from strings (the page's policy forbids it).

/** What an element may be made with: `on…` listeners, `class`, `dataset`, everything else an attribute. */
export type Traits = Record<string, unknown>;
/** What stands inside: text, elements, lists of them; null and false are left out. */
export type Inside = Node | string | number | null | undefined | false | Inside[];

const SVG = 'http://www.w3.org/2000/svg';

function fill(parent: Node, inside: Inside[]): void {
  for (const one of inside) {
    if (one === null || one === undefined || one === false) continue;
    if (Array.isArray(one)) fill(parent, one);
    else parent.appendChild(one instanceof Node ? one : document.createTextNode(String(one)));
  }
}

function trait(element: Element, name: string, value: unknown): void {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith('on')) element.addEventListener(name.slice(2), value as EventListener);
  else if (name === 'value' && 'value' in element) (element as HTMLInputElement).value = String(value);
  else if (name === 'checked') (element as HTMLInputElement).checked = true;
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** An element: `h('p', { class: 'soft' }, 'text')`. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, traits?: Traits | null, ...inside: Inside[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, inside);
  if (traits) for (const [name, value] of Object.entries(traits)) trait(element, name, value);
  return element;
}

/** An element of a drawing. */
export function draw(tag: string, traits: Traits, ...inside: Inside[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  fill(element, inside);
  for (const [name, value] of Object.entries(traits)) trait(element, name, value);
  return element;
}

/** Where the sprite lies: the page names the file of its own release. */
const ICONS = document.documentElement.dataset['icons'] ?? '/assets/icons.svg';

/** An icon of the sprite; it says nothing to a screen reader. */
export function icon(name: string): SVGElement {
  return draw('svg', { class: 'icon', 'aria-hidden': 'true' }, draw('use', { href: `${ICONS}#${name}` }));
}

/** Puts `inside` in the place of all that `parent` holds. */
export function refill(parent: Element, ...inside: Inside[]): void {
  const made = document.createDocumentFragment();
  fill(made, inside);
  parent.replaceChildren(made);
}

/** A ring that shows `done` of `target`, with the words beside it for who cannot see it. */
export function ring(done: number, target: number, label: string): SVGElement {
  const part = target > 0 ? Math.min(100, Math.round((100 * done) / target)) : 0;
  const circle = { cx: 50, cy: 50, r: 42 };
  return draw(
    'svg',
    { class: 'ring', viewBox: '0 0 100 100', role: 'img', 'aria-label': label },
    draw('circle', { class: 'ring-track', ...circle }),
    part > 0 && draw('circle', { class: 'ring-fill', ...circle, pathLength: 100, 'stroke-dasharray': `${part} 100`, transform: 'rotate(-90 50 50)' }),
    draw('text', { class: 'ring-text', x: 50, y: 51 }, `${done}/${target}`),
  );
}
