// Where packs lie: a database of their own, away from the records. Nothing in it is sealed, nothing in it ever waits to be sent.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { StoreFault } from '../engine/store';
import type { Audience, Pack } from './pack';

/** What is known of a pack without opening it. */
export interface Facts {
  audience: Audience;
  /** Taken off this phone by somebody: it does not come back by itself. */
  removed: boolean;
  lang: 'vi' | 'en';
  version: string;
  commune: string;
  /** When it was fetched, and when the server was last asked whether there is a newer one; by this phone's clock. */
  at: number;
  askedAt: number;
  bytes: number;
  items: number;
}

export interface PackStore {
  facts(): Promise<Facts[]>;
  pack(audience: Audience): Promise<Pack | undefined>;
  /** Both or neither: a pack of which only half could be written leaves the old one. Without a pack, what is kept of it stays. */
  put(facts: Facts, pack?: Pack): Promise<void>;
  /** Takes the pack away and keeps the facts. */
  drop(facts: Facts): Promise<void>;
}

const NAME = 'hocvuso-bai-hoc';

interface Schema extends DBSchema {
  facts: { key: Audience; value: Facts };
  packs: { key: Audience; value: { audience: Audience; pack: Pack } };
}

const fault = (why: unknown): StoreFault =>
  new StoreFault(why instanceof DOMException && why.name === 'QuotaExceededError' ? 'storage_full' : 'storage_broken', why);

export class PackDatabase implements PackStore {
  private opened: Promise<IDBPDatabase<Schema>> | null = null;

  private open(): Promise<IDBPDatabase<Schema>> {
    const forget = (): void => {
      this.opened = null;
    };
    this.opened ??= openDB<Schema>(NAME, 1, {
      upgrade(database) {
        database.createObjectStore('facts', { keyPath: 'audience' });
        database.createObjectStore('packs', { keyPath: 'audience' });
      },
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
    this.opened.catch(forget);
    return this.opened;
  }

  async facts(): Promise<Facts[]> {
    return (await this.open()).getAll('facts').catch((why: unknown) => Promise.reject(fault(why)));
  }

  async pack(audience: Audience): Promise<Pack | undefined> {
    return (await this.open()).get('packs', audience).then(
      (row) => row?.pack,
      (why: unknown) => Promise.reject(fault(why)),
    );
  }

  put(facts: Facts, pack?: Pack): Promise<void> {
    return this.write(facts, (packs) => (pack === undefined ? undefined : packs.put({ audience: facts.audience, pack })));
  }

  drop(facts: Facts): Promise<void> {
    return this.write(facts, (packs) => packs.delete(facts.audience));
  }

  private async write(facts: Facts, change: (packs: { put(row: Schema['packs']['value']): Promise<unknown>; delete(key: Audience): Promise<unknown> }) => Promise<unknown> | undefined): Promise<void> {
    try {
      const tx = (await this.open()).transaction(['facts', 'packs'], 'readwrite');
      const work = Promise.all([change(tx.objectStore('packs')), tx.objectStore('facts').put(facts)]);
      // Both are looked at: a commit may fail after everything in it went well.
      await Promise.all([work, tx.done]);
    } catch (why) {
      throw fault(why);
    }
  }
}
