// Texts and drawings of lessons: built from trees, only of elements and attributes that are named here.
import type { Tree } from '../library/pack';
import type { Shelf } from '../library';
import { draw, h } from './dom';

const TEXT = new Set(['p', 'br', 'hr', 'h3', 'blockquote', 'pre', 'code', 'ul', 'ol', 'li', 'em', 'strong', 's', 'table', 'thead', 'tbody', 'tr', 'th', 'td']);
const DRAWING = new Set(['svg', 'g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text']);
const TRAITS = new Set(
  'viewBox d x y x1 y1 x2 y2 cx cy r rx ry width height points fill fill-opacity fill-rule opacity stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-width transform font-family font-size font-weight text-anchor'.split(' '),
);

type Attributes = Readonly<Record<string, string>>;

function open(tree: Exclude<Tree, string>): { tag: string; traits: Attributes; inside: Tree[] } {
  const [tag, first, ...rest] = tree;
  if (first === undefined) return { tag, traits: {}, inside: [] };
  if (typeof first === 'string' || Array.isArray(first)) return { tag, traits: {}, inside: [first as Tree, ...(rest as Tree[])] };
  return { tag, traits: first as Attributes, inside: rest as Tree[] };
}

function drawn(tree: Tree): Node {
  if (typeof tree === 'string') return document.createTextNode(tree);
  const { tag, traits, inside } = open(tree);
  const safe = Object.fromEntries(Object.entries(traits).filter(([name]) => TRAITS.has(name)));
  return draw(DRAWING.has(tag) ? tag : 'g', safe, ...inside.map(drawn));
}

/** A drawing with its words; only the words where it is not on this phone. */
export function picture(shelf: Shelf, name: string, alt: string): Element {
  const tree = name === '' ? null : shelf.picture(name);
  if (tree === null) return h('span', { class: 'f-drawing missing' }, alt);
  const made = drawn(tree) as SVGElement;
  made.setAttribute('class', 'f-drawing');
  made.setAttribute('role', 'img');
  made.setAttribute('aria-label', alt);
  return made;
}

function link(shelf: Shelf, to: string, inside: Node[]): Node {
  const own = /^\/(hoc|tap)\/([a-z0-9-]+)$/.exec(to);
  const id = own?.[2] ?? '';
  if (own?.[1] === 'hoc' && shelf.item(id) !== null) return h('a', { href: `#/bai/${id}` }, inside);
  if (own?.[1] === 'tap' && shelf.practice(id) !== null) return h('a', { href: `#/tap/${id}` }, inside);
  if (/^\/(?!\/)/.test(to)) return h('a', { href: to }, inside);
  if (/^https?:\/\//i.test(to)) return h('a', { href: to, target: '_blank', rel: 'noopener noreferrer nofollow' }, inside);
  return h('span', null, inside);
}

/** A tree as elements. */
export function prose(shelf: Shelf, tree: Tree): Node {
  if (typeof tree === 'string') return document.createTextNode(tree);
  const { tag, traits, inside } = open(tree);
  if (tag === 'picture') return picture(shelf, traits['name'] ?? '', traits['alt'] ?? '');
  const made = inside.map((one) => prose(shelf, one));
  if (tag === 'a') return link(shelf, traits['href'] ?? '', made);
  if (!TEXT.has(tag)) return h('span', null, made);
  const own = tag === 'ol' && /^\d{1,4}$/.test(traits['start'] ?? '') ? { start: traits['start'] } : tag === 'th' ? { scope: 'col' } : null;
  return h(tag as 'p', own, made);
}
