// A server of the protocol in memory, as docs/sync.md has it, and a phone around it: for the engine's tests.

import type { TabMessage, Canary, Env } from '../src/field/engine/env';
import { Engine } from '../src/field/engine/engine';
import { MemoryStore } from '../src/field/engine/memory';
import type { Shell } from '../src/field/engine/shell';
import { ACCOUNT, COMMUNE, RIGHTS, SETTINGS, VILLAGES, fixedId, fixturePull } from '../src/field/engine/fixture';
import type { Change, Op, PushBody, Verdict } from '../src/field/engine/wire';
import cards from '../../fixtures/cards.json';

/** 2026-11-22 12:00 UTC. */
export const NOON = 1_795_348_800_000;
const RECOVERY = 'ab'.repeat(32);

interface Device {
  id: string;
  secret: string;
  account: { id: string; name: string };
  revoked: boolean;
}
interface Kept {
  hash: string;
  verdict: Verdict;
  device: string;
  seq: number;
}

export class Server {
  epoch = 'first';
  now = NOON;
  durable = 0;
  signedIn: { id: string; name: string } | null = { id: ACCOUNT, name: 'Nguyễn Thị Lan' };
  devices = new Map<string, Device>();
  ops = new Map<string, Kept>();
  seqs = new Map<string, string>();
  effects: string[] = [];
  blobs = new Map<string, { hash: string; size: number; parts: Uint8Array[] }>();
  people = 48;
  maxOps = 200;
  minSchema: Record<string, number> = {};
  /** What comes in place of the next answers; `null` takes the request and loses the answer. */
  faults: ((path: string) => Response | 'swallow' | 'drop' | 'cut' | undefined)[] = [];
  /** Verdicts other than `applied`, by operation. */
  fate: (op: Op) => Partial<Verdict> | undefined = () => undefined;
  /** Payloads that a gateway on the way does not let through. */
  poison: (op: Op) => number | undefined = () => undefined;
  /** Operations that get no verdict. */
  silent: (op: Op) => boolean = () => false;
  pushes: PushBody[] = [];
  requests: { path: string; init: RequestInit }[] = [];
  private made = 0;

  async answer(path: string, init: RequestInit): Promise<Response> {
    this.requests.push({ path, init });
    const fault = this.faults.shift()?.(path);
    if (fault === 'drop') throw new TypeError('no signal');
    if (fault instanceof Response) return fault;
    const reply = await this.route(path, init);
    if (fault === 'swallow') throw new TypeError('the answer was lost');
    if (fault === 'cut') return new Response((await reply.text()).slice(0, 40), { status: 200 });
    return reply;
  }

  private async route(path: string, init: RequestInit): Promise<Response> {
    if (path === '/thuc-dia/toi') {
      const me = { lang: 'vi', form: 'token', commune: 'Xã', account: this.signedIn, must_change: false, recovery: this.signedIn && RECOVERY };
      return json(200, me);
    }
    if (path === '/dang-xuat') {
      if (String(init.body) === 'csrf=token') this.signedIn = null;
      return new Response(null, { status: 303, headers: { location: '/' } });
    }
    if (path === '/api/v1/sync/devices') return this.enrol();
    const headers = new Headers(init.headers);
    const [id, secret] = (headers.get('authorization') ?? '').replace('Device ', '').split('.');
    const device = this.devices.get(id ?? '');
    if (!device || device.secret !== secret) return json(401, { code: 'device_unknown', message: 'x' });
    if (device.revoked) return json(403, { code: 'device_revoked', message: 'x' });
    if (path.startsWith('/api/v1/sync/pull')) return json(200, this.pull(device, path));
    if (path === '/api/v1/sync/push') return this.push(device, init);
    if (path.startsWith('/api/v1/sync/blobs')) return this.blob(path, init, headers);
    if (path === '/api/v1/sync/devices/self') {
      this.devices.delete(device.id);
      return new Response(null, { status: 204 });
    }
    return json(404, { code: 'not_found', message: 'x' });
  }

  private enrol(): Response {
    if (!this.signedIn) return json(401, { code: 'sign_in', message: 'x' });
    const device = { id: fixedId(99, (this.made += 1)), secret: `secret-of-device-${this.made}`, account: this.signedIn, revoked: false };
    this.devices.set(device.id, device);
    return json(200, {
      device_id: device.id,
      secret: device.secret,
      store_epoch: this.epoch,
      server_time: this.now,
      high_water: 0,
      account: { id: this.signedIn.id, name: this.signedIn.name, role: 'volunteer' },
      commune: { id: cards.commune, name: 'Xã Thạch Thất' },
      grants: VILLAGES.map((village, at) => ({ id: fixedId(13, at), role: 'volunteer', village })),
      rights: RIGHTS,
      limits: { ops: 200, bytes: 1048576, blob: 2097152 },
      settings: SETTINGS,
    });
  }

  purge: string[] = [];
  /** Rows that a first pull tells beside the invented commune. */
  extra: Change[] = [];

  private pull(device: Device, path: string): object {
    const fresh = new URL(path, 'http://x').searchParams.get('cursor') === '';
    const page = fixturePull(this.now, this.people);
    return {
      ...page,
      account: { ...device.account, role: 'volunteer' },
      store_epoch: this.epoch,
      cursor: `c-${this.epoch}`,
      reset: fresh,
      purge: this.purge,
      changes: fresh ? [...page.changes, ...this.extra].filter((change) => !this.purge.includes(change.village ?? '')) : [],
      keys: cards.keys.map(({ kid, public: open }) => ({ kid, public: open })),
    };
  }

  private async push(device: Device, init: RequestInit): Promise<Response> {
    const body = JSON.parse(await textOf(init.body)) as PushBody;
    this.pushes.push(body);
    if (body.ops.length > this.maxOps) return json(413, { code: 'too_large', message: 'x' });
    const refused = body.ops.map((op) => this.poison(op)).find((status) => status !== undefined);
    if (refused !== undefined) return json(refused, { code: refused === 422 ? 'malformed' : 'too_large', message: 'x' });
    const verdicts = body.ops.map((op) => this.judge(device, op));
    return json(200, {
      verdicts,
      store_epoch: this.epoch,
      server_time: this.now,
      high_water: this.highWater(device.id),
      durable_through: this.durable,
      min_schema: this.minSchema,
    });
  }

  private judge(device: Device, op: Op): Verdict {
    const verdict = (status: Verdict['status'], code: string): Verdict => ({
      op_id: op.op_id,
      status,
      code,
      message: code,
      entity_version: 1,
      effective_at: op.captured_at,
    });
    const hash = JSON.stringify([op.op_id, op.type, op.schema, op.actor, op.entity_id, op.base_version, op.deps, op.payload, op.blobs, op.captured_at]);
    const known = this.ops.get(op.op_id);
    if (known && known.hash !== hash) return verdict('rejected', 'op_id_reuse');
    if (known && !['deferred', 'quarantined'].includes(known.verdict.status)) return known.verdict;
    const slot = `${device.id}/${op.seq}`;
    const holder = this.seqs.get(slot);
    if (holder !== undefined && holder !== op.op_id) return verdict('rejected', 'device_cloned');
    const missing = op.deps.find((dep) => !this.ops.has(dep));
    if (this.silent(op)) return { ...verdict('applied', 'ok'), op_id: null };
    const said = missing ? verdict('deferred', 'waiting') : { ...verdict('applied', 'ok'), ...this.fate(op) };
    this.ops.set(op.op_id, { hash, verdict: said, device: device.id, seq: op.seq });
    this.seqs.set(slot, op.op_id);
    if (said.status === 'applied') this.effects.push(op.op_id);
    return said;
  }

  highWater(device: string): number {
    let seq = 0;
    while (this.seqs.has(`${device}/${seq + 1}`)) seq += 1;
    return seq;
  }

  private async blob(path: string, init: RequestInit, headers: Headers): Promise<Response> {
    if (init.method === 'POST') {
      const location = `/api/v1/sync/blobs/${(this.made += 1)}`;
      const hash = atob(headers.get('upload-metadata')!.split(',')[0]!.split(' ')[1]!);
      this.blobs.set(location, { hash, size: Number(headers.get('upload-length')), parts: [] });
      return new Response(null, { status: 201, headers: { location } });
    }
    const blob = this.blobs.get(path);
    if (!blob) return json(404, { code: 'not_found', message: 'x' });
    const offset = (): string => String(blob.parts.reduce((sum, part) => sum + part.length, 0));
    if (init.method === 'HEAD') return new Response(null, { status: 200, headers: { 'upload-offset': offset() } });
    if (headers.get('upload-offset') !== offset()) return json(409, { code: 'offset', message: 'x' });
    blob.parts.push(init.body as Uint8Array);
    return new Response(null, { status: 204, headers: { 'upload-offset': offset() } });
  }

  /** Yesterday's copy of everything. */
  backup(): () => void {
    const copy = { ops: new Map(this.ops), seqs: new Map(this.seqs), effects: [...this.effects], devices: new Map(this.devices) };
    return () => {
      Object.assign(this, copy);
      this.epoch = `${this.epoch}-restored`;
    };
  }
}

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });

async function textOf(body: unknown): Promise<string> {
  return typeof body === 'string' ? body : new Response(body as BodyInit).text();
}

class Air implements Env {
  offset = 0;
  monoNow = 1000;
  signal = true;
  timers: { at: number; work: () => void }[] = [];
  kept: Canary | null = null;
  heard: ((message: TabMessage) => void)[] = [];
  agent = 'Test';
  packs = false;

  constructor(readonly server: Server) {}

  wall = (): number => NOON + this.monoNow - 1000 + this.offset;
  mono = (): number => this.monoNow;
  chance = (): number => 0.5;
  online = (): boolean => this.signal;

  async fetch(path: string, init: RequestInit): Promise<Response> {
    if (!this.signal) throw new TypeError('no signal');
    return this.server.answer(path, init);
  }

  async alone(_name: string, work: () => Promise<void>): Promise<boolean> {
    await work();
    return true;
  }

  later(ms: number, work: () => void): () => void {
    const timer = { at: this.monoNow + ms, work };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  }

  async pack(text: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.packs ? new Uint8Array(await new Response(text).arrayBuffer()) : null;
  }

  estimate = () => Promise.resolve({ used: 1, quota: 2 });
  persisted = () => Promise.resolve(null);
  persist = () => Promise.resolve(true);
  canary = {
    read: (): Canary | null => this.kept,
    write: (now: Canary | null): void => {
      this.kept = now;
    },
  };
  tell = (): void => undefined;
  hear = (listener: (message: TabMessage) => void): void => void this.heard.push(listener);
  lang = { read: () => 'vi' as const, write: () => undefined, first: () => undefined };
}

const shell: Shell = {
  unfit: () => null,
  updateReady: () => false,
  canInstall: () => false,
  installed: () => false,
  applyUpdate: () => Promise.resolve(),
  install: () => Promise.resolve(false),
  listen: () => undefined,
};

export const PIN = '2580';

/** A phone: its disk outlives the app, which can be killed and opened. */
export class Phone {
  disk = new MemoryStore();
  air: Air;
  engine!: Engine;

  constructor(readonly server: Server) {
    this.air = new Air(server);
  }

  static async enrolled(server = new Server()): Promise<Phone> {
    const phone = new Phone(server);
    await phone.open();
    const answer = await phone.engine.enrol(PIN, 'Máy của Lan');
    if (answer.code !== 'ok') throw new Error(answer.code);
    await phone.rest();
    return phone;
  }

  /** Opens the app anew: what was only in memory is gone. */
  async open(): Promise<Engine> {
    this.air.timers = [];
    this.air.heard = [];
    this.engine = new Engine(this.air, shell);
    // Stretching a PIN takes its time on purpose; not here.
    (this.engine as unknown as { rounds: number }).rounds = 1000;
    await this.engine.start(() => Promise.resolve(this.disk));
    return this.engine;
  }

  async reopen(pin = PIN): Promise<Engine> {
    await this.open();
    const answer = await this.engine.unlock(ACCOUNT, pin);
    if (answer.code !== 'ok') throw new Error(answer.code);
    await this.rest();
    return this.engine;
  }

  /** Lets the round that runs come to its end. */
  async rest(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) {
      await this.engine.settled();
      await new Promise((done) => setImmediate(done));
    }
  }

  /** Time passes; what is due runs. */
  async wait(ms: number): Promise<void> {
    this.air.monoNow += ms;
    this.server.now += ms;
    const due = this.air.timers.filter((timer) => timer.at <= this.air.monoNow);
    this.air.timers = this.air.timers.filter((timer) => timer.at > this.air.monoNow);
    for (const timer of due) timer.work();
    await this.rest();
  }

  async sync(): Promise<void> {
    await this.engine.syncNow();
    await this.rest();
  }
}

export { ACCOUNT, COMMUNE };
