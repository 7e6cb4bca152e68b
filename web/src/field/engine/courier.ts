// Carries an open box's records to the server and rosters back, as docs/sync.md has it. One round is one call of `run`;
// when to run and how long to wait is the engine's business.

import { retryAfter, Batch } from './backoff';
import { base64, utf8 } from './bytes';
import type { Chest } from './chest';
import type { Env } from './env';
import type { Own } from './model';
import type { KeptBlob } from './store';
import type { Problem, PullAnswer, PushAnswer, PushBody } from './wire';
import type { SyncFault } from './api';

declare const VERSION: string;

/** How a round ended. */
export interface Round {
  fault: SyncFault | null;
  /** What the server asked to wait for, milliseconds, else null. */
  wait: number | null;
}

export interface Hooks {
  /** Something on the screen changed. */
  changed(...what: ('status' | 'rows' | 'outbox')[]): void;
  rejected(n: number): void;
  lost(n: number): void;
  restored(n: number): void;
  purged(names: string[]): void;
}

interface Reply {
  status: number;
  headers: Headers;
  json: unknown;
  sentAt: number;
  /** When its first line was there. */
  heardAt: number;
}

const CHUNK = 128 * 1024;
/** How often the server is asked what became of records that an officer or another record holds up, milliseconds. */
const ASK_AGAIN = 30 * 60_000;
const ROUNDS = 10_000;

export class Courier {
  private batch: Batch;
  private askedAt = -ASK_AGAIN;
  private stopped = false;
  private aborts = new Set<AbortController>();

  constructor(
    private readonly env: Env,
    private readonly chest: Chest,
    private readonly hooks: Hooks,
  ) {
    this.batch = new Batch(chest.vault.limits.ops);
  }

  /** Lets go of what is under way and asks nothing more: the box is being shut. What had no answer goes again another time. */
  stop(): void {
    this.stopped = true;
    for (const abort of this.aborts) abort.abort();
  }

  /** Sends everything that waits, with `pull` fetches what is new, then sends pictures. */
  async run(pull: boolean): Promise<Round> {
    const pushed = await this.push();
    if (pushed.fault !== null) return pushed;
    if (!pull) return this.upload();
    const pulled = await this.pull();
    if (pulled.fault !== null) return pulled;
    // A server that turned out to be restored while it told the rosters gets its due at once.
    const due = this.choose().length > 0 ? await this.push() : pulled;
    return due.fault === null ? this.upload() : due;
  }

  // ---------------------------------------------------------------- push

  private async push(): Promise<Round> {
    if (await this.chest.moved()) await this.chest.loadOps();
    this.batch.limit(this.chest.vault.limits.ops);
    for (let round = 0; round < ROUNDS; round += 1) {
      const ops = this.choose();
      if (ops.length === 0) break;
      const outcome = await this.send(ops);
      if (outcome !== null) return outcome;
    }
    return this.askAgain();
  }

  /** The next batch, in the order of `seq`: at most so many operations and bytes. */
  private choose(): Own[] {
    const waiting = [...this.chest.model.own.values()].filter((own) => own.state === 'pending').sort((a, b) => a.op.seq - b.op.seq);
    return this.fitting(waiting);
  }

  private fitting(waiting: readonly Own[]): Own[] {
    const room = this.chest.vault.limits.bytes * 0.9;
    const ops: Own[] = [];
    let bytes = 500;
    for (const own of waiting) {
      bytes += utf8(JSON.stringify(own.op)).length + 1;
      if (ops.length > 0 && (bytes > room || ops.length >= this.batch.size)) break;
      ops.push(own);
    }
    return ops;
  }

  /** Sends one batch. Null: go on with the next. */
  private async send(ops: Own[]): Promise<Round | null> {
    const { chest, hooks } = this;
    const mark = (from: string, to: 'pending' | 'in_flight'): void => {
      for (const { op } of ops) {
        const own = chest.model.own.get(op.op_id);
        if (own?.state === from) chest.model.put({ ...own, state: to });
      }
    };
    mark('pending', 'in_flight');
    hooks.changed('status', 'outbox');
    try {
      return await this.exchange(ops);
    } finally {
      mark('in_flight', 'pending');
      hooks.changed('status', 'outbox', 'rows');
    }
  }

  private async exchange(ops: Own[]): Promise<Round | null> {
    const { chest, hooks } = this;
    const body: PushBody = {
      protocol: 1,
      device_id: chest.vault.device,
      store_epoch: chest.vault.epoch,
      app: VERSION,
      lang: this.env.lang.read(),
      pending: chest.model.waiting,
      ops: ops.map((own) => ({ ...own.op, device_id: chest.vault.device })),
    };
    const text = JSON.stringify(body);
    const packed = text.length > 1024 ? await this.env.pack(text).catch(() => null) : null;
    const headers: Record<string, string> = { 'content-type': 'application/json', ...(packed ? { 'content-encoding': 'gzip' } : {}) };
    const reply = await this.call('/api/v1/sync/push', { method: 'POST', headers, body: packed ?? text }, (packed?.length ?? text.length) / 4);
    if (reply === null) return { fault: 'offline', wait: null };
    const tooLarge = reply.status === 413 || (reply.status === 422 && codeOf(reply) === 'malformed');
    if (tooLarge) {
      if (!this.batch.halve(ops.length)) await chest.setAside(ops[0]!, reply.status === 413 ? 'too_large' : 'malformed');
      return null;
    }
    const answer = reply.status === 200 ? pushAnswer(reply.json) : null;
    if (!answer) return this.trouble(reply);
    const landed = await chest.land(ops, answer, reply.sentAt, reply.heardAt);
    this.batch.passed();
    if (landed.rejected > 0) hooks.rejected(landed.rejected);
    if (landed.again > 0) hooks.restored(landed.again);
    // Another phone that counts on under our name explains a number that is higher than ours.
    if (landed.cloned) return { fault: 'cloned', wait: null };
    if (landed.lost > 0) hooks.lost(landed.lost);
    // An answer without a single verdict for us says nothing: not again at once.
    return landed.settled === 0 ? { fault: 'server', wait: null } : null;
  }

  /** Asks what became of what others hold up, now and then. */
  private async askAgain(): Promise<Round> {
    const none: Round = { fault: null, wait: null };
    if (this.env.mono() - this.askedAt < ASK_AGAIN) return none;
    const held = [...this.chest.model.own.values()].filter((own) => own.state === 'deferred' || own.state === 'quarantined');
    this.askedAt = this.env.mono();
    for (let at = 0; at < held.length; ) {
      const ops = this.fitting(held.slice(at));
      const outcome = await this.exchange(ops);
      if (outcome !== null) return outcome;
      at += ops.length;
    }
    if (held.length > 0) this.hooks.changed('status', 'outbox', 'rows');
    return none;
  }

  // ---------------------------------------------------------------- pull

  private async pull(): Promise<Round> {
    const { chest, hooks } = this;
    const beganAt = this.env.wall();
    let dropped = false;
    const reach = new Map([...chest.model.rows.village.values()].map((row) => [row.id, row.name]));
    for (let page = 0; page < ROUNDS; page += 1) {
      const before = chest.vault.cursor;
      const query = `cursor=${encodeURIComponent(before)}&limit=500`;
      const reply = await this.call(`/api/v1/sync/pull?${query}`, { method: 'GET' }, 512 * 1024);
      if (reply === null) return { fault: 'offline', wait: null };
      const answer = reply.status === 200 ? pullAnswer(reply.json) : null;
      if (!answer) return this.trouble(reply);
      // A reset is a beginning: further pages of the same snapshot add to it.
      if (!(await chest.takePage(answer, answer.reset && !dropped, beganAt, { ...reply, cursor: before }))) return { fault: null, wait: null };
      dropped ||= answer.reset;
      const again = await chest.meet(answer.store_epoch, false);
      if (again > 0) hooks.restored(again);
      hooks.changed('status', 'rows');
      if (!answer.more || answer.cursor === before) break;
    }
    // A village may be dropped only to be told anew: what counts is what is there at the end.
    const gone = [...reach].filter(([id]) => !chest.model.rows.village.has(id)).map(([, name]) => name);
    if (gone.length > 0) hooks.purged(gone);
    return { fault: null, wait: null };
  }

  // ---------------------------------------------------------------- pictures

  private async upload(): Promise<Round> {
    await this.chest.dropBlobs(false);
    for (const blob of await this.chest.blobs()) {
      if (blob.uploadedAt > 0 || blob.refused) continue;
      const outcome = await this.uploadOne(blob);
      this.hooks.changed('status');
      if (outcome !== null) return outcome;
    }
    return { fault: null, wait: null };
  }

  private async uploadOne(blob: KeptBlob): Promise<Round | null> {
    const bytes = await this.chest.blobBytes(blob);
    let now = blob;
    let offset = 0;
    if (now.location !== null) {
      const head = await this.call(now.location, { method: 'HEAD', headers: TUS }, 1024);
      if (head === null) return { fault: 'offline', wait: null };
      const told = Number(head.headers.get('upload-offset') ?? NaN);
      if (head.status < 300 && Number.isInteger(told)) offset = told;
      else if (head.status === 404 || head.status === 410 || head.status === 403) now = { ...now, location: null };
      else return this.trouble(head);
    }
    if (now.location === null) {
      const metadata = `sha256 ${base64(utf8(now.hash))},type ${base64(utf8(now.type))}`;
      const headers = { ...TUS, 'upload-length': String(bytes.length), 'upload-metadata': metadata };
      const made = await this.call('/api/v1/sync/blobs', { method: 'POST', headers }, 1024);
      if (made === null) return { fault: 'offline', wait: null };
      const location = made.headers.get('location');
      if ([400, 413, 415, 422].includes(made.status)) {
        await this.chest.putBlob({ ...now, refused: true });
        return null;
      }
      if (made.status >= 300 || location === null) return this.trouble(made);
      now = { ...now, location: new URL(location, 'https://x').pathname };
      offset = Number(made.headers.get('upload-offset') ?? 0) || 0;
      await this.chest.putBlob(now);
    }
    while (offset < bytes.length) {
      const part = bytes.slice(offset, offset + CHUNK);
      const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', part));
      const headers = {
        ...TUS,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
        'upload-checksum': `sha256 ${base64(sum)}`,
      };
      const sent = await this.call(now.location!, { method: 'PATCH', headers, body: part }, part.length);
      if (sent === null) return { fault: 'offline', wait: null };
      if (sent.status === 404 || sent.status === 410 || sent.status === 409) {
        // Gone, or at another place than we thought: looked up at the next round.
        if (sent.status !== 409) await this.chest.putBlob({ ...now, location: null });
        return { fault: 'server', wait: null };
      }
      if ([400, 413, 415, 422].includes(sent.status)) {
        await this.chest.putBlob({ ...now, refused: true });
        return null;
      }
      if (sent.status >= 300) return this.trouble(sent);
      const told = Number(sent.headers.get('upload-offset') ?? offset + part.length);
      if (!(told > offset)) return { fault: 'server', wait: null };
      offset = told;
    }
    await this.chest.putBlob({ ...now, uploadedAt: Math.max(1, this.chest.clock.now()), epoch: this.chest.vault.epoch, location: null });
    return null;
  }

  // ---------------------------------------------------------------- the wire

  /** Ends this phone's enrolment; does not mind when it can't be told. */
  async leave(): Promise<void> {
    this.stop();
    await this.ask('/api/v1/sync/devices/self', { method: 'DELETE' }, 1024);
  }

  /** Null when nothing is known: no answer, or none in time. `bytes` is how much goes over the air, for the patience. */
  private async call(path: string, init: RequestInit, bytes: number): Promise<Reply | null> {
    if (this.stopped) return null;
    const reply = await this.ask(path, init, bytes);
    return this.stopped ? null : reply;
  }

  private async ask(path: string, init: RequestInit, bytes: number): Promise<Reply | null> {
    const abort = new AbortController();
    this.aborts.add(abort);
    const stop = this.env.later(45_000 + bytes / 2, () => abort.abort());
    const sentAt = this.env.mono();
    try {
      const { vault, secret } = this.chest;
      const headers = {
        ...(init.headers as Record<string, string> | undefined),
        authorization: `Device ${vault.device}.${secret}`,
        'x-hocvuso-sync': '1',
        'accept-language': this.env.lang.read(),
      };
      const answer = await this.env.fetch(path, { ...init, headers, credentials: 'omit', cache: 'no-store', redirect: 'error', signal: abort.signal });
      const heardAt = this.env.mono();
      const json: unknown = init.method === 'HEAD' || answer.status === 204 ? null : await answer.json().catch(() => null);
      return { status: answer.status, headers: answer.headers, json, sentAt, heardAt };
    } catch {
      return null;
    } finally {
      stop();
      this.aborts.delete(abort);
    }
  }

  /** What an answer means that was not the one hoped for. Only words of our own server close anything. */
  private trouble(reply: Reply): Round {
    const code = codeOf(reply);
    const wait = retryAfter(reply.headers.get('retry-after'), this.env.wall());
    if (reply.status === 401 && code === 'device_unknown') return { fault: 'unknown', wait: null };
    if (reply.status === 403 && code === 'device_revoked') return { fault: 'revoked', wait: null };
    if (reply.status === 403 && code === 'origin') return { fault: 'origin', wait };
    if (reply.status === 426) return { fault: 'protocol', wait };
    if (reply.status === 429 || reply.status === 503) return { fault: 'busy', wait };
    return { fault: 'server', wait };
  }
}

const TUS = { 'tus-resumable': '1.0.0' };

function codeOf(reply: Reply): string | null {
  const { code } = (reply.json ?? {}) as Partial<Problem>;
  return typeof code === 'string' ? code : null;
}

/** An answer that is whole, or null: what was cut off or came from a gateway's own page says nothing. */
function pushAnswer(json: unknown): PushAnswer | null {
  const answer = json as Partial<PushAnswer> | null;
  if (!answer || typeof answer !== 'object' || !Array.isArray(answer.verdicts)) return null;
  if (typeof answer.store_epoch !== 'string' || typeof answer.server_time !== 'number') return null;
  return {
    verdicts: answer.verdicts,
    store_epoch: answer.store_epoch,
    server_time: answer.server_time,
    high_water: Number(answer.high_water) || 0,
    durable_through: Number(answer.durable_through) || 0,
    min_schema: answer.min_schema ?? {},
  };
}

function pullAnswer(json: unknown): PullAnswer | null {
  const answer = json as Partial<PullAnswer> | null;
  if (!answer || typeof answer !== 'object' || !Array.isArray(answer.changes)) return null;
  if (typeof answer.cursor !== 'string' || typeof answer.store_epoch !== 'string' || typeof answer.server_time !== 'number') return null;
  if (!answer.account || !answer.settings) return null;
  return {
    ...(answer as PullAnswer),
    more: answer.more === true,
    reset: answer.reset === true,
    purge: answer.purge ?? [],
    grants: answer.grants ?? [],
    rights: answer.rights ?? [],
    keys: answer.keys ?? [],
  };
}
