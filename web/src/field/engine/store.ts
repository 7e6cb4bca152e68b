// What is kept on the phone and how it is asked for: a small interface over IndexedDB, so that the engine's
// rules can be tried without a browser.

import type { Sealed, Wrap } from './seal';
import type { Account, Grant, Key, Limits, SyncSettings } from './wire';

/** One person's box: what can be known of it without the PIN. */
export interface Vault {
  /** The account's id; with `~n` behind it when a newer box took its place. */
  id: string;
  account: Account;
  /** The prefix of everything inside, and part of what seals it. */
  box: string;
  commune: { id: string; name: string };
  state: 'live' | 'sealed';
  why: 'signed_out' | 'revoked' | 'unknown' | 'cloned' | null;
  device: string;
  /** The device's secret, sealed. */
  secret: Sealed;
  pin: Wrap;
  recovery: Sealed | null;
  /** PINs tried since the last right one; counted before each try. */
  tries: number;
  retryAt: number;
  /** The last `seq` given on this device. */
  seq: number;
  /** The highest `high_water` that the server told for this device; left out by earlier versions. */
  high?: number;
  /** When the last operation was recorded by the best guess of the server's time; left out by earlier versions. */
  stamped?: number;
  epoch: string | null;
  offset: number;
  contact: number;
  /** The last contact by this phone's clock. */
  contactHere: number;
  cursor: string;
  /** When the last complete pull began, by this phone's clock; 0 when there are no rosters. */
  pulledAt: number;
  /** The rosters were wiped because of age or absence. */
  expired: boolean;
  durable: number;
  grants: Grant[];
  rights: string[];
  keys: Key[];
  limits: Limits;
  settings: SyncSettings;
  minSchema: Record<string, number>;
}

/** An operation that waits. The key is box and seq, so that a cursor walks them in order. */
export interface Waiting {
  box: string;
  seq: number;
  op_id: string;
  state: 'pending' | 'deferred' | 'set_aside';
  /** The sealed [`Body`]. */
  sealed: Sealed;
}

/** An operation that the server has answered for. */
export interface Kept {
  box: string;
  op_id: string;
  /** Its number on the device that it was sent under. */
  seq: number;
  device: string;
  state: 'applied' | 'duplicate' | 'quarantined' | 'rejected';
  /** The `store_epoch` that answered: another one knows nothing of it. */
  epoch: string;
  /** The server's time of the verdict; held against `durable_through`. */
  serverAt: number;
  sealed: Sealed;
}

/** What is sealed of an operation, waiting or kept: the operation as it was recorded, word for word, and its fate. */
export interface Body {
  op: import('./wire').Op;
  code: string | null;
  message: string;
  answeredAt: number | null;
  dismissed: boolean;
  correctedBy: string | null;
}

/** Rows of one kind in one village, sealed together. */
export interface Bundle {
  box: string;
  kind: string;
  village: string;
  sealed: Sealed;
}

export interface KeptBlob {
  box: string;
  hash: string;
  type: string;
  size: number;
  /** The server's time when it had it whole; 0 while it has not. */
  uploadedAt: number;
  epoch: string | null;
  /** Where the upload goes on, or null. */
  location: string | null;
  /** Refused for good: not tried again. */
  refused: boolean;
  sealed: Sealed;
}

export interface Stores {
  vaults: { key: string; value: Vault };
  outbox: { key: [string, number]; value: Waiting };
  journal: { key: [string, string]; value: Kept };
  rows: { key: [string, string, string]; value: Bundle };
  blobs: { key: [string, string]; value: KeptBlob };
  meta: { key: string; value: { name: string; value: unknown } };
}
export type StoreName = keyof Stores;
export const STORE_NAMES: readonly StoreName[] = ['vaults', 'outbox', 'journal', 'rows', 'blobs', 'meta'];

/** The fields that make a value's key. */
export const KEY_PATHS: { [S in StoreName]: string | string[] } = {
  vaults: 'id',
  outbox: ['box', 'seq'],
  journal: ['box', 'op_id'],
  rows: ['box', 'kind', 'village'],
  blobs: ['box', 'hash'],
  meta: 'name',
};

/** A transaction. Await nothing inside but its own answers: anything else ends it. */
export interface Tx {
  get<S extends StoreName>(store: S, key: Stores[S]['key']): Promise<Stores[S]['value'] | undefined>;
  put<S extends StoreName>(store: S, value: Stores[S]['value']): Promise<void>;
  delete<S extends StoreName>(store: S, key: Stores[S]['key']): Promise<void>;
  all<S extends StoreName>(store: S): Promise<Stores[S]['value'][]>;
  /** Everything of one box, in the order of keys. Not for `vaults` and `meta`. */
  of<S extends Exclude<StoreName, 'vaults' | 'meta'>>(store: S, box: string): Promise<Stores[S]['value'][]>;
  keysOf<S extends Exclude<StoreName, 'vaults' | 'meta'>>(store: S, box: string): Promise<Stores[S]['key'][]>;
  countOf(store: Exclude<StoreName, 'vaults' | 'meta'>, box: string): Promise<number>;
  deleteOf(store: Exclude<StoreName, 'vaults' | 'meta'>, box: string): Promise<void>;
}

export interface Store {
  read<T>(stores: StoreName[], work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Resolves after the commit; with `strict`, after it is on the disk. Rejects with [`StoreFault`]; then nothing of it was written.
   */
  write<T>(stores: StoreName[], work: (tx: Tx) => Promise<T>, strict?: boolean): Promise<T>;
  close(): void;
}

export class StoreFault extends Error {
  constructor(
    readonly code: 'storage_full' | 'storage_broken',
    readonly from?: unknown,
  ) {
    super(code);
  }
}
