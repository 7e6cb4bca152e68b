// A pack of lessons and guides as the server sends it and the phone keeps it. It is public: nothing in it is about anybody.

export type Audience = 'citizen' | 'student' | 'worker' | 'staff';
export const AUDIENCES: readonly Audience[] = ['citizen', 'student', 'worker', 'staff'];

/** The form of packs that this app reads. */
const SCHEMA = 2;

/** Text, or `["tag", {attributes}, inside…]` without the attributes where there are none. */
export type Tree = string | readonly [string, ...(Readonly<Record<string, string>> | Tree)[]];

export interface Part {
  /** `goals`, `step`, `practice`, `trouble`, `ask`, …; `opening` for what stands before the first heading. */
  name: string;
  title: string;
  /** The drawing's name and its words; no name where the drawing is not in the pack. */
  picture: readonly [string, string] | null;
  body: Tree[];
}

export interface Item {
  id: string;
  kind: 'lesson' | 'guide';
  lang: 'vi' | 'en';
  title: string;
  summary: string;
  /** What follows “Tôi muốn”. */
  want: string;
  level: number;
  minutes: number;
  audience: Audience[];
  practice: string;
  guide: string;
  quiz: boolean;
  /** The day on which its facts were last checked. */
  checked: string;
  source: string;
  licence: string;
  keywords: string[];
  parts: Part[];
}

/** One thing on a practice screen. */
export type Piece =
  | { kind: 'picture'; name: string; alt: string }
  | { kind: 'heading' | 'text' | 'speech'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'button'; look: string; text: string; go?: string; mistake?: string }
  | { kind: 'toggle'; text: string; on: boolean; go?: string; mistake?: string }
  | { kind: 'field'; name: string; label: string; accept: string[]; go: string; mistake: string };

export interface Practice {
  id: string;
  title: string;
  intro: string;
  start: string;
  screens: Record<string, { app: string; parts: Piece[]; hint?: string; end?: 'good' | 'bad' }>;
}

export interface Pack {
  version: string;
  audience: Audience;
  lang: 'vi' | 'en';
  /** The code of the commune that it was made for; empty where there is none yet. */
  commune: string;
  items: Item[];
  pictures: Record<string, Tree>;
  practices: Record<string, Practice>;
}

/** What stands under a key of its own; a pack's keys are whatever somebody wrote. */
export const under = <V>(all: Readonly<Record<string, V>>, key: string): V | undefined =>
  Object.prototype.hasOwnProperty.call(all, key) ? all[key] : undefined;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

function isItem(value: unknown): boolean {
  return (
    isObject(value) &&
    [value['id'], value['title'], value['want'], value['summary']].every(isText) &&
    (value['kind'] === 'lesson' || value['kind'] === 'guide') &&
    [value['audience'], value['keywords']].every(Array.isArray) &&
    Array.isArray(value['parts']) &&
    value['parts'].every((part) => isObject(part) && isText(part['name']) && isText(part['title']) && Array.isArray(part['body']))
  );
}

/** The pack in an answer; null when it is none, or of a form that this app does not know. */
export function readPack(value: unknown): Pack | null {
  if (!isObject(value) || value['schema'] !== SCHEMA || !isText(value['version']) || value['version'] === '') return null;
  if (!(AUDIENCES as readonly unknown[]).includes(value['audience']) || !isText(value['commune'])) return null;
  if (!isObject(value['pictures']) || !isObject(value['practices'])) return null;
  if (!Array.isArray(value['items']) || !value['items'].every(isItem)) return null;
  return value as unknown as Pack;
}

const BLOCKS = new Set(['p', 'li', 'h3', 'pre', 'tr', 'hr', 'br']);

/** What a tree says, one block a line: for reading aloud, and for search. */
export function plain(trees: readonly Tree[]): string[] {
  const lines = [''];
  const walk = (one: Tree): void => {
    if (typeof one === 'string') {
      lines[lines.length - 1] += one;
      return;
    }
    const [tag, ...inside] = one;
    const block = BLOCKS.has(tag);
    if (block) lines.push('');
    for (const next of inside) if (typeof next === 'string' || Array.isArray(next)) walk(next as Tree);
    if (tag === 'td' || tag === 'th') lines[lines.length - 1] += ' ';
    if (block) lines.push('');
  };
  trees.forEach(walk);
  return lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '');
}
