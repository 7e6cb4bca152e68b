// The engine: the way in, recording, and when to talk to the server. Rules of docs/sync.md live in chest.ts and courier.ts.

import type * as api from './api';
import { pause, pinFault, pinPause, TRIES } from './backoff';
import { base64, hex, newId, random } from './bytes';
import { readCard, typedCode } from './cards';
import { ABOUT_SECRET, Chest, isOutdated, renumber, SCHEMA, wipe } from './chest';
import { Courier, type Hooks } from './courier';
import type { Env, TabMessage } from './env';
import { Model, type Own, waits } from './model';
import { preparePhoto } from './photo';
import { Box, measureRounds } from './seal';
import { type Store, StoreFault, type Vault } from './store';
import type { Shell } from './shell';
import * as views from './views';
import type { EnrolAnswer, Me, OpType, OutboxFile, Payloads, Problem, Said } from './wire';

/** Rosters are asked for at most so often while records go up one by one, milliseconds. */
const PULL_EVERY = 20_000;
/** How often the engine looks around by itself, milliseconds. */
const ROUND = 60_000;
/** An open box that nobody touches is closed after so long, milliseconds. */
const UNUSED = 600_000;
/** So many bytes of pictures may a file hold beside those that were never sent: an officer's page takes 20 MiB. */
const FILE_ROOM = 10_000_000;

export class Engine implements api.Field {
  readonly signInHref = '/dang-nhap?ve=/thuc-dia';
  readonly passwordHref = '/quan-ly/toi/mat-khau';
  private store: Store | null = null;
  private stage: api.Stage = { at: 'starting' };
  private chest: Chest | null = null;
  private courier: Courier | null = null;
  private readonly nobody = new Model();
  private listeners = new Set<(changed: ReadonlySet<api.ChangeTopic>) => void>();
  private drawn: api.Status | null = null;
  private told = new Set<api.ChangeTopic>();

  private running: Promise<void> | null = null;
  private wanted = false;
  private pullWanted = true;
  private pulled = 0;
  private failures = 0;
  /** Wrong PINs that a full disk did not take. */
  private readonly unkept = new Map<string, { tries: number; retryAt: number }>();
  private retryAt = 0;
  /** The server asked not to be asked before; a press does not change that. */
  private notBefore = 0;
  private stopRetry: (() => void) | null = null;
  private fault: api.SyncFault | null = null;
  private usedAt = { mono: 0, wall: 0 };
  private photos = 0;
  private storage: api.StorageHealth = { persisted: null, used: null, quota: null, full: false, lost: 0 };
  private notices: api.Notice[] = [];
  private marking = new Map<string, Promise<api.MarkResult>>();
  private rounds: number | null = null;
  private readonly heard = new Map<string, TabMessage['what']>();
  private hearing: Promise<void> | null = null;

  constructor(
    private readonly env: Env,
    private readonly shell: Shell,
  ) {
    shell.listen(() => this.tell('status'));
    env.hear((message) => this.heardTab(message.box, message.what));
  }

  // ---------------------------------------------------------------- start

  /** Begins: `open` answers the store, or why there is none. */
  async start(open: () => Promise<Store>): Promise<void> {
    const unfit = this.shell.unfit();
    if (unfit) return this.go({ at: 'unfit', why: unfit });
    try {
      this.store = await open();
    } catch {
      return this.go({ at: 'unfit', why: { code: 'no_storage' } });
    }
    this.notices = await this.readNotices();
    await this.lookForLoss();
    await this.expire();
    await this.toDoor();
    this.tick();
    void this.measureStorage();
  }

  /** The store waits for other tabs, or does no more. */
  blocked(waits: boolean): void {
    if (waits) this.go({ at: 'unfit', why: { code: 'blocked' } });
    else if (this.stage.at === 'unfit') this.go({ at: 'starting' });
  }

  private tick(): void {
    this.env.later(ROUND, () => {
      if (this.unused() && !this.running) this.lock();
      else if (this.env.mono() >= this.retryAt) void this.kick();
      void this.expire();
      this.tick();
    });
  }

  /** The page is looked at again, perhaps after hours in a pocket, in which the phone slept and no timer ran. */
  woke(): void {
    this.chest?.clock.woke();
    if (this.unused()) this.lock();
    this.refresh();
    void this.expire().then(() => this.kick(true));
  }

  /** Whether nobody touched the open box for too long: by whichever clock went on. */
  private unused(): boolean {
    return this.chest !== null && Math.max(this.env.mono() - this.usedAt.mono, this.env.wall() - this.usedAt.wall) > UNUSED;
  }

  /** Something outside changed, such as the signal. */
  refresh(): void {
    this.tell('status');
  }

  /** The person did something: the box stays open. */
  used(): void {
    this.usedAt = { mono: this.env.mono(), wall: this.env.wall() };
  }

  private async lookForLoss(): Promise<void> {
    const canary = this.env.canary.read();
    const vaults = await this.vaults();
    if (canary === null || vaults.some((vault) => vault.device === canary.device)) return;
    if (vaults.length > 0) return;
    this.storage = { ...this.storage, lost: canary.pending };
    this.notify({ code: 'storage_evicted', n: canary.pending });
  }

  /** Rosters too old, or too long without contact, are wiped: in every box, open or not. */
  private async expire(): Promise<void> {
    const { store, chest } = this;
    if (!store) return;
    if (chest?.outdated) {
      await chest.expire();
      this.notify({ code: 'rosters_expired' });
      this.tell('rows');
      this.pullWanted = true;
    }
    const now = this.env.wall();
    for (const vault of await this.vaults()) {
      if (vault.box === this.chest?.name || !isOutdated(vault, now)) continue;
      const done = await store.write(['vaults', 'rows'], async (tx) => {
        const stored = await tx.get('vaults', vault.id);
        return stored && isOutdated(stored, now) ? wipe(tx, { ...stored, expired: true }) : null;
      });
      if (done) this.notify({ code: 'rosters_expired' });
    }
  }

  private vaults(): Promise<Vault[]> {
    return this.store ? this.store.read(['vaults'], (tx) => tx.all('vaults')) : Promise.resolve([]);
  }

  private vault(id: string): Promise<Vault | undefined> {
    return this.store ? this.store.read(['vaults'], (tx) => tx.get('vaults', id)) : Promise.resolve(undefined);
  }

  /** Shows who may come in. */
  private async toDoor(): Promise<void> {
    const residents: api.Resident[] = [];
    for (const vault of await this.vaults()) {
      const pending = await this.store!.read(['outbox'], (tx) => tx.countOf('outbox', vault.box));
      // Signed out with nothing left: only the journal stays, for a server that is restored.
      if (vault.why === 'signed_out' && pending === 0) continue;
      residents.push({
        account: vault.id,
        name: vault.account.name,
        commune: vault.commune.name,
        pending,
        state: vault.state,
        why: vault.why,
        retryAt: vault.retryAt > this.env.wall() ? vault.retryAt : 0,
        triesLeft: Math.max(0, TRIES - vault.tries),
      });
    }
    this.go(residents.length === 0 ? { at: 'new' } : { at: 'locked', residents });
  }

  private go(stage: api.Stage): void {
    this.stage = stage;
    this.tell('status', 'rows', 'outbox');
  }

  // ---------------------------------------------------------------- telling

  subscribe(listener: (changed: ReadonlySet<api.ChangeTopic>) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells at once that something changed, once per turn of the loop. */
  private tell(...topics: api.ChangeTopic[]): void {
    this.drawn = null;
    const first = this.told.size === 0;
    for (const topic of topics) this.told.add(topic);
    if (!first) return;
    queueMicrotask(() => {
      const changed = this.told;
      this.told = new Set();
      this.drawn = null;
      for (const listener of [...this.listeners]) listener(changed);
    });
  }

  status(): api.Status {
    this.drawn ??= this.draw();
    return this.drawn;
  }

  private draw(): api.Status {
    const vault = this.chest?.vault ?? null;
    const { rows } = this.model;
    return {
      stage: this.stage,
      lang: this.env.lang.read(),
      online: this.env.online(),
      busy: this.running !== null,
      counts: this.counts(),
      lastContact: vault?.contact ?? 0,
      lastPull: vault?.pulledAt ?? 0,
      retryAt: this.retryAt > this.env.mono() ? this.env.wall() + this.retryAt - this.env.mono() : 0,
      fault: this.env.online() ? this.fault : 'offline',
      rosters: (vault?.pulledAt ?? 0) > 0 ? 'fresh' : vault?.expired ? 'old' : 'none',
      clockOff: this.chest?.clock.off() ?? 0,
      storage: this.storage,
      held: { people: rows.person.size, sessions: rows.session.size, cards: rows.card.size },
      notices: this.notices,
      updateReady: this.shell.updateReady(),
      canInstall: this.shell.canInstall(),
      installed: this.shell.installed(),
      stale: Object.entries(vault?.minSchema ?? {}).filter(([, least]) => least > SCHEMA).map(([type]) => type),
    };
  }

  private counts(): api.Counts {
    const found: api.Counts = { pending: 0, inFlight: 0, deferred: 0, setAside: 0, quarantined: 0, rejected: 0, accepted: 0, photos: this.photos };
    for (const own of this.model.own.values()) {
      if (own.state === 'pending') found.pending += 1;
      else if (own.state === 'in_flight') found.inFlight += 1;
      else if (own.state === 'deferred') found.deferred += 1;
      else if (own.state === 'set_aside') found.setAside += own.dismissed ? 0 : 1;
      else if (own.state === 'quarantined') found.quarantined += 1;
      else if (own.state === 'rejected') found.rejected += own.dismissed || own.correctedBy ? 0 : 1;
      else found.accepted += 1;
    }
    return found;
  }

  private notify(notice: Omit<api.Notice, 'id' | 'at'>): void {
    const same = this.notices.find((one) => one.code === notice.code);
    const n = notice.n === undefined ? {} : { n: notice.n + (same?.n ?? 0) };
    const names = notice.names === undefined ? {} : { names: [...new Set([...(same?.names ?? []), ...notice.names])] };
    const fresh: api.Notice = { id: hex(random(8)), code: notice.code, at: this.env.wall(), ...n, ...names };
    this.notices = [...this.notices.filter((one) => one !== same), fresh];
    this.keepNotices();
    this.tell('status');
  }

  dismissNotice(id: string): void {
    this.notices = this.notices.filter((one) => one.id !== id);
    this.keepNotices();
    this.tell('status');
  }

  private keepNotices(): void {
    const value = this.notices;
    void this.store?.write(['meta'], (tx) => tx.put('meta', { name: 'notices', value })).catch(() => undefined);
  }

  private async readNotices(): Promise<api.Notice[]> {
    const kept = await this.store?.read(['meta'], (tx) => tx.get('meta', 'notices'));
    return Array.isArray(kept?.value) ? (kept.value as api.Notice[]) : [];
  }

  private async measureStorage(): Promise<void> {
    const [{ used, quota }, persisted] = await Promise.all([this.env.estimate(), this.env.persisted()]);
    this.storage = { ...this.storage, used, quota, persisted: persisted ?? this.storage.persisted };
    this.tell('status');
  }

  // ---------------------------------------------------------------- the way in

  async askWho(): Promise<api.Asked> {
    try {
      const answer = await this.env.fetch('/thuc-dia/toi', { credentials: 'same-origin', cache: 'no-store' });
      const me = (await answer.json()) as Me;
      if (!answer.ok || typeof me.form !== 'string') return { code: 'offline' };
      this.env.lang.first(me.lang);
      if (me.must_change) return { code: 'must_change', me };
      if (!me.account) return { code: 'signed_out', me };
      return { code: 'ok', me, known: (await this.vault(me.account.id)) !== undefined };
    } catch {
      return { code: 'offline' };
    }
  }

  async leaveAccount(): Promise<boolean> {
    const asked = await this.askWho();
    if (asked.code === 'offline' || asked.code === 'signed_out') return asked.code === 'signed_out';
    try {
      await this.env.fetch('/dang-xuat', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ csrf: asked.me.form }).toString(),
        credentials: 'same-origin',
        redirect: 'manual',
      });
    } catch {
      return false;
    }
    return (await this.askWho()).code === 'signed_out';
  }

  private leastDigits(): number {
    return this.chest?.vault.settings.pin_digits ?? 4;
  }

  private async pinRounds(): Promise<number> {
    this.rounds ??= await measureRounds(() => this.env.mono());
    return this.rounds;
  }

  async enrol(pin: string, name: string): Promise<api.EnrolResult> {
    const fault = pinFault(pin, this.leastDigits());
    if (fault) return { code: fault };
    const asked = await this.askWho();
    if (asked.code !== 'ok') return { code: asked.code };
    const { me } = asked;
    const old = await this.vault(me.account!.id);
    const again = old?.device ?? (await this.lostDevice());
    const answer = await this.askForDevice(me, name, again);
    if (typeof answer.device_id !== 'string') return answer as api.EnrolResult;
    try {
      const { vault, box } = await this.settle(answer as EnrolAnswer, me, old ?? null, pin);
      await this.comeIn(vault, box);
    } catch (problem) {
      if (problem instanceof StoreFault && problem.code === 'storage_full') return { code: 'storage_full' };
      throw problem;
    }
    this.storage = { ...this.storage, lost: 0 };
    // What was out of order with the device before is mended.
    for (const one of this.notices) if (one.code === 'revoked' || one.code === 'cloned') this.dismissNotice(one.id);
    void this.askPersist();
    return { code: 'ok' };
  }

  /** The device that this phone was, when its box is not here any more. */
  private async lostDevice(): Promise<string | null> {
    const device = this.env.canary.read()?.device ?? null;
    return (await this.vaults()).some((vault) => vault.device === device) ? null : device;
  }

  private async askForDevice(me: Me, name: string, again: string | null): Promise<EnrolAnswer | (api.EnrolResult & { device_id?: never })> {
    const sentAt = this.env.mono();
    try {
      const reply = await this.env.fetch('/api/v1/sync/devices', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hocvuso-form': me.form, 'x-hocvuso-sync': '1', 'accept-language': this.env.lang.read() },
        body: JSON.stringify({ name: name.trim().slice(0, 60), agent: this.env.agent, again }),
        credentials: 'same-origin',
        cache: 'no-store',
      });
      const heardAt = this.env.mono();
      const answer = (await reply.json().catch(() => null)) as (EnrolAnswer & Problem) | null;
      if (reply.ok && answer && typeof answer.device_id === 'string' && typeof answer.secret === 'string') {
        const since = this.env.mono() - (heardAt + sentAt) / 2;
        return { ...answer, server_time: Math.round(answer.server_time + since) };
      }
      if (reply.status === 401) return { code: 'signed_out' };
      if (answer && typeof answer.message === 'string' && reply.status < 500) return { code: 'refused', message: answer.message };
      return { code: 'offline' };
    } catch {
      return { code: 'offline' };
    }
  }

  /** Makes the box of a new enrolment, or opens the old one under it: what waits there is numbered anew. */
  private async settle(answer: EnrolAnswer, me: Me, old: Vault | null, pin: string): Promise<{ vault: Vault; box: Box }> {
    const rounds = await this.pinRounds();
    const opened = old && (await Box.recover(old.box, old.recovery, me.recovery, pin, rounds));
    const name = old && opened ? old.box : hex(random(16));
    const made = opened ?? (await Box.make(name, pin, me.recovery, rounds));
    const here = this.env.wall();
    const vault: Vault = {
      id: answer.account.id,
      account: answer.account,
      box: name,
      commune: answer.commune,
      state: 'live',
      why: null,
      device: answer.device_id,
      secret: await made.box.seal(answer.secret, ABOUT_SECRET),
      pin: made.pin,
      recovery: made.recovery,
      tries: 0,
      retryAt: 0,
      seq: 0,
      epoch: answer.store_epoch,
      offset: Math.round(answer.server_time - here),
      contact: answer.server_time,
      contactHere: here,
      cursor: '',
      pulledAt: 0,
      expired: false,
      durable: 0,
      grants: answer.grants,
      rights: answer.rights,
      keys: [],
      limits: answer.limits,
      settings: answer.settings,
      minSchema: {},
    };
    let again = 0;
    await this.store!.write(
      ['vaults', 'outbox', 'journal', 'rows', 'blobs'],
      async (tx) => {
        if (old && !opened) {
          // Its key is lost to us, not to its PIN: it stays beside the new one.
          const others = (await tx.all('vaults')).filter((one) => one.id.startsWith(`${old.id}~`)).length;
          await wipe(tx, { ...old, id: `${old.id}~${others + 1}`, state: 'sealed', why: old.why ?? 'unknown' });
        }
        await tx.deleteOf('rows', name);
        again = await renumber(tx, vault, answer);
        await tx.put('vaults', vault);
      },
      true,
    );
    if (again > 0) this.notify({ code: 'server_restored', n: again });
    return { vault, box: made.box };
  }

  private async comeIn(vault: Vault, box: Box): Promise<void> {
    this.shut();
    const chest = await Chest.open(this.store!, this.env, vault, box);
    this.chest = chest;
    this.courier = new Courier(this.env, chest, this.hooks());
    this.failures = 0;
    this.retryAt = 0;
    this.fault = null;
    this.used();
    await this.countPhotos();
    this.keepCanary();
    this.go({ at: 'open', me: this.me(chest) });
    void this.kick();
  }

  private me(chest: Chest): api.OpenBox {
    const { vault } = chest;
    const reach = [...chest.model.rows.village.values()].map(({ id, name }) => ({ id, name }));
    return {
      account: vault.account.id,
      name: vault.account.name,
      role: vault.account.role,
      commune: vault.commune.name,
      rights: vault.rights,
      villages: reach.sort((a, b) => views.byName(a.name, b.name)),
      live: vault.state === 'live',
      why: vault.why,
    };
  }

  async unlock(account: string, pin: string): Promise<api.UnlockResult> {
    const before = await this.vault(account);
    if (!before || !this.store) return { code: 'wrong', retryAt: 0, triesLeft: 0 };
    const tried = await this.tryPin(before, pin);
    if (!(tried instanceof Box)) return tried;
    await this.expire();
    const vault = await this.vault(account);
    await this.comeIn(vault ?? before, tried);
    return { code: 'ok' };
  }

  /** One PIN, counted before it is tried, so that leaving in between gains nothing. */
  private async tryPin(vault: Vault, pin: string): Promise<Box | Exclude<api.UnlockResult, { code: 'ok' }>> {
    const now = this.env.wall();
    // A clock set back must not make the pause longer than it was meant.
    const unkept = this.unkept.get(vault.id);
    const until = Math.max(vault.retryAt, unkept?.retryAt ?? 0);
    if (until > now && until - now <= 3_600_000) return { code: 'wait', retryAt: until };
    const tries = Math.max(vault.tries, unkept?.tries ?? 0) + 1;
    const retryAt = pinPause(tries) === 0 ? 0 : now + pinPause(tries);
    await this.keepTries(vault.id, tries, retryAt);
    const box = await Box.byPin(vault.box, vault.pin, pin);
    if (box) {
      await this.keepTries(vault.id, 0, 0);
      return box;
    }
    if (tries >= TRIES && vault.cursor !== '') {
      await this.store!.write(['vaults', 'rows'], async (tx) => {
        const one = await tx.get('vaults', vault.id);
        if (one) await wipe(tx, one);
      });
      this.notify({ code: 'rosters_wiped' });
      await this.toDoorIfShut();
      return { code: 'wiped', retryAt };
    }
    await this.toDoorIfShut();
    return { code: 'wrong', retryAt, triesLeft: Math.max(0, TRIES - tries) };
  }

  /** A disk without room must not lock its owner out: the count is then kept until the page is left. */
  private async keepTries(id: string, tries: number, retryAt: number): Promise<void> {
    try {
      await this.putVault(id, (one) => Object.assign(one, { tries, retryAt }));
      this.unkept.delete(id);
    } catch (problem) {
      if (!(problem instanceof StoreFault) || problem.code !== 'storage_full') throw problem;
      this.unkept.set(id, { tries, retryAt });
      this.full();
    }
  }

  private async toDoorIfShut(): Promise<void> {
    if (!this.chest) await this.toDoor();
  }

  private async putVault(id: string, work: (vault: Vault) => void): Promise<void> {
    await this.store!.write(
      ['vaults'],
      async (tx) => {
        const vault = await tx.get('vaults', id);
        if (!vault) return;
        work(vault);
        await tx.put('vaults', vault);
        if (this.chest?.vault.id === id) this.chest.vault = vault;
      },
      true,
    );
  }

  async recover(account: string, newPin: string): Promise<api.RecoverResult> {
    const vault = await this.vault(account);
    const fault = pinFault(newPin, vault?.settings.pin_digits ?? 4);
    if (fault) return { code: fault };
    const asked = await this.askWho();
    if (asked.code === 'offline') return { code: 'offline' };
    if (asked.code !== 'ok') return { code: 'signed_out' };
    if (!vault) return { code: 'impossible' };
    if (asked.me.account?.id !== vault.account.id) return { code: 'other_person' };
    const opened = await Box.recover(vault.box, vault.recovery, asked.me.recovery, newPin, await this.pinRounds());
    if (!opened) return { code: 'impossible' };
    await this.putVault(vault.id, (one) => Object.assign(one, { pin: opened.pin, recovery: opened.recovery, tries: 0, retryAt: 0 }));
    await this.comeIn((await this.vault(vault.id)) ?? vault, opened.box);
    return { code: 'ok' };
  }

  async changePin(oldPin: string, newPin: string): Promise<api.UnlockResult | { code: 'pin_short' | 'pin_easy' | 'pin_digits' }> {
    const vault = this.chest?.vault;
    if (!vault) return { code: 'wrong', retryAt: 0, triesLeft: 0 };
    const fault = pinFault(newPin, vault.settings.pin_digits);
    if (fault) return { code: fault };
    const tried = await this.tryPin((await this.vault(vault.id)) ?? vault, oldPin);
    if (!(tried instanceof Box)) return tried;
    const wrap = await Box.rewrap(vault.box, vault.pin, oldPin, newPin, await this.pinRounds());
    if (!wrap) return { code: 'wrong', retryAt: 0, triesLeft: TRIES };
    await this.putVault(vault.id, (one) => Object.assign(one, { pin: wrap }));
    return { code: 'ok' };
  }

  lock(): void {
    this.shut();
    void this.toDoor();
  }

  private shut(): void {
    this.stopRetry?.();
    this.stopRetry = null;
    this.courier?.stop();
    this.chest = null;
    this.courier = null;
    this.photos = 0;
    this.wanted = false;
    this.pullWanted = true;
  }

  async signOut(seal: boolean): Promise<api.SignOutResult> {
    const { chest, courier } = this;
    if (!chest) return { code: 'ok' };
    await this.countPhotos();
    const { pending, inFlight, setAside, photos } = this.counts();
    const left = pending + inFlight + setAside + photos;
    if (left > 0 && !seal) return { code: 'pending', pending: left };
    if (chest.live) {
      await courier?.leave();
      await chest.sealUp('signed_out');
    }
    const gone = left === 0 && chest.model.own.size === 0 && chest.damaged === 0;
    if (gone) {
      const { box, id } = chest.vault;
      await this.store!.write(['vaults', 'outbox', 'journal', 'rows', 'blobs'], async (tx) => {
        for (const name of ['outbox', 'journal', 'rows', 'blobs'] as const) await tx.deleteOf(name, box);
        await tx.delete('vaults', id);
      });
    }
    if (left === 0) this.env.canary.write(null);
    this.env.tell({ box: chest.name, what: 'vault' });
    this.shut();
    await this.toDoor();
    return { code: 'ok' };
  }

  // ---------------------------------------------------------------- talking to the server

  private hooks(): Hooks {
    return {
      changed: (...what) => {
        this.tell(...what);
        if (what.includes('rows')) this.refreshMe();
      },
      rejected: (n) => this.notify({ code: 'rejected', n }),
      lost: (n) => {
        this.storage = { ...this.storage, lost: this.storage.lost + n };
        this.notify({ code: 'storage_evicted', n });
      },
      restored: (n) => this.notify({ code: 'server_restored', n }),
      purged: (names) => this.notify({ code: 'purged', names }),
    };
  }

  private refreshMe(): void {
    if (this.chest && this.stage.at === 'open') this.stage = { at: 'open', me: this.me(this.chest) };
  }

  /** Something says that now is a good moment: `sure` also while a pause after a failure runs. */
  async kick(sure = false): Promise<void> {
    if (!this.chest || !this.courier || !this.chest.live) return;
    if (!sure && !this.env.online()) return;
    const now = this.env.mono();
    if (now < this.notBefore || (!sure && now < this.retryAt)) return;
    this.pullWanted ||= sure;
    if (this.running) {
      this.wanted = true;
      return this.running;
    }
    this.running = this.round().finally(() => {
      this.running = null;
      this.tell('status');
      if (this.wanted) {
        this.wanted = false;
        void this.kick();
      }
    });
    this.tell('status');
    return this.running;
  }

  private async round(): Promise<void> {
    const { chest, courier } = this;
    if (!chest || !courier) return;
    this.stopRetry?.();
    this.stopRetry = null;
    let outcome: { fault: api.SyncFault | null; wait: number | null } = { fault: null, wait: null };
    const now = this.env.mono();
    const pull = this.pullWanted || now - this.pulled >= PULL_EVERY || chest.vault.cursor === '';
    if (pull) {
      this.pullWanted = false;
      this.pulled = now;
    }
    try {
      await this.env.alone(`hocvuso-push-${chest.name}`, async () => {
        outcome = await courier.run(pull);
      });
    } catch (problem) {
      outcome = { fault: problem instanceof StoreFault && problem.code === 'storage_full' ? 'storage_full' : 'server', wait: null };
      if (outcome.fault === 'storage_full') this.full();
    }
    if (this.chest !== chest) return;
    await this.countPhotos();
    this.keepCanary();
    this.env.tell({ box: chest.name, what: 'outbox' });
    this.fault = outcome.fault;
    if (outcome.fault === null) {
      this.failures = 0;
      this.retryAt = 0;
      this.notBefore = 0;
      return;
    }
    this.pullWanted ||= pull;
    await this.afterFault(chest, outcome.fault, outcome.wait);
  }

  private async afterFault(chest: Chest, fault: api.SyncFault, wait: number | null): Promise<void> {
    if (fault === 'revoked' || fault === 'unknown' || fault === 'cloned') return this.closeDown(chest, fault);
    this.failures += 1;
    const now = this.env.mono();
    const rest = Math.max(wait ?? 0, pause(this.failures, this.env.chance()));
    this.retryAt = now + rest;
    if (wait !== null) this.notBefore = now + wait;
    this.stopRetry = this.env.later(rest, () => {
      // A timer may come a hair early.
      this.retryAt = 0;
      void this.kick();
    });
  }

  /** The server does not take this device any more. A copied one is enrolled anew by itself where its owner is signed in. */
  private async closeDown(chest: Chest, why: 'revoked' | 'unknown' | 'cloned'): Promise<void> {
    if (why === 'cloned' && (await this.enrolAgain(chest))) {
      this.notify({ code: 'cloned' });
      return;
    }
    await chest.sealUp(why);
    if (why === 'revoked' || why === 'cloned') this.notify({ code: why });
    this.env.tell({ box: chest.name, what: 'vault' });
    if (this.chest === chest) this.go({ at: 'open', me: this.me(chest) });
  }

  private async enrolAgain(chest: Chest): Promise<boolean> {
    const asked = await this.askWho();
    if (asked.code !== 'ok' || asked.me.account?.id !== chest.vault.account.id) return false;
    const answer = await this.askForDevice(asked.me, '', chest.vault.device);
    if (typeof answer.device_id !== 'string') return false;
    const secret = await chest.sealSecret(answer.secret);
    await this.store!.write(
      ['vaults', 'outbox', 'journal', 'blobs'],
      async (tx) => {
        const vault = await tx.get('vaults', chest.vault.id);
        if (!vault) return;
        await renumber(tx, vault, answer);
        await tx.put('vaults', { ...vault, device: answer.device_id, secret, contact: answer.server_time, cursor: '' });
      },
      true,
    );
    const vault = await this.vault(chest.vault.id);
    if (!vault || this.chest !== chest) return true;
    const fresh = await chest.reopened(vault, answer.secret);
    this.chest = fresh;
    this.courier = new Courier(this.env, fresh, this.hooks());
    this.keepCanary();
    this.retryAt = 0;
    this.wanted = true;
    return true;
  }

  async syncNow(): Promise<void> {
    this.used();
    await this.kick(true);
  }

  private keepCanary(): void {
    const { chest } = this;
    if (!chest || !chest.live) return;
    this.env.canary.write({ device: chest.vault.device, pending: chest.model.waiting });
  }

  private async countPhotos(): Promise<void> {
    const { chest } = this;
    if (!chest) return;
    const blobs = await chest.blobs().catch(() => []);
    this.photos = blobs.filter((blob) => blob.uploadedAt === 0 && !blob.refused).length;
  }

  /** Another tab wrote: read again, once for all that is told meanwhile. */
  private heardTab(box: string, what: TabMessage['what']): void {
    this.heard.set(box, what === 'vault' ? what : (this.heard.get(box) ?? what));
    this.hearing ??= this.follow().finally(() => {
      this.hearing = null;
    });
  }

  private async follow(): Promise<void> {
    for (let next = [...this.heard][0]; next !== undefined; next = [...this.heard][0]) {
      const [box, what] = next;
      this.heard.delete(box);
      await this.followOne(box, what).catch(() => undefined);
    }
  }

  private async followOne(box: string, what: TabMessage['what']): Promise<void> {
    const { chest } = this;
    if (!chest || chest.name !== box) {
      if (what === 'vault') await this.toDoorIfShut();
      return;
    }
    const before = chest.vault;
    await chest.reloadVault();
    if (what === 'vault' && (chest.vault.device !== before.device || chest.vault.state !== before.state)) return this.lock();
    await chest.loadOps();
    if (chest.vault.cursor !== before.cursor) await chest.loadRows();
    this.refreshMe();
    this.tell('status', 'rows', 'outbox');
  }

  // ---------------------------------------------------------------- rosters

  private get model(): Model {
    return this.chest?.model ?? this.nobody;
  }

  sessions = (): api.SessionView[] => views.sessions(this.model, this.now());
  today = (): api.SessionView[] => views.today(this.model, this.now());
  session = (id: string): api.SessionView | null => views.session(this.model, id, this.now());
  seats = (id: string): api.Seat[] => views.seats(this.model, id);
  findPersons = (text: string, limit?: number): api.PersonView[] => views.findPersons(this.model, text, limit);
  person = (id: string): api.PersonView | null => views.person(this.model, id);
  myFive = (): api.PairView[] => views.myFive(this.model, this.chest?.vault.account.id ?? '');
  requests = (): api.RequestView[] => views.requests(this.model);
  quota = (): api.QuotaView[] => views.quota(this.model);
  households = (text?: string, limit?: number): api.HouseholdView[] => views.households(this.model, text, limit);
  household = (id: string): api.HouseholdView | null => views.household(this.model, id);
  about = (id: string): api.Item[] => views.about(this.model, id);
  items = (query?: api.ItemQuery): api.Item[] => views.items(this.model, query);

  // ---------------------------------------------------------------- recording

  async record<T extends OpType>(draft: api.Draft<T>): Promise<api.SaveResult> {
    const { chest } = this;
    if (!chest || !chest.live) return { code: 'sealed' };
    if ((chest.vault.minSchema[draft.type] ?? 0) > SCHEMA) return { code: 'stale' };
    this.used();
    const deps = this.deps(draft);
    const grant = this.grantFor(draft);
    let own;
    try {
      own = await chest.record(draft, deps, grant).catch(async (problem: unknown) => {
        // No room: pictures that the server has already may go.
        if (!(problem instanceof StoreFault) || problem.code !== 'storage_full' || (await chest.dropBlobs(true)) === 0) throw problem;
        return chest.record(draft, deps, grant);
      });
    } catch (problem) {
      if (!(problem instanceof StoreFault)) throw problem;
      if (problem.code === 'storage_full') this.full();
      return { code: problem.code };
    }
    if (this.storage.full) this.storage = { ...this.storage, full: false };
    if (draft.photos?.length) void this.countPhotos().then(() => this.tell('status'));
    if (this.storage.persisted === null) void this.askPersist();
    this.keepCanary();
    this.tell('status', 'rows', 'outbox');
    this.env.tell({ box: chest.name, what: 'outbox' });
    void this.kick();
    return { code: 'saved', opId: own.op.op_id, entity: own.op.entity_id, at: own.op.captured_at + own.op.offset_est };
  }

  private full(): void {
    this.storage = { ...this.storage, full: true };
    this.notify({ code: 'storage_full' });
    void this.measureStorage();
  }

  /** What must land first: the person added here, the mark taken back, the record undone. */
  private deps(draft: api.Draft): string[] {
    const deps = new Set(draft.deps ?? []);
    const said = draft.payload as Partial<Record<'person' | 'household' | 'pair' | 'request', string | null>>;
    for (const id of [said.person, draft.entity]) {
      if (!id) continue;
      for (const own of this.model.overlayOn(id)) {
        if (!waits(own)) continue;
        if (own.op.type === 'person.add' || draft.type === 'record.undo') deps.add(own.op.op_id);
      }
    }
    if (draft.type === 'attendance.unmark' && draft.entity) {
      const mark = views.marks(this.model, draft.entity).get(said.person ?? '');
      const own = mark?.opId ? this.model.own.get(mark.opId) : undefined;
      if (own && waits(own)) deps.add(own.op.op_id);
    }
    return [...deps];
  }

  /** The grant that a record is made under: that of its village, else one for the whole commune. */
  private grantFor(draft: api.Draft): string | null {
    const grants = this.chest?.vault.grants ?? [];
    const { rows } = this.model;
    const said = draft.payload as Partial<Record<'village' | 'person' | 'session' | 'household' | 'pair', string | null>>;
    const village =
      said.village ??
      rows.session.get(draft.entity ?? '')?.village ??
      rows.session.get(said.session ?? '')?.village ??
      rows.household.get(said.household ?? '')?.village ??
      rows.pair.get(said.pair ?? '')?.village ??
      views.personRow(this.model, said.person ?? draft.entity ?? '')?.row.village;
    const own = grants.find((grant) => grant.village !== null && grant.village === village);
    return (own ?? grants.find((grant) => grant.village === null) ?? grants[0])?.id ?? null;
  }

  async mark(session: string, person: string, said: Said, how: Payloads['attendance.mark']['how'], card: string | null = null): Promise<api.MarkResult> {
    const key = `${session}/${person}`;
    // The camera sees the same card many times a second: the first look is the mark.
    const before = this.marking.get(key);
    if (before) {
      const first = await before;
      return first.code === 'saved' || first.code === 'already' ? this.mark(session, person, said, how, card) : first;
    }
    const work = this.markOnce(session, person, said, how, card).finally(() => this.marking.delete(key));
    this.marking.set(key, work);
    return work;
  }

  private async markOnce(session: string, person: string, said: Said, how: Payloads['attendance.mark']['how'], card: string | null): Promise<api.MarkResult> {
    const standing = views.marks(this.model, session).get(person);
    const view = this.person(person);
    if (standing && !views.outdoes(said, standing.said)) return { code: 'already', at: standing.at, by: standing.by, said: standing.said, person: view };
    const saved = await this.record({ type: 'attendance.mark', entity: session, payload: { person, said, how, card } });
    return saved.code === 'saved' ? { code: 'saved', opId: saved.opId, at: saved.at, person: view } : saved;
  }

  unmark(session: string, person: string, reason: string): Promise<api.SaveResult> {
    return this.record({ type: 'attendance.unmark', entity: session, payload: { person, reason } });
  }

  undo(opId: string, reason: string): Promise<api.SaveResult> {
    const own = this.model.own.get(opId);
    if (!own) return Promise.resolve({ code: 'sealed' });
    if (own.op.type === 'attendance.mark') {
      const { person } = own.op.payload as Payloads['attendance.mark'];
      return this.unmark(own.op.entity_id, person, reason);
    }
    return this.record({ type: 'record.undo', entity: own.op.entity_id, payload: { reason } });
  }

  async correct<T extends OpType>(opId: string, draft: api.Draft<T>): Promise<api.SaveResult> {
    const saved = await this.record(draft);
    if (saved.code !== 'saved') return saved;
    await this.chest?.annotate(opId, (own) => {
      own.correctedBy = saved.opId;
      own.dismissed = true;
    });
    this.tell('status', 'rows', 'outbox');
    return saved;
  }

  async dismiss(opId: string): Promise<void> {
    await this.chest?.annotate(opId, (own) => {
      own.dismissed = true;
    });
    this.tell('status', 'outbox');
  }

  async retry(opId: string): Promise<void> {
    await this.chest?.annotate(opId, (own) => {
      if (own.state === 'set_aside') own.state = 'pending';
    });
    this.tell('status', 'outbox');
    await this.kick(true);
  }

  preparePhoto(picture: Blob | HTMLCanvasElement): Promise<api.PhotoResult> {
    return preparePhoto(picture, this.chest?.vault.limits.blob ?? 2 * 1024 * 1024);
  }

  newId(): string {
    return newId(this.now());
  }

  now(): number {
    return this.chest?.clock.now() ?? this.env.wall();
  }

  wall(): number {
    return this.env.wall();
  }

  // ---------------------------------------------------------------- cards

  async scan(text: string): Promise<api.ScanResult> {
    const vault = this.chest?.vault;
    if (!vault) return { code: 'not_a_card' };
    const read = await readCard(text, vault.keys, vault.commune.id);
    if (read === 'elsewhere') return { code: 'other_commune' };
    if (typeof read === 'string') return { code: read };
    const person = this.person(read.person);
    const known = this.model.rows.card.get(read.nonce);
    if (this.lost(read.nonce) || (known && known.revoked !== null)) return { code: 'revoked', person };
    if (known && person) return { code: 'ok', person, card: read.nonce };
    return { code: 'new', personId: read.person, person, card: read.nonce };
  }

  private lost(nonce: string): boolean {
    return this.model.overlay(nonce).some((own) => own.op.type === 'card.lost');
  }

  typeCode(typed: string): api.ScanResult {
    const code = typedCode(typed);
    if (code === null) return { code: 'mistyped' };
    const card = this.model.grouped('card', 'code').get(code)?.[0];
    if (!card) return { code: 'no_such_code' };
    const person = this.person(card.person);
    if (card.revoked !== null || this.lost(card.id)) return { code: 'revoked', person };
    return person ? { code: 'ok', person, card: card.id } : { code: 'new', personId: card.person, person, card: card.id };
  }

  // ---------------------------------------------------------------- the outbox as a file

  async exportFile(opIds?: readonly string[]): Promise<{ name: string; blob: Blob }> {
    const { chest } = this;
    const told = [...this.model.own.values()].filter((own) => (opIds ? opIds.includes(own.op.op_id) : this.belongsInFile(own)));
    // Records of an older enrolment first, each enrolment in its own order.
    told.sort((a, b) => (a.kept?.serverAt ?? Infinity) - (b.kept?.serverAt ?? Infinity) || a.op.seq - b.op.seq);
    const wanted = new Set(told.flatMap((own) => own.op.blobs));
    const blobs: Record<string, string> = {};
    const pictures = chest ? (await chest.blobs()).sort((a, b) => Number(a.uploadedAt > 0) - Number(b.uploadedAt > 0)) : [];
    let room = FILE_ROOM;
    for (const kept of pictures) {
      room -= kept.size;
      // Pictures that the server was given once come along while there is room.
      const again = (opIds !== undefined || !chest!.live) && wanted.has(kept.hash) && room > 0;
      const needed = again || (opIds === undefined && kept.uploadedAt === 0);
      if (needed) blobs[kept.hash] = base64(await chest!.blobBytes(kept));
    }
    const vault = chest?.vault;
    const file: OutboxFile = {
      hocvuso: 'outbox',
      version: 1,
      device_id: vault?.device ?? '',
      account: vault?.account.id ?? '',
      commune: vault?.commune.id ?? '',
      store_epoch: vault?.epoch ?? null,
      saved_at: this.now(),
      ops: told.map((own) => own.op),
      blobs,
    };
    const who = views.fileName(vault?.account.name ?? '');
    const name = `${who}-${views.dayOf(this.now())}.hocvuso-outbox.json`;
    return { name, blob: new Blob([JSON.stringify(file)], { type: 'application/json' }) };
  }

  private belongsInFile(own: Own): boolean {
    if (own.kept === null) return true;
    // What its owner put away, or did anew, is not brought up again.
    return this.chest?.live === false && !own.dismissed && own.correctedBy === null;
  }

  // ---------------------------------------------------------------- the rest

  setLang(lang: 'vi' | 'en'): void {
    this.env.lang.write(lang);
    this.tell('status');
  }

  async askPersist(): Promise<boolean> {
    const persisted = await this.env.persist();
    this.storage = { ...this.storage, persisted };
    await this.measureStorage();
    return persisted;
  }

  async applyUpdate(): Promise<void> {
    await this.running;
    await this.shell.applyUpdate();
  }

  install(): Promise<boolean> {
    return this.shell.install();
  }

  /** For tests: the round that runs, if any. */
  settled(): Promise<void> {
    return this.running ?? Promise.resolve();
  }
}
