// Search over the lessons on this phone: without marks, by beginnings of words, one letter wrong.
import { fold } from '../../fold';
import { plain, type Item } from './pack';

interface Field {
  weight: number;
  words: string[];
}

const split = (text: string): string[] => fold(text).split(/[^a-z0-9]+/).filter((word) => word !== '');

const known = new WeakMap<Item, Field[]>();

function fieldsOf(item: Item): Field[] {
  const had = known.get(item);
  if (had !== undefined) return had;
  const parts = item.parts.flatMap((part) => [part.title, ...plain(part.body)]);
  const fields = [
    [12, item.title],
    [9, item.want],
    [8, item.keywords.join(' ')],
    [4, item.summary],
    [1, parts.join(' ')],
  ] as const;
  const made = fields.map(([weight, text]) => ({ weight, words: [...new Set(split(text))] }));
  known.set(item, made);
  return made;
}

/** Whether one letter was left out, put in, or mistaken, or two changed places. */
function near(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const rest = (text: string, skip: number): string => text.slice(at + skip);
  if (rest(a, 1) === rest(b, 1) || rest(a, 0) === rest(b, 1) || rest(a, 1) === rest(b, 0)) return true;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && rest(a, 2) === rest(b, 2);
}

const FEWEST = 4; // letters of a word in which one may be wrong

function hit(word: string, wanted: string, mend: boolean): number {
  if (word === wanted) return 1;
  if (word.startsWith(wanted)) return 0.6;
  return mend && wanted.length >= FEWEST && near(word, wanted) ? 0.4 : 0;
}

/** How well an item answers; 0 when fewer than `least` of the words are in it. */
function score(item: Item, wanted: string[], least: number, mend: boolean): number {
  let sum = 0;
  let met = 0;
  for (const one of wanted) {
    const best = Math.max(...fieldsOf(item).map(({ weight, words }) => weight * Math.max(0, ...words.map((word) => hit(word, one, mend)))));
    if (best > 0) met += 1;
    sum += best;
  }
  return met >= least ? sum : 0;
}

/** The items that answer a question, best first. What was typed with its marks comes before what merely sounds like it. */
export function find(items: readonly Item[], question: string, limit = 30): Item[] {
  const wanted = [...new Set(split(question))].slice(0, 12);
  if (wanted.length === 0) return [];
  const marked = question.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
  const exact = (item: Item): number =>
    [item.title, item.want, ...item.keywords].some((text) => text.normalize('NFC').toLowerCase().includes(marked)) ? 20 : 0;
  for (const [least, mend] of [
    [wanted.length, false],
    [wanted.length, true],
    [Math.ceil(wanted.length / 2), true],
    [Math.min(2, wanted.length), true],
  ] as const) {
    const found = items
      .map((item) => ({ item, points: score(item, wanted, least, mend) }))
      .filter(({ points }) => points > 0)
      .map((one) => ({ ...one, points: one.points + exact(one.item) }))
      .sort((a, b) => b.points - a.points || a.item.title.localeCompare(b.item.title, 'vi'));
    if (found.length > 0) return found.slice(0, limit).map(({ item }) => item);
  }
  return [];
}
