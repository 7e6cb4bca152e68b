// One person's open box: on the disk and in memory, always both in the same step.

import { type Bytes, newId } from './bytes';
import { Clock, type Stamp } from './clock';
import type { Env } from './env';
import { KINDS, Model, type Own } from './model';
import type { Box } from './seal';
import { type Body, type Bundle, type Kept, type KeptBlob, type Store, type Tx, type Vault, type Waiting } from './store';
import type { Draft, Photo } from './api';
import { dayOf } from './views';
import type { Change, EnrolAnswer, Kind, Op, OpType, PullAnswer, PushAnswer, Verdict } from './wire';

/** The form of payloads that this app writes. */
export const SCHEMA = 1;

const DAY = 86_400_000;
/** How far back the server tells sessions, milliseconds. */
const TOLD_BACK = 7 * DAY;

/** By less than this a better guess of the time may go back, milliseconds; by more a clock was set. */
const MENDED = 300_000;

const aboutOp = (opId: string): string => `op/${opId}`;
const aboutRows = (kind: string, village: string): string => `rows/${kind}/${village}`;
const aboutBlob = (hash: string): string => `blob/${hash}`;
export const ABOUT_SECRET = 'secret';

/** A page as it was asked for: from where, and when it went and came by the clock that nobody sets. */
export interface Asked {
  cursor: string;
  sentAt: number;
  heardAt: number;
}

/** What came of a batch. */
export interface Landed {
  /** Operations that now have a verdict. */
  settled: number;
  rejected: number;
  /** The server met another operation under one of our numbers. */
  cloned: boolean;
  /** Records that the phone lost, by the server's count. */
  lost: number;
  /** Records that go again because the server was restored. */
  again: number;
}

export class Chest {
  readonly model = new Model();
  readonly clock: Clock;
  /** Records that could not be read any more: kept as they are. */
  damaged = 0;
  /** When the rosters were last fresh by the clock that nobody sets, in this page. */
  private pulledMono: number | null = null;
  /** When the last operation was recorded in this page, by the guess it was told with. */
  private stamped = 0;

  private constructor(
    private readonly store: Store,
    private readonly env: Env,
    public vault: Vault,
    private readonly box: Box,
    readonly secret: string,
  ) {
    this.clock = new Clock({ offset: vault.offset, contact: vault.contact }, () => env.wall(), () => env.mono());
  }

  static async open(store: Store, env: Env, vault: Vault, box: Box): Promise<Chest> {
    const secret = String(await box.open(vault.secret, ABOUT_SECRET));
    const chest = new Chest(store, env, vault, box, secret);
    await chest.loadRows();
    await chest.loadOps();
    return chest;
  }

  /** The same box under a new enrolment. */
  async reopened(vault: Vault, secret: string): Promise<Chest> {
    const chest = new Chest(this.store, this.env, vault, this.box, secret);
    await chest.loadRows();
    await chest.loadOps();
    return chest;
  }

  get name(): string {
    return this.vault.box;
  }

  get live(): boolean {
    return this.vault.state === 'live';
  }

  // ---------------------------------------------------------------- loading

  /** Rows as they are on the disk. */
  async loadRows(): Promise<void> {
    const bundles = await this.store.read(['rows'], (tx) => tx.of('rows', this.name));
    this.model.clearRows();
    await inChunks(bundles, 20, async (bundle) => {
      const rows = await this.box.open(bundle.sealed, aboutRows(bundle.kind, bundle.village)).catch(() => null);
      if (!Array.isArray(rows)) return;
      for (const row of rows) {
        const { id, village, ...data } = row as { id: string; village: string };
        this.model.apply({ kind: bundle.kind, id, village, data });
      }
    });
    this.model.pulledAt = this.vault.pulledAt;
    const touched = new Set<string>();
    this.dropPast(this.vault.contact, touched);
    if (touched.size === 0) return;
    const fewer = await this.bundles(touched);
    await this.store.write(['rows'], (tx) => putBundles(tx, this.name, fewer));
  }

  /**
   * Lets go of sessions that the server does not tell any more, with their marks. `heard` is the server's own time of an answer:
   * a clock of this phone that was set forward must not take tonight's class away.
   */
  private dropPast(heard: number, touched: Set<string>): void {
    const first = dayOf(heard - TOLD_BACK);
    const gone = new Set<string>();
    for (const row of this.model.rows.session.values()) if (row.day < first) gone.add(row.id);
    if (gone.size === 0) return;
    for (const kind of ['session', 'mark'] as const) {
      for (const row of [...this.model.rows[kind].values()]) {
        if (!gone.has('session' in row ? row.session : row.id)) continue;
        this.model.apply({ kind, id: row.id, village: row.village, gone: true });
        touched.add(`${kind}/${row.village}`);
      }
    }
  }

  /** Operations as they are on the disk; those known already are read again only when they moved. */
  async loadOps(): Promise<void> {
    const [waiting, kept] = await this.store.read(['outbox', 'journal'], async (tx) => [await tx.of('outbox', this.name), await tx.of('journal', this.name)] as const);
    this.damaged = 0;
    const seen = new Set<string>();
    await inChunks(waiting, 500, (row) => this.take(row, seen));
    await inChunks(kept, 500, (row) => this.take(row, seen));
    for (const opId of [...this.model.own.keys()]) if (!seen.has(opId)) this.model.drop(opId);
  }

  private async take(row: Waiting | Kept, seen: Set<string>): Promise<void> {
    seen.add(row.op_id);
    const body = (await this.box.open(row.sealed, aboutOp(row.op_id)).catch(() => null)) as Body | null;
    if (!body) {
      this.damaged += 1;
      return;
    }
    const kept = 'epoch' in row ? { epoch: row.epoch, serverAt: row.serverAt } : null;
    const device = 'device' in row ? row.device : this.vault.device;
    const was = this.model.own.get(row.op_id);
    const state = row.state === 'pending' && was?.state === 'in_flight' ? 'in_flight' : row.state;
    this.model.put({ ...body, op: { ...body.op, seq: row.seq, device_id: device }, state, kept });
  }

  /** Whether another tab wrote operations that this one has not read. */
  async moved(): Promise<boolean> {
    const [waiting, kept] = await this.store.read(
      ['outbox', 'journal'],
      async (tx) => [await tx.countOf('outbox', this.name), await tx.countOf('journal', this.name)] as const,
    );
    const here = this.model.waiting;
    return here !== waiting || this.model.own.size - here !== kept;
  }

  async reloadVault(): Promise<void> {
    const vault = await this.store.read(['vaults'], (tx) => tx.get('vaults', this.vault.id));
    if (vault) this.vault = vault;
  }

  // ---------------------------------------------------------------- writing

  /** Changes the vault within a transaction; memory follows only when it commits. */
  private async change(tx: Tx, work: (vault: Vault) => void): Promise<Vault> {
    const vault = await tx.get('vaults', this.vault.id);
    if (!vault) throw new Error('the box is gone');
    work(vault);
    await tx.put('vaults', vault);
    return vault;
  }

  async update(work: (vault: Vault) => void, strict = false): Promise<void> {
    this.vault = await this.store.write(['vaults'], (tx) => this.change(tx, work), strict);
  }

  private bodyOf(own: Own): Body {
    const { op, code, message, answeredAt, dismissed, correctedBy } = own;
    return { op, code, message, answeredAt, dismissed, correctedBy };
  }

  private seal(own: Own) {
    return this.box.seal(this.bodyOf(own), aboutOp(own.op.op_id));
  }

  /** Writes an operation and its number in one step, on the disk before it answers. */
  async record(draft: Draft<OpType>, deps: string[], grant: string | null): Promise<Own> {
    const stamp = this.stamp();
    const op: Op = {
      op_id: newId(this.clock.now()),
      device_id: this.vault.device,
      seq: 0,
      type: draft.type,
      schema: SCHEMA,
      actor: this.vault.account.id,
      grant_id: grant,
      entity_id: draft.entity ?? newId(this.clock.now()),
      base_version: draft.baseVersion ?? null,
      deps,
      payload: draft.payload,
      blobs: (draft.photos ?? []).map((photo) => photo.hash),
      ...stamp,
    };
    const own: Own = { op, state: 'pending', code: null, message: '', answeredAt: null, dismissed: false, correctedBy: null, kept: null };
    const sealed = await this.seal(own);
    const blobs = await Promise.all((draft.photos ?? []).map((photo) => this.sealPhoto(photo)));
    const vault = await this.store.write(
      ['vaults', 'outbox', 'blobs'],
      async (tx) => {
        const changed = await this.change(tx, (one) => {
          one.seq += 1;
          one.stamped = stamp.captured_at + stamp.offset_est;
        });
        await tx.put('outbox', { box: this.name, seq: changed.seq, op_id: op.op_id, state: 'pending', sealed });
        for (const blob of blobs) if (!(await tx.get('blobs', [blob.box, blob.hash]))) await tx.put('blobs', blob);
        return changed;
      },
      true,
    );
    this.vault = vault;
    const placed: Own = { ...own, op: { ...op, seq: vault.seq, device_id: vault.device } };
    this.model.put(placed);
    return placed;
  }

  /**
   * When it is now, for an operation. Guesses of the server's time are mended at every answer and may go back a few seconds: what
   * is recorded later is never told as earlier, or taking a mark back would come before the mark. A clock that was far ahead for
   * a while is left behind.
   */
  private stamp(): Stamp {
    const stamp = this.clock.stamp();
    const at = stamp.captured_at + stamp.offset_est;
    const before = Math.max(this.stamped, this.vault.stamped ?? 0);
    if (at <= before && before - at < MENDED) stamp.offset_est += before + 1 - at;
    this.stamped = stamp.captured_at + stamp.offset_est;
    return stamp;
  }

  private async sealPhoto(photo: Photo): Promise<KeptBlob> {
    const sealed = await this.box.sealBytes(photo.bytes as Bytes, aboutBlob(photo.hash));
    return {
      box: this.name,
      hash: photo.hash,
      type: photo.type,
      size: photo.bytes.length,
      uploadedAt: 0,
      epoch: null,
      location: null,
      refused: false,
      sealed,
    };
  }

  /** Writes marks that the person made on an own record: looked at, corrected, to be tried again. */
  async annotate(opId: string, work: (own: Own) => void): Promise<void> {
    const old = this.model.own.get(opId);
    if (!old) return;
    const own = { ...old };
    work(own);
    const sealed = await this.seal(own);
    await this.store.write(['outbox', 'journal'], async (tx) => {
      if (own.kept) {
        const row = await tx.get('journal', [this.name, opId]);
        if (row) await tx.put('journal', { ...row, sealed });
        return;
      }
      const row = await tx.get('outbox', [this.name, own.op.seq]);
      const state = own.state === 'in_flight' ? 'pending' : (own.state as Waiting['state']);
      if (row && row.op_id === opId) await tx.put('outbox', { ...row, state, sealed });
    });
    this.model.put(own);
  }

  // ---------------------------------------------------------------- verdicts

  /** Takes in what the server said about a batch; an operation without a verdict stays as it was. */
  async land(batch: readonly Own[], answer: PushAnswer, sentAt: number, heardAt: number): Promise<Landed> {
    const here = this.env.wall();
    const known = this.clock.heard(answer.server_time, sentAt, heardAt);
    const landed: Landed = { settled: 0, rejected: 0, cloned: false, lost: 0, again: 0 };
    const fates: { own: Own; old: Own }[] = [];
    const verdicts = matched(batch, answer.verdicts);
    batch.forEach((old, at) => {
      const verdict = verdicts[at];
      if (!verdict) return;
      if (verdict.status === 'rejected' && verdict.code === 'device_cloned') {
        landed.cloned = true;
        return;
      }
      // Asked about again: it is with an officer still.
      if (old.kept !== null && verdict.status === 'deferred') return;
      landed.settled += 1;
      if (verdict.status === 'rejected') landed.rejected += 1;
      const kept = verdict.status === 'deferred' ? null : { epoch: answer.store_epoch, serverAt: answer.server_time };
      const now = this.model.own.get(old.op.op_id) ?? old;
      fates.push({ old, own: { ...now, state: verdict.status, code: String(verdict.code), message: String(verdict.message ?? ''), answeredAt: here, kept } });
    });
    const sealed = await Promise.all(fates.map(({ own }) => this.seal(own)));
    const { device } = this.vault;
    let forgot = false;
    const vault = await this.store.write(['vaults', 'outbox', 'journal'], async (tx) => {
      for (const [at, { own, old }] of fates.entries()) {
        const { op } = own;
        if (old.kept === null) {
          const row = await tx.get('outbox', [this.name, op.seq]);
          // Another tab may have numbered it anew meanwhile: then it is sent again and answered the same.
          if (row?.op_id !== op.op_id) continue;
          if (own.kept === null) {
            await tx.put('outbox', { ...row, state: 'deferred', sealed: sealed[at]! });
            continue;
          }
          await tx.delete('outbox', [this.name, op.seq]);
        }
        if (own.kept === null) continue;
        await tx.put('journal', {
          box: this.name,
          op_id: op.op_id,
          seq: op.seq,
          device: op.device_id,
          state: own.state as Kept['state'],
          ...own.kept,
          sealed: sealed[at]!,
        });
      }
      return this.change(tx, (one) => {
        // Set up anew meanwhile: these numbers are those of the device before.
        if (one.device === device) {
          landed.lost = Math.max(0, answer.high_water - one.seq);
          one.seq = Math.max(one.seq, answer.high_water);
          forgot = answer.high_water < (one.high ?? 0);
          one.high = answer.high_water;
        }
        one.epoch ??= answer.store_epoch;
        one.durable = answer.durable_through;
        one.minSchema = answer.min_schema;
        heard(one, known, here);
      });
    });
    this.vault = vault;
    for (const { own } of fates) this.model.put(own);
    landed.again = (await this.meet(answer.store_epoch)) || (forgot ? await this.sendJournal() : 0);
    await this.sweep();
    return landed;
  }

  /**
   * Meets the server's store. When it is another one than before, what the old one had answered for goes again.
   * Answers how many. Rosters are fetched whole, unless they come from the new store already.
   */
  async meet(epoch: string, rostersToo = true): Promise<number> {
    if (this.vault.epoch === null || this.vault.epoch === epoch) return 0;
    return this.requeue(
      (kept) => kept.epoch !== epoch,
      (vault) => {
        vault.epoch = epoch;
        vault.high = 0;
        if (rostersToo) vault.cursor = '';
      },
    );
  }

  /** The server counts less than it did, though it calls itself the same: the whole journal goes again. Answers how many. */
  private sendJournal(): Promise<number> {
    return this.requeue(
      () => true,
      () => undefined,
    );
  }

  /** Takes what was answered for back to the outbox, with its pictures; `settle` changes the vault in the same step. */
  private async requeue(which: (kept: { epoch: string | null }) => boolean, settle: (vault: Vault) => void): Promise<number> {
    const { vault, again } = await this.store.write(['vaults', 'outbox', 'journal', 'blobs'], async (tx) => {
      let count = 0;
      const changed = await tx.get('vaults', this.vault.id);
      if (!changed) throw new Error('the box is gone');
      const taken = new Set((await tx.keysOf('outbox', this.name)).map(([, seq]) => seq));
      const rows = (await tx.of('journal', this.name)).filter(which);
      rows.sort((a, b) => a.serverAt - b.serverAt || a.seq - b.seq);
      for (const row of rows) {
        const same = row.device === changed.device && !taken.has(row.seq);
        const seq = same ? row.seq : (changed.seq += 1);
        taken.add(seq);
        await tx.delete('journal', [this.name, row.op_id]);
        await tx.put('outbox', { box: this.name, seq, op_id: row.op_id, state: 'pending', sealed: row.sealed });
        count += 1;
      }
      for (const blob of await tx.of('blobs', this.name)) {
        if (which(blob)) await tx.put('blobs', { ...blob, uploadedAt: 0, location: null, epoch: null });
      }
      settle(changed);
      await tx.put('vaults', changed);
      return { vault: changed, again: count };
    });
    this.vault = vault;
    if (again > 0) await this.loadOps();
    return again;
  }

  /** Lets go of what the server holds safely: older than its newest backup that was proven. */
  private async sweep(): Promise<void> {
    const gone = [...this.model.own.values()].filter(
      (own) =>
        own.kept !== null &&
        own.kept.serverAt < this.vault.durable &&
        (own.state === 'applied' || own.state === 'duplicate' || (own.state === 'rejected' && own.dismissed)),
    );
    if (gone.length === 0) return;
    await this.store.write(['journal'], async (tx) => {
      for (const own of gone) await tx.delete('journal', [this.name, own.op.op_id]);
    });
    for (const own of gone) this.model.drop(own.op.op_id);
  }

  async setAside(own: Own, code: string): Promise<void> {
    await this.annotate(own.op.op_id, (one) => {
      one.state = 'set_aside';
      one.code = code;
    });
  }

  // ---------------------------------------------------------------- rows

  /**
   * Takes in one page of a pull, rows and cursor together. False, and nothing is kept, when the box was sealed, set up anew or
   * emptied since the page was asked for, here or in another tab: what signing out wiped must not come back.
   */
  async takePage(page: PullAnswer, reset: boolean, beganAt: number, asked: Asked): Promise<boolean> {
    if (!this.live) return false;
    const here = this.env.wall();
    const known = this.clock.heard(page.server_time, asked.sentAt, asked.heardAt);
    const touched = new Set<string>();
    if (reset) this.model.clearRows();
    for (const village of page.purge) this.forget(village, touched);
    for (const change of page.changes) this.apply(change, touched);
    this.dropPast(page.server_time, touched);
    const bundles = await this.bundles(touched);
    const { device } = this.vault;
    const vault = await this.store.write(['vaults', 'rows'], async (tx) => {
      const stored = await tx.get('vaults', this.vault.id);
      if (stored?.state !== 'live' || stored.device !== device || stored.cursor !== asked.cursor) return null;
      if (reset) await tx.deleteOf('rows', this.name);
      await putBundles(tx, this.name, bundles);
      return this.change(tx, (one) => {
        one.cursor = page.cursor;
        if (!page.more) {
          one.pulledAt = beganAt;
          one.expired = false;
        }
        one.account = page.account;
        one.grants = page.grants;
        one.rights = page.rights;
        one.keys = page.keys;
        one.settings = page.settings;
        one.epoch ??= page.store_epoch;
        heard(one, known, here);
      });
    });
    if (vault === null) {
      await this.reloadVault();
      await this.loadRows();
      return false;
    }
    this.vault = vault;
    if (!page.more) this.pulledMono = this.env.mono();
    this.model.pulledAt = vault.pulledAt;
    return true;
  }

  private apply(change: Change, touched: Set<string>): void {
    const kind = change.kind as Kind;
    const old = (this.model.rows[kind] as Map<string, { village: string }> | undefined)?.get(change.id);
    if (this.model.apply(change) === null) return;
    touched.add(`${kind}/${change.village ?? ''}`);
    if (old) touched.add(`${kind}/${old.village}`);
  }

  private forget(village: string, touched: Set<string>): void {
    for (const kind of KINDS) {
      for (const row of [...this.model.rows[kind].values()]) {
        if (row.village !== village) continue;
        this.model.apply({ kind, id: row.id, village, gone: true });
        touched.add(`${kind}/${village}`);
      }
    }
  }

  /** The bundles that changed; null for one that is empty now. */
  private async bundles(touched: ReadonlySet<string>): Promise<Map<string, Bundle | null>> {
    const rows = new Map<string, unknown[]>([...touched].map((key) => [key, []]));
    for (const kind of new Set([...touched].map((key) => key.slice(0, key.indexOf('/')) as Kind))) {
      for (const row of this.model.rows[kind].values()) rows.get(`${kind}/${row.village}`)?.push(row);
    }
    const made = new Map<string, Bundle | null>();
    for (const [key, list] of rows) {
      const kind = key.slice(0, key.indexOf('/'));
      const village = key.slice(kind.length + 1);
      const sealed = list.length === 0 ? null : await this.box.seal(list, aboutRows(kind, village));
      made.set(key, sealed && { box: this.name, kind, village, sealed });
    }
    return made;
  }

  /** Whether the rosters are too old, or the server was not heard for too long, by either clock. */
  get outdated(): boolean {
    const { vault } = this;
    const since = this.pulledMono === null ? 0 : this.env.mono() - this.pulledMono;
    return isOutdated(vault, this.env.wall()) || (vault.pulledAt > 0 && since > vault.settings.roster_days * DAY);
  }

  /** Rosters that are too old go. */
  async expire(): Promise<void> {
    this.model.clearRows();
    this.pulledMono = null;
    this.vault = await this.store.write(['vaults', 'rows'], async (tx) => wipe(tx, await this.change(tx, (one) => (one.expired = true))));
    this.model.pulledAt = 0;
  }

  /** Seals the box: rosters go, records stay. */
  async sealUp(why: NonNullable<Vault['why']>): Promise<void> {
    this.model.clearRows();
    this.vault = await this.store.write(
      ['vaults', 'rows'],
      async (tx) =>
        wipe(
          tx,
          await this.change(tx, (one) => {
            one.state = 'sealed';
            one.why = why;
          }),
        ),
      true,
    );
    this.model.pulledAt = 0;
  }

  // ---------------------------------------------------------------- blobs

  blobs(): Promise<KeptBlob[]> {
    return this.store.read(['blobs'], (tx) => tx.of('blobs', this.name));
  }

  blobBytes(blob: KeptBlob): Promise<Bytes> {
    return this.box.openBytes(blob.sealed, aboutBlob(blob.hash));
  }

  async putBlob(blob: KeptBlob): Promise<void> {
    await this.store.write(['blobs'], (tx) => tx.put('blobs', blob));
  }

  /** Pictures that the server has: those that it holds safely, or with `all` every one, to make room. */
  async dropBlobs(all: boolean): Promise<number> {
    const { durable } = this.vault;
    return this.store.write(['blobs'], async (tx) => {
      const gone = (await tx.of('blobs', this.name)).filter((blob) => blob.uploadedAt > 0 && (all || blob.uploadedAt < durable));
      for (const blob of gone) await tx.delete('blobs', [this.name, blob.hash]);
      return gone.length;
    });
  }

  /** The bytes of sealing for a new secret; used when the phone is enrolled again. */
  sealSecret(secret: string) {
    return this.box.seal(secret, ABOUT_SECRET);
  }
}

/** What a vault learns from any answer. */
export function heard(vault: Vault, known: { offset: number; contact: number }, here: number): void {
  vault.offset = known.offset;
  vault.contact = known.contact;
  vault.contactHere = here;
}

/** Whether a vault's rosters are too old by this phone's clock, or the server was not heard for too long. */
export function isOutdated(vault: Vault, now: number): boolean {
  const { roster_days: fresh, away_days: away } = vault.settings;
  return (vault.pulledAt > 0 && now - vault.pulledAt > fresh * DAY) || (vault.cursor !== '' && now - vault.contactHere > away * DAY);
}

/** Takes a vault's rosters away. */
export async function wipe(tx: Tx, vault: Vault): Promise<Vault> {
  await tx.deleteOf('rows', vault.box);
  const wiped = { ...vault, cursor: '', pulledAt: 0 };
  await tx.put('vaults', wiped);
  return wiped;
}

/** Takes a vault to a new enrolment: everything that waits is numbered anew from 1, ids stay. Answers how many go again. */
export async function renumber(tx: Tx, vault: Vault, answer: EnrolAnswer): Promise<number> {
  const waiting = await tx.of('outbox', vault.box);
  const journal = await tx.of('journal', vault.box);
  const again = journal.filter((row) => row.epoch !== answer.store_epoch).sort((a, b) => a.serverAt - b.serverAt || a.seq - b.seq);
  await tx.deleteOf('outbox', vault.box);
  let seq = 0;
  for (const row of again) {
    await tx.delete('journal', [vault.box, row.op_id]);
    await tx.put('outbox', { box: vault.box, seq: (seq += 1), op_id: row.op_id, state: 'pending', sealed: row.sealed });
  }
  for (const row of waiting) {
    const state = row.state === 'deferred' ? 'pending' : row.state;
    await tx.put('outbox', { ...row, seq: (seq += 1), state });
  }
  for (const blob of await tx.of('blobs', vault.box)) {
    if (blob.epoch !== answer.store_epoch) await tx.put('blobs', { ...blob, uploadedAt: 0, location: null, epoch: null, refused: false });
  }
  vault.seq = seq;
  vault.high = 0;
  vault.epoch = answer.store_epoch;
  return again.length;
}

/** The verdict of each operation, by id, else by the place that the server names. */
function matched(batch: readonly Own[], verdicts: readonly Verdict[]): (Verdict | null)[] {
  const STATES = ['applied', 'duplicate', 'deferred', 'quarantined', 'rejected'];
  const byId = new Map<string, Verdict>();
  const byIndex = new Map<number, Verdict>();
  for (const verdict of verdicts) {
    if (!verdict || !STATES.includes(verdict.status)) continue;
    if (typeof verdict.op_id === 'string') byId.set(verdict.op_id, verdict);
    else if (typeof verdict.index === 'number') byIndex.set(verdict.index, verdict);
  }
  return batch.map((own, at) => byId.get(own.op.op_id) ?? byIndex.get(at) ?? null);
}

async function putBundles(tx: Tx, box: string, bundles: ReadonlyMap<string, Bundle | null>): Promise<void> {
  for (const [key, bundle] of bundles) {
    if (bundle) await tx.put('rows', bundle);
    else await tx.delete('rows', [box, key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]);
  }
}

async function inChunks<T>(list: readonly T[], size: number, work: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < list.length; at += size) await Promise.all(list.slice(at, at + size).map(work));
}
