// The packs on this phone: fetched, kept up to date, taken away. Public, so nobody need be signed in; never in the way of records.

import { StoreFault } from '../engine/store';
import { AUDIENCES, readPack, under, type Audience, type Item, type Pack, type Practice, type Tree } from './pack';
import type { Facts, PackStore } from './store';

/** Room that stays free for records and photos, bytes: a pack never takes the last of it. */
export const RESERVE = 16 * 1024 * 1024;
/** A pack is asked after by itself when the last answer is older than this, milliseconds. */
export const STALE = 20 * 3_600_000;
/** Between two rounds that begin by themselves, milliseconds. */
const PAUSE = 10 * 60_000;

type Lang = 'vi' | 'en';

/** What the shelf needs of the world around it. */
export interface World {
  store: PackStore;
  fetch(path: string, init: RequestInit): Promise<Response>;
  online(): boolean;
  /** Whether what is fetched costs the owner of the phone. */
  metered(): boolean;
  now(): number;
  /** Free room in bytes; null when the browser does not tell. */
  room(): Promise<number | null>;
}

export type ShelfFault = 'offline' | 'server' | 'storage_full' | 'storage_broken';
export type Outcome = 'fetched' | 'same' | ShelfFault;

/** A pack as the screen shows it. */
export interface PackView {
  audience: Audience;
  /** Null when it is not on this phone. */
  facts: Facts | null;
  /** While it is being fetched: how much of how much, in bytes; a total of 0 is not known. */
  under: { done: number; total: number } | null;
  fault: ShelfFault | null;
  /** What the server said of the pack when it was last asked. */
  weight: number | null;
  newer: boolean;
}

export class Shelf {
  private all = new Map<Audience, Facts>();
  private read = new Map<Audience, Pack>();
  private under = new Map<Audience, { done: number; total: number; work: Promise<Outcome> }>();
  private faults = new Map<Audience, ShelfFault>();
  private heard = new Map<Audience, { weight: number | null; newer: boolean }>();
  private listeners = new Set<() => void>();
  private looked = 0;
  private tended = 0;
  private tending = false;
  private loading: Promise<void> | null = null;
  /** Grows whenever another pack, or none, is there to be read. */
  edition = 0;
  /** `starting` until the store was read; `broken` where this browser keeps nothing. */
  state: 'starting' | 'ready' | 'broken' = 'starting';

  constructor(private readonly world: World) {}

  /** Calls back after each change; the answer ends it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  /** Reads what is kept; once, and again after a fault. */
  load(): Promise<void> {
    this.loading ??= this.readAll().catch(() => {
      this.state = 'broken';
      this.loading = null;
      this.tell();
    });
    return this.loading;
  }

  private async readAll(): Promise<void> {
    for (const facts of await this.world.store.facts()) this.all.set(facts.audience, facts);
    for (const facts of this.kept()) {
      const pack = readPack(await this.world.store.pack(facts.audience));
      if (pack !== null) this.read.set(facts.audience, pack);
      // A pack of a form that this app does not read any more is fetched again.
      else this.all.set(facts.audience, { ...facts, version: '', askedAt: 0 });
    }
    this.state = 'ready';
    this.edition += 1;
    this.tell();
  }

  private kept(): Facts[] {
    return AUDIENCES.map((audience) => this.all.get(audience)).filter((facts) => facts !== undefined && !facts.removed) as Facts[];
  }

  /** All four, in the order they are shown. */
  packs(): PackView[] {
    return AUDIENCES.map((audience) => {
      const facts = this.all.get(audience);
      const under = this.under.get(audience);
      return {
        audience,
        facts: facts === undefined || facts.removed ? null : facts,
        under: under === undefined ? null : { done: under.done, total: under.total },
        fault: this.faults.get(audience) ?? null,
        weight: this.heard.get(audience)?.weight ?? null,
        newer: this.heard.get(audience)?.newer ?? false,
      };
    });
  }

  // ---------------------------------------------------------------- reading

  /** Everything there is to read, each item once. */
  items(): Item[] {
    const all = new Map<string, Item>();
    for (const audience of AUDIENCES) for (const item of this.read.get(audience)?.items ?? []) if (!all.has(item.id)) all.set(item.id, item);
    return [...all.values()];
  }

  item(id: string): Item | null {
    return this.items().find((one) => one.id === id) ?? null;
  }

  picture(name: string): Tree | null {
    for (const pack of this.read.values()) {
      const drawing = under(pack.pictures, name);
      if (drawing !== undefined) return drawing;
    }
    return null;
  }

  practice(id: string): { practice: Practice; lang: Lang } | null {
    for (const pack of this.read.values()) {
      const practice = under(pack.practices, id);
      if (practice !== undefined) return { practice, lang: pack.lang };
    }
    return null;
  }

  // ---------------------------------------------------------------- fetching

  private path(audience: Audience, lang: Lang): string {
    const commune = [...this.all.values()].find((facts) => facts.commune !== '')?.commune ?? '';
    return `/thuc-dia/goi/${audience}.json?tieng=${lang}${commune === '' ? '' : `&xa=${encodeURIComponent(commune)}`}`;
  }

  private ask(audience: Audience, lang: Lang, method: 'GET' | 'HEAD'): Promise<Response> {
    const facts = this.all.get(audience);
    const same = facts !== undefined && !facts.removed && facts.lang === lang;
    const headers: Record<string, string> = same ? { 'If-None-Match': `"${facts.version}"` } : {};
    return this.world.fetch(this.path(audience, lang), { method, headers, cache: 'no-store', credentials: 'same-origin' });
  }

  /** Brings a pack in its newest state onto this phone; the one that is there stays until the new one is whole. */
  bring(audience: Audience, lang: Lang): Promise<Outcome> {
    const running = this.under.get(audience);
    if (running !== undefined) return running.work;
    const progress = { done: 0, total: 0, work: Promise.resolve<Outcome>('same') };
    this.under.set(audience, progress);
    this.faults.delete(audience);
    progress.work = this.fetchPack(audience, lang, progress)
      .catch((why: unknown): Outcome => (why instanceof StoreFault ? why.code : 'offline'))
      .then((outcome) => {
        this.under.delete(audience);
        if (outcome === 'fetched' || outcome === 'same') this.heard.set(audience, { weight: null, newer: false });
        else this.faults.set(audience, outcome);
        this.tell();
        return outcome;
      });
    this.tell();
    return progress.work;
  }

  private async fetchPack(audience: Audience, lang: Lang, progress: { done: number; total: number }): Promise<Outcome> {
    await this.load();
    const answer = await this.ask(audience, lang, 'GET');
    const before = this.all.get(audience);
    const now = this.world.now();
    if (answer.status === 304 && before !== undefined) {
      await this.remember({ ...before, askedAt: now });
      return 'same';
    }
    if (answer.status !== 200) return 'server';
    progress.total = Number(answer.headers.get('x-pack-bytes') ?? 0) || 0;
    const room = await this.world.room();
    if (room !== null && room < 2 * progress.total + RESERVE) {
      void answer.body?.cancel().catch(() => undefined);
      return 'storage_full';
    }
    const text = await this.receive(answer, progress);
    const pack = readPack(parse(text.text));
    if (pack === null || pack.audience !== audience) return 'server';
    const { version, commune } = pack;
    const facts: Facts = { audience, removed: false, lang: pack.lang, version, commune, at: now, askedAt: now, bytes: text.bytes, items: pack.items.length };
    await this.world.store.put(facts, pack);
    this.all.set(audience, facts);
    this.read.set(audience, pack);
    this.edition += 1;
    return 'fetched';
  }

  /** The body as text, told piece by piece. */
  private async receive(answer: Response, progress: { done: number }): Promise<{ text: string; bytes: number }> {
    const reader = answer.body?.getReader();
    if (reader === undefined) {
      const text = await answer.text();
      return { text, bytes: text.length };
    }
    const decoder = new TextDecoder();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text: text + decoder.decode(), bytes: progress.done };
      progress.done += value.length;
      text += decoder.decode(value, { stream: true });
      this.tell();
    }
  }

  private async remember(facts: Facts): Promise<void> {
    await this.world.store.put(facts);
    this.all.set(facts.audience, facts);
  }

  /** Takes a pack off this phone; it does not come back by itself. */
  async remove(audience: Audience): Promise<void> {
    const facts = this.all.get(audience);
    if (facts === undefined) return;
    const gone = { ...facts, removed: true, version: '', bytes: 0, items: 0 };
    try {
      await this.world.store.drop(gone);
    } catch (why) {
      this.faults.set(audience, why instanceof StoreFault ? why.code : 'storage_broken');
      this.tell();
      return;
    }
    this.all.set(audience, gone);
    this.read.delete(audience);
    this.faults.delete(audience);
    this.heard.delete(audience);
    this.looked = 0;
    this.edition += 1;
    this.tell();
  }

  // ---------------------------------------------------------------- by itself

  /** Asks what each pack weighs and whether it is newer; without fetching any. */
  async look(lang: Lang): Promise<void> {
    const now = this.world.now();
    if (!this.world.online() || (this.looked !== 0 && now - this.looked < PAUSE)) return;
    this.looked = now;
    await this.load();
    const one = async (audience: Audience): Promise<void> => {
      const answer = await this.ask(audience, lang, 'HEAD').catch(() => null);
      if (answer === null || (answer.status !== 200 && answer.status !== 304)) return;
      const kept = this.kept().some((facts) => facts.audience === audience);
      this.heard.set(audience, { weight: Number(answer.headers.get('x-pack-bytes') ?? 0) || null, newer: kept && answer.status === 200 });
    };
    await Promise.all(AUDIENCES.map(one));
    this.tell();
  }

  /** Fetches the citizens' pack and renews what is here, where that costs nobody anything. What goes wrong is tried again later, unsaid. */
  async tend(lang: Lang): Promise<void> {
    const now = this.world.now();
    if (this.tending || !this.world.online() || this.world.metered() || (this.tended !== 0 && now - this.tended < PAUSE)) return;
    this.tending = true;
    this.tended = now;
    try {
      await this.load();
      if (this.state !== 'ready') return;
      for (const audience of AUDIENCES) {
        const facts = this.all.get(audience);
        if (facts === undefined ? audience !== 'citizen' : facts.removed) continue;
        if (facts !== undefined && facts.lang === lang && Math.abs(now - facts.askedAt) < STALE) continue;
        await this.bring(audience, lang);
        this.faults.delete(audience);
      }
      this.tell();
    } finally {
      this.tending = false;
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
