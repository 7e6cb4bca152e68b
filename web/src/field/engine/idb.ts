// The store in IndexedDB. Rows are never lost by an upgrade: a version only adds.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { KEY_PATHS, STORE_NAMES, type Store, StoreFault, type StoreName, type Stores, type Tx } from './store';

const NAME = 'hocvuso-thuc-dia';
const VERSION = 1;
/** How long an upgrade may wait for other tabs before the screen says so, milliseconds. */
const PATIENCE = 5000;

type Schema = DBSchema & Stores;
type Database = IDBPDatabase<Schema>;

export interface StoreEvents {
  /** Other tabs hold an older version; called again with false when they let go. */
  blocked(waits: boolean): void;
  /** A newer version wants in: this store was closed. */
  replaced(): void;
  /** The browser closed it by itself. */
  terminated(): void;
}

export async function openStore(events: StoreEvents): Promise<Store> {
  let late: ReturnType<typeof setTimeout> | undefined;
  const db = await openDB<Schema>(NAME, VERSION, {
    upgrade(database, oldVersion) {
      if (oldVersion < 1) for (const name of STORE_NAMES) database.createObjectStore(name, { keyPath: KEY_PATHS[name] });
    },
    blocked() {
      late = setTimeout(() => events.blocked(true), PATIENCE);
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      events.replaced();
    },
    terminated: () => events.terminated(),
  });
  if (late !== undefined) {
    clearTimeout(late);
    events.blocked(false);
  }
  return new IndexedStore(db);
}

class IndexedStore implements Store {
  constructor(private readonly db: Database) {}

  read<T>(stores: StoreName[], work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run(stores, 'readonly', 'default', work);
  }

  write<T>(stores: StoreName[], work: (tx: Tx) => Promise<T>, strict = false): Promise<T> {
    return this.run(stores, 'readwrite', strict ? 'strict' : 'default', work);
  }

  close(): void {
    this.db.close();
  }

  private async run<T>(stores: StoreName[], mode: IDBTransactionMode, durability: IDBTransactionDurability, work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      const transaction = this.db.transaction(stores, mode, { durability });
      // Looked at from the start: a commit that fails after the work is done must not go unheard.
      const done = transaction.done.then(
        () => null,
        (fault: unknown) => fault ?? new Error('aborted'),
      );
      let answer: T;
      try {
        answer = await work(adapt(transaction as never));
      } catch (fault) {
        try {
          transaction.abort();
        } catch {
          // It has ended already.
        }
        const ended = await done;
        throw full(ended) ? ended : fault;
      }
      const ended = await done;
      if (ended !== null) throw ended;
      return answer;
    } catch (fault) {
      if (fault instanceof StoreFault) throw fault;
      throw new StoreFault(full(fault) ? 'storage_full' : 'storage_broken', fault);
    }
  }
}

const full = (fault: unknown): boolean => fault instanceof DOMException && fault.name === 'QuotaExceededError';

/** Everything of a box: keys are arrays that begin with it. */
const within = (box: string): IDBKeyRange => IDBKeyRange.bound([box], [box, []]);

interface Plain {
  objectStore(name: StoreName): {
    get(key: unknown): Promise<unknown>;
    put(value: unknown): Promise<unknown>;
    delete(key: unknown): Promise<void>;
    getAll(range?: IDBKeyRange): Promise<unknown[]>;
    getAllKeys(range?: IDBKeyRange): Promise<unknown[]>;
    count(range?: IDBKeyRange): Promise<number>;
  };
}

function adapt(transaction: Plain): Tx {
  const at = (name: StoreName) => transaction.objectStore(name);
  const tx = {
    get: (name: StoreName, key: unknown) => at(name).get(key),
    put: async (name: StoreName, value: unknown) => void (await at(name).put(value)),
    delete: (name: StoreName, key: unknown) => at(name).delete(key),
    all: (name: StoreName) => at(name).getAll(),
    of: (name: StoreName, box: string) => at(name).getAll(within(box)),
    keysOf: (name: StoreName, box: string) => at(name).getAllKeys(within(box)),
    countOf: (name: StoreName, box: string) => at(name).count(within(box)),
    deleteOf: (name: StoreName, box: string) => at(name).delete(within(box)),
  };
  return tx as unknown as Tx;
}
