// Every word of the field app stands in words.vi.json and words.en.json under the same keys.
// Both come with the app: a phone in a hall without signal can change its language.
import en from '../words.en.json';
import vi from '../words.vi.json';

export type Lang = 'vi' | 'en';
export type Key = keyof typeof vi;
export type Values = Record<string, string | number>;

const ALL: Record<Lang, Record<string, string>> = { vi, en };
let lang: Lang = 'vi';

/** The language that is spoken now. */
export function spoken(): Lang {
  return lang;
}

/** Changes the language; what is on the screen must be drawn again. */
export function speak(next: Lang): void {
  lang = next;
  document.documentElement.lang = next;
}

/** Whether there are words for a key that was put together. */
export function has(key: string): boolean {
  return ALL[lang][key] !== undefined;
}

/** The words of a key that was put together from a code: `say('topic', 'vneid')`. */
export function say(group: string, code: string, values?: Values): string {
  return t(`${group}.${code}` as Key, values);
}

/** The words of a key; `{name}` is filled in, numbers with dots as Vietnamese write them. A key without words shows as ⟦key⟧. */
export function t(key: Key, values: Values = {}): string {
  const text = ALL[lang][key] ?? `⟦${key}⟧`;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) return `⟦${name}⟧`;
    return typeof value === 'number' ? count(value) : value;
  });
}

/** 12345 → "12.345" (vi), "12,345" (en). */
export function count(n: number): string {
  return n.toLocaleString(lang === 'vi' ? 'vi-VN' : 'en-GB');
}

const HOUR_7 = 7 * 3_600_000; // Vietnam has one clock, whatever the phone is set to
const two = (n: number): string => String(n).padStart(2, '0');

/** The wall clock of Vietnam at an instant: fields to be read with getUTC…. */
export function local(at: number): Date {
  return new Date(at + HOUR_7);
}

/** "19:42" at an instant. */
export function clock(at: number): string {
  const time = local(at);
  return `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`;
}

/** "19:30" for minute 1170 of the day. */
export function minutes(of: number): string {
  return `${two(Math.floor(of / 60))}:${two(of % 60)}`;
}

/** The day of an instant as "2026-10-14". */
export function dayOf(at: number): string {
  return local(at).toISOString().slice(0, 10);
}

/** "2026-10-14" as people write it: 14/10/2026. */
export function day(iso: string): string {
  return iso.split('-').reverse().join('/');
}

/** "Thứ Tư". */
export function weekday(iso: string): string {
  return say('weekday', String(new Date(`${iso}T00:00:00Z`).getUTCDay()));
}

/** "19:42" for today, "19:42, 14/10/2026" for another day. */
export function moment(at: number, now: number): string {
  return dayOf(at) === dayOf(now) ? clock(at) : `${clock(at)}, ${day(dayOf(at))}`;
}
