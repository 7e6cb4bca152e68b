// A stand-in for building screens: everything in memory, no server, no encryption. Nothing outlives the page.
// PIN 2580 opens; any other is wrong. Records are “accepted” 3 s later while the browser is online;
// a note that holds the word “từ chối” is refused, “để xem” goes to an officer.

import type {
  Asked,
  ChangeTopic,
  Draft,
  EnrolResult,
  Field,
  Item,
  ItemQuery,
  MarkResult,
  OpenBox,
  PhotoResult,
  RecoverResult,
  Resident,
  SaveResult,
  ScanResult,
  SignOutResult,
  Stage,
  Status,
  Unfit,
  UnlockResult,
} from './api';
import { ACCOUNT, COMMUNE, RIGHTS, fixedId, fixturePull } from './fixture';
import { Model, waits } from './model';
import * as views from './views';
import type { Me, Op, OpType, Payloads, Said } from './wire';

const NAME = 'Nguyễn Thị Lan';
const OTHER = fixedId(1, 2);

export interface Knobs {
  stage?: 'locked' | 'new' | 'open' | 'unfit';
  unfit?: Unfit;
  sealed?: NonNullable<Resident['why']>;
  /** Who is signed in when it is not the person of the box. */
  signedIn?: 'nobody' | 'other' | 'first-password';
  /** A second box on the phone. */
  two?: boolean;
  /** Lines of the status to put in place of the real ones. */
  status?: Partial<Status>;
}

class Fake implements Field {
  readonly signInHref = '/dang-nhap?ve=/thuc-dia';
  readonly passwordHref = '/quan-ly/toi/mat-khau';
  private model = new Model();
  private stage: Stage = { at: 'starting' };
  private listeners = new Set<(changed: ReadonlySet<ChangeTopic>) => void>();
  private cached: Status | null = null;
  private seq = 0;
  private known = true;
  private triesLeft = 10;
  private lang: 'vi' | 'en' = 'vi';
  private lastPull = 0;
  private seen: Set<string> = new Set();

  constructor(private readonly knobs: Knobs) {
    for (const change of fixturePull(Date.now()).changes) this.model.apply(change);
    setTimeout(() => this.go(this.first()), 0);
    addEventListener('online', () => this.tell('status'));
    addEventListener('offline', () => this.tell('status'));
    setInterval(() => this.answer(), 3000);
  }

  private first(): Stage {
    const { stage = 'locked', unfit } = this.knobs;
    if (stage === 'unfit') return { at: 'unfit', why: unfit ?? { code: 'in_app', app: 'Zalo' } };
    this.known = stage !== 'new';
    if (stage === 'new') return { at: 'new' };
    return stage === 'open' ? { at: 'open', me: this.box() } : this.shut();
  }

  private shut(): Stage {
    const other: Resident = { account: OTHER, name: 'Trần Văn Minh', commune: 'Xã Thạch Thất', pending: 0, state: 'live', why: null, retryAt: 0, triesLeft: 10 };
    return { at: 'locked', residents: this.knobs.two === true ? [this.resident(), other] : [this.resident()] };
  }

  private resident(): Resident {
    const pending = [...this.model.own.values()].filter(waits).length;
    const why = this.knobs.sealed ?? null;
    return { account: ACCOUNT, name: NAME, commune: 'Xã Thạch Thất', pending, state: why ? 'sealed' : 'live', why, retryAt: 0, triesLeft: this.triesLeft };
  }

  private go(stage: Stage): void {
    this.stage = stage;
    this.tell('status', 'rows', 'outbox');
  }

  private tell(...topics: ChangeTopic[]): void {
    this.cached = null;
    for (const listener of this.listeners) listener(new Set(topics));
  }

  private answer(): void {
    if (!navigator.onLine || this.stage.at !== 'open') return;
    const waiting = [...this.model.own.values()].filter((own) => own.state === 'pending');
    for (const own of waiting) {
      const text = JSON.stringify(own.op.payload);
      const state = text.includes('từ chối') ? 'rejected' : text.includes('để xem') ? 'quarantined' : 'applied';
      const [code, message] =
        state === 'rejected'
          ? ['not_found', 'Không tìm thấy người này trong thôn của bạn.']
          : state === 'quarantined'
            ? ['no_longer_allowed', 'Đang chờ cán bộ xem lại.']
            : ['ok', 'Đã ghi nhận'];
      this.model.put({ ...own, state, code, message, answeredAt: Date.now() });
    }
    if (waiting.length > 0) this.tell('status', 'rows', 'outbox');
  }

  status(): Status {
    if (this.cached) return this.cached;
    const own = [...this.model.own.values()];
    const count = (state: string): number => own.filter((one) => one.state === state && !one.dismissed).length;
    this.cached = {
      stage: this.stage,
      lang: this.lang,
      online: navigator.onLine,
      busy: false,
      counts: {
        pending: count('pending'),
        inFlight: 0,
        deferred: count('deferred'),
        setAside: count('set_aside'),
        quarantined: count('quarantined'),
        rejected: count('rejected'),
        accepted: count('applied') + count('duplicate'),
        photos: 0,
      },
      lastContact: this.lastPull,
      lastPull: this.lastPull,
      retryAt: 0,
      fault: navigator.onLine ? null : 'offline',
      rosters: 'fresh',
      clockOff: 0,
      held: { people: this.model.rows.person.size, sessions: this.model.rows.session.size, cards: this.model.rows.card.size },
      storage: { persisted: null, used: 1_200_000, quota: 600_000_000, full: false, lost: 0 },
      notices: [],
      updateReady: false,
      canInstall: false,
      installed: false,
      stale: [],
    };
    Object.assign(this.cached, this.knobs.status);
    return this.cached;
  }

  subscribe(listener: (changed: ReadonlySet<ChangeTopic>) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private box(): OpenBox {
    return {
      account: ACCOUNT,
      name: NAME,
      role: 'volunteer',
      commune: 'Xã Thạch Thất',
      rights: RIGHTS,
      villages: [...this.model.rows.village.values()].map(({ id, name }) => ({ id, name })),
      live: !this.knobs.sealed,
      why: this.knobs.sealed ?? null,
    };
  }

  askWho(): Promise<Asked> {
    if (!navigator.onLine) return Promise.resolve({ code: 'offline' });
    const me: Me = { lang: 'vi', form: 'x', commune: COMMUNE, account: { id: ACCOUNT, name: NAME }, must_change: false, recovery: null };
    const { signedIn } = this.knobs;
    if (signedIn === 'nobody') return Promise.resolve({ code: 'signed_out', me: { ...me, account: null } });
    if (signedIn === 'first-password') return Promise.resolve({ code: 'must_change', me: { ...me, account: null } });
    if (signedIn === 'other') return Promise.resolve({ code: 'ok', me: { ...me, account: { id: OTHER, name: 'Trần Văn Minh' } }, known: false });
    return Promise.resolve({ code: 'ok', me, known: this.known });
  }

  leaveAccount(): Promise<boolean> {
    return Promise.resolve(navigator.onLine);
  }

  enrol(pin: string): Promise<EnrolResult> {
    if (!/^\d*$/.test(pin)) return Promise.resolve({ code: 'pin_digits' });
    if (pin.length < 4) return Promise.resolve({ code: 'pin_short' });
    if (/^(\d)\1*$/.test(pin) || pin === '1234') return Promise.resolve({ code: 'pin_easy' });
    if (!navigator.onLine) return Promise.resolve({ code: 'offline' });
    this.known = true;
    this.lastPull = Date.now();
    this.go({ at: 'open', me: this.box() });
    return Promise.resolve({ code: 'ok' });
  }

  unlock(_account: string, pin: string): Promise<UnlockResult> {
    if (pin !== '2580') {
      this.triesLeft -= 1;
      return Promise.resolve({ code: 'wrong', retryAt: 0, triesLeft: this.triesLeft });
    }
    this.triesLeft = 10;
    this.lastPull = Date.now();
    this.go({ at: 'open', me: this.box() });
    return Promise.resolve({ code: 'ok' });
  }

  recover(_account: string, _pin: string): Promise<RecoverResult> {
    this.go({ at: 'open', me: this.box() });
    return Promise.resolve({ code: 'ok' });
  }

  changePin(oldPin: string): Promise<UnlockResult> {
    return Promise.resolve(oldPin === '2580' ? { code: 'ok' } : { code: 'wrong', retryAt: 0, triesLeft: 9 });
  }

  lock(): void {
    this.go(this.shut());
  }

  signOut(seal: boolean): Promise<SignOutResult> {
    const { pending } = this.resident();
    if (pending > 0 && !seal) return Promise.resolve({ code: 'pending', pending });
    this.known = false;
    this.go({ at: 'new' });
    return Promise.resolve({ code: 'ok' });
  }

  sessions = () => views.sessions(this.model, this.now());
  today = () => views.today(this.model, this.now());
  session = (id: string) => views.session(this.model, id, this.now());
  seats = (id: string) => views.seats(this.model, id);
  findPersons = (text: string, limit?: number) => views.findPersons(this.model, text, limit);
  person = (id: string) => views.person(this.model, id);
  myFive = () => views.myFive(this.model, ACCOUNT);
  requests = () => views.requests(this.model);
  quota = () => views.quota(this.model);
  households = (text?: string, limit?: number) => views.households(this.model, text, limit);
  household = (id: string) => views.household(this.model, id);
  about = (id: string) => views.about(this.model, id);
  items = (query?: ItemQuery): Item[] => views.items(this.model, query);

  async record<T extends OpType>(draft: Draft<T>): Promise<SaveResult> {
    await new Promise((done) => setTimeout(done, 40));
    const at = Date.now();
    const op: Op = {
      op_id: this.newId(),
      device_id: 'fake',
      seq: (this.seq += 1),
      type: draft.type,
      schema: 1,
      actor: ACCOUNT,
      grant_id: null,
      entity_id: draft.entity ?? this.newId(),
      base_version: draft.baseVersion ?? null,
      deps: draft.deps ?? [],
      payload: draft.payload,
      blobs: (draft.photos ?? []).map((photo) => photo.hash),
      captured_at: at,
      mono_since_contact: null,
      offset_est: 0,
      last_contact: 0,
    };
    this.model.put({ op, state: 'pending', code: null, message: '', answeredAt: null, dismissed: false, correctedBy: null, kept: null });
    this.tell('status', 'rows', 'outbox');
    return { code: 'saved', opId: op.op_id, entity: op.entity_id, at };
  }

  async mark(session: string, person: string, said: Said, how: Payloads['attendance.mark']['how'], card: string | null = null): Promise<MarkResult> {
    const before = views.marks(this.model, session).get(person);
    if (before && !views.outdoes(said, before.said)) return { code: 'already', at: before.at, by: before.by, said: before.said, person: this.person(person) };
    const saved = await this.record({ type: 'attendance.mark', entity: session, payload: { person, said, how, card } });
    return saved.code === 'saved' ? { code: 'saved', opId: saved.opId, at: saved.at, person: this.person(person) } : saved;
  }

  unmark(session: string, person: string, reason: string): Promise<SaveResult> {
    return this.record({ type: 'attendance.unmark', entity: session, payload: { person, reason } });
  }

  undo(opId: string, reason: string): Promise<SaveResult> {
    const own = this.model.own.get(opId);
    if (own?.op.type === 'attendance.mark') {
      return this.unmark(own.op.entity_id, (own.op.payload as Payloads['attendance.mark']).person, reason);
    }
    return this.record({ type: 'record.undo', entity: own?.op.entity_id ?? '', payload: { reason } });
  }

  async correct<T extends OpType>(opId: string, draft: Draft<T>): Promise<SaveResult> {
    const saved = await this.record(draft);
    const own = this.model.own.get(opId);
    if (own && saved.code === 'saved') this.model.put({ ...own, correctedBy: saved.opId, dismissed: true });
    this.tell('outbox');
    return saved;
  }

  async preparePhoto(picture: Blob | HTMLCanvasElement): Promise<PhotoResult> {
    const blob = picture instanceof Blob ? picture : await new Promise<Blob | null>((done) => picture.toBlob(done, 'image/jpeg', 0.8));
    if (!blob) return { code: 'not_a_picture' };
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return { code: 'ok', photo: { hash: this.newId(), type: 'image/jpeg', width: 0, height: 0, bytes } };
  }

  newId(): string {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  now(): number {
    return Date.now();
  }

  wall(): number {
    return Date.now();
  }

  /** Stands for signatures: `GIA:<n>` is the card of person n, `GIA:new`, `GIA:revoked`, `GIA:forged`. */
  scan(text: string): Promise<ScanResult> {
    const said = /^GIA:(.*)$/.exec(text)?.[1];
    if (said === undefined) return Promise.resolve({ code: 'not_a_card' });
    if (said === 'forged') return Promise.resolve({ code: 'forged' });
    if (said === 'new') return Promise.resolve({ code: 'new', personId: this.newId(), person: null, card: 'ffffffffffffffff' });
    const card = [...this.model.rows.card.values()][said === 'revoked' ? 13 : Number(said)];
    return Promise.resolve(card ? this.typeCode(card.code) : { code: 'not_a_card' });
  }

  typeCode(code: string): ScanResult {
    const plain = code.toUpperCase().replace(/[\s-]/g, '');
    const card = [...this.model.rows.card.values()].find((one) => one.code === plain);
    if (!card) return { code: plain.length === 8 ? 'no_such_code' : 'mistyped' };
    const person = this.person(card.person);
    if (card.revoked !== null || !person) return { code: 'revoked', person };
    return { code: 'ok', person, card: card.id };
  }

  dismiss(opId: string): Promise<void> {
    const own = this.model.own.get(opId);
    if (own) this.model.put({ ...own, dismissed: true });
    this.tell('outbox', 'status');
    return Promise.resolve();
  }

  retry(): Promise<void> {
    return Promise.resolve();
  }

  exportFile(opIds?: readonly string[]): Promise<{ name: string; blob: Blob }> {
    const ops = [...this.model.own.values()].filter((own) => opIds?.includes(own.op.op_id) ?? waits(own)).map((own) => own.op);
    return Promise.resolve({ name: 'thu.hocvuso-outbox.json', blob: new Blob([JSON.stringify({ ops })], { type: 'application/json' }) });
  }

  syncNow(): Promise<void> {
    this.answer();
    return Promise.resolve();
  }

  setLang(lang: 'vi' | 'en'): void {
    this.lang = lang;
    this.tell('status');
  }

  dismissNotice(id: string): void {
    this.seen.add(id);
  }

  askPersist(): Promise<boolean> {
    return Promise.resolve(true);
  }

  applyUpdate(): Promise<void> {
    location.reload();
    return Promise.resolve();
  }

  install(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

/** `knobs` brings about what is hard to meet by hand. */
export function openFake(knobs: Knobs = {}): Field {
  return new Fake(knobs);
}
