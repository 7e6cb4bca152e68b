// The store in memory, for tests: all or nothing, one transaction after the other, as IndexedDB has it.

import { KEY_PATHS, STORE_NAMES, type Store, StoreFault, type StoreName, type Tx } from './store';

const SEP = '\u0000';
const part = (value: unknown): string => (typeof value === 'number' ? String(value).padStart(16, '0') : String(value));
const flat = (key: unknown): string => (Array.isArray(key) ? key.map(part).join(SEP) : part(key));

export class MemoryStore implements Store {
  data = new Map<StoreName, Map<string, unknown>>(STORE_NAMES.map((name) => [name, new Map()]));
  /** Asked before each write commits: throw to refuse it. */
  beforeCommit: (() => void) | null = null;
  strictCommits = 0;
  private queue: Promise<unknown> = Promise.resolve();

  read<T>(stores: StoreName[], work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run(stores, work, false);
  }

  write<T>(stores: StoreName[], work: (tx: Tx) => Promise<T>, strict = false): Promise<T> {
    return this.run(stores, work, true, strict);
  }

  close(): void {}

  private run<T>(stores: StoreName[], work: (tx: Tx) => Promise<T>, writes: boolean, strict = false): Promise<T> {
    const turn = this.queue.then(async () => {
      const undo: (() => void)[] = [];
      const tx = this.tx(new Set(stores), writes, undo);
      try {
        const answer = await work(tx);
        if (writes) this.beforeCommit?.();
        if (strict) this.strictCommits += 1;
        return answer;
      } catch (fault) {
        for (const step of undo.reverse()) step();
        throw fault instanceof StoreFault ? fault : new StoreFault('storage_broken', fault);
      }
    });
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private tx(open: ReadonlySet<StoreName>, writes: boolean, undo: (() => void)[]): Tx {
    const map = (name: StoreName): Map<string, unknown> => {
      if (!open.has(name)) throw new Error(`${name} is not in this transaction`);
      return this.data.get(name)!;
    };
    const set = (name: StoreName, key: string, value: unknown): void => {
      if (!writes) throw new Error('a read writes');
      const at = map(name);
      const had = at.has(key);
      const old = at.get(key);
      undo.push(() => (had ? at.set(key, old) : at.delete(key)));
      if (value === undefined) at.delete(key);
      else at.set(key, value);
    };
    const keyOf = (name: StoreName, value: object): string => {
      const path = KEY_PATHS[name];
      const field = (one: string): unknown => (value as Record<string, unknown>)[one];
      return flat(Array.isArray(path) ? path.map(field) : field(path));
    };
    const keysIn = (name: StoreName, box: string): string[] => [...map(name).keys()].filter((key) => key.startsWith(box + SEP)).sort();
    const clone = <V>(value: V): V => (value === undefined ? value : structuredClone(value));
    const tx = {
      get: async (name: StoreName, key: unknown) => clone(map(name).get(flat(key))),
      put: async (name: StoreName, value: object) => set(name, keyOf(name, value), clone(value)),
      delete: async (name: StoreName, key: unknown) => set(name, flat(key), undefined),
      all: async (name: StoreName) => [...map(name).keys()].sort().map((key) => clone(map(name).get(key))),
      of: async (name: StoreName, box: string) => keysIn(name, box).map((key) => clone(map(name).get(key))),
      keysOf: async (name: StoreName, box: string) =>
        keysIn(name, box).map((key) => {
          const value = map(name).get(key) as Record<string, unknown>;
          return (KEY_PATHS[name] as string[]).map((field) => value[field]);
        }),
      countOf: async (name: StoreName, box: string) => keysIn(name, box).length,
      deleteOf: async (name: StoreName, box: string) => keysIn(name, box).forEach((key) => set(name, key, undefined)),
    };
    return tx as unknown as Tx;
  }
}
