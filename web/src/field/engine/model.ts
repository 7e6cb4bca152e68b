// What an open box holds in memory: the rows of the last pull and this person's own operations on top.

import type { Item, ItemState } from './api';
import type { Change, Kind, Kinds, Op, Row } from './wire';

export const KINDS: readonly Kind[] = ['village', 'household', 'person', 'card', 'session', 'enrolment', 'mark', 'pair', 'request', 'quota'];

export type Rows = { [K in Kind]: Map<string, Row<K>> };

export function noRows(): Rows {
  return Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as unknown as Rows;
}

/** An own operation as the app knows it. */
export interface Own {
  op: Op;
  state: ItemState;
  code: string | null;
  message: string;
  /** When the verdict came, by this phone's clock. */
  answeredAt: number | null;
  dismissed: boolean;
  correctedBy: string | null;
  /** Once there was a final verdict: which store of the server gave it, and when by the server's clock. */
  kept: { epoch: string; serverAt: number } | null;
}

const WAITING: ReadonlySet<ItemState> = new Set(['pending', 'in_flight', 'deferred', 'set_aside', 'quarantined']);

/** Whether the operation stands on the phone only: drawn on top of the rows, marked as not accepted yet. */
export const waits = (own: Own): boolean => WAITING.has(own.state);

export class Model {
  rows: Rows = noRows();
  readonly own = new Map<string, Own>();
  /** When the last complete pull began, by this phone's clock: what was answered before is in the rows. */
  pulledAt = 0;
  /** How many have no final verdict. */
  waiting = 0;
  private byKey = new Map<string, Set<Own>>();
  private indexes = new Map<string, Map<string, unknown>>();

  /** Puts an operation in, or in its new state. */
  put(own: Own): void {
    const old = this.own.get(own.op.op_id);
    if (old) for (const key of keysOf(old.op)) this.byKey.get(key)?.delete(old);
    this.waiting += Number(own.kept === null) - Number(old?.kept === null);
    this.own.set(own.op.op_id, own);
    for (const key of keysOf(own.op)) {
      const set = this.byKey.get(key);
      if (set) set.add(own);
      else this.byKey.set(key, new Set([own]));
    }
  }

  drop(opId: string): void {
    const old = this.own.get(opId);
    if (!old) return;
    this.waiting -= Number(old.kept === null);
    for (const key of keysOf(old.op)) this.byKey.get(key)?.delete(old);
    this.own.delete(opId);
  }

  /** Takes a change in; kinds that this app does not know are passed over. Answers the kind it touched. */
  apply(change: Change): Kind | null {
    const kind = change.kind as Kind;
    if (!KINDS.includes(kind) || typeof change.id !== 'string') return null;
    const map = this.rows[kind] as Map<string, unknown>;
    if (change.gone) map.delete(change.id);
    else if (change.data && typeof change.data === 'object') {
      map.set(change.id, { ...(change.data as object), id: change.id, village: change.village ?? '' });
    } else return null;
    this.touched();
    return kind;
  }

  clearRows(): void {
    this.rows = noRows();
    this.touched();
  }

  /** Rows were changed from outside: what was worked out from them is stale. */
  touched(): void {
    this.indexes.clear();
  }

  /** What `work` makes of the rows, worked out once per change of them. */
  derived<V>(name: string, work: () => Map<string, V>): ReadonlyMap<string, V> {
    let index = this.indexes.get(name) as Map<string, V> | undefined;
    if (!index) {
      index = work();
      this.indexes.set(name, index);
    }
    return index;
  }

  /** Rows of a kind gathered by a column. */
  grouped<K extends Kind>(kind: K, column: keyof Kinds[K] & string): ReadonlyMap<string, readonly Row<K>[]> {
    return this.derived(`${kind}.${column}`, () => {
      const index = new Map<string, Row<K>[]>();
      for (const row of this.rows[kind].values() as Iterable<Row<K>>) {
        const value = row[column];
        if (typeof value !== 'string') continue;
        const group = index.get(value);
        if (group) group.push(row);
        else index.set(value, [row]);
      }
      return index;
    });
  }

  /**
   * Own operations that draw on top of the rows: those that wait, and those accepted after the last pull began.
   * `key` is an id that they are about; in the order of recording.
   */
  overlay(key: string): Own[] {
    const found = [...(this.byKey.get(key) ?? [])].filter((own) => this.counts(own));
    return found.sort((a, b) => a.op.captured_at - b.op.captured_at || a.op.seq - b.op.seq);
  }

  /** Those whose `entity_id` it is. */
  overlayOn(entity: string): Own[] {
    return this.overlay(`entity ${entity}`);
  }

  /** Every own operation of a type that draws on top of the rows. */
  overlayOf(type: string): Own[] {
    return this.overlay(`type ${type}`);
  }

  /** Everything own about an id, refused ones too, newest first. */
  about(key: string): Own[] {
    return [...(this.byKey.get(key) ?? [])].sort((a, b) => b.op.captured_at - a.op.captured_at || b.op.seq - a.op.seq);
  }

  private counts(own: Own): boolean {
    if (waits(own)) return own.correctedBy === null;
    return (own.state === 'applied' || own.state === 'duplicate') && (own.answeredAt ?? 0) >= this.pulledAt;
  }
}

/** The ids that an operation is about: its entity, and every id its payload names at the first level. */
function keysOf(op: Op): Set<string> {
  const keys = new Set([`type ${op.type}`, `entity ${op.entity_id}`, op.entity_id]);
  if (op.payload && typeof op.payload === 'object') {
    for (const name of ['person', 'session', 'household', 'pair', 'request', 'stall', 'village']) {
      const value = (op.payload as Record<string, unknown>)[name];
      if (typeof value === 'string') keys.add(value);
    }
  }
  return keys;
}

export function itemOf(own: Own, who: string | null): Item {
  const { op } = own;
  return {
    opId: op.op_id,
    seq: op.seq,
    type: op.type,
    entity: op.entity_id,
    payload: op.payload,
    blobs: op.blobs,
    state: own.state,
    code: own.code,
    message: own.message,
    capturedAt: op.captured_at + op.offset_est,
    answeredAt: own.answeredAt,
    dismissed: own.dismissed,
    correctedBy: own.correctedBy,
    who,
  };
}
