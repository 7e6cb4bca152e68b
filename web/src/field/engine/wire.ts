// The messages of docs/sync.md, word for word as they travel. Instants are UTC milliseconds, days `YYYY-MM-DD`,
// ids UUIDv7 in small letters.

/** The codes that the app writes, each list word for word as the server knows it. */
export const CODES = {
  said: ['present', 'late', 'absent'],
  markedHow: ['card', 'code', 'name'],
  component: ['knowledge', 'skill', 'device', 'service', 'safety'],
  outcome: ['unaided', 'helped', 'not_yet'],
  topic: ['vneid', 'dvctt', 'payment', 'health', 'safety', 'device', 'other'],
  contactHow: ['visit', 'class', 'phone', 'message'],
  sex: ['male', 'female'],
  signed: ['screen', 'paper'],
  /** Why somebody is left out of those who could have a digital identity. */
  excluded: ['under_age', 'away', 'unable', 'declined', 'other'],
  photo: ['sheet', 'class'],
  personField: ['name', 'birth_year', 'sex', 'phone', 'hamlet', 'smartphone'],
} as const;
type Code<K extends keyof typeof CODES> = (typeof CODES)[K][number];

export type Said = Code<'said'>;
export type MarkedHow = Code<'markedHow'>;
export type Component = Code<'component'>;
export type Outcome = Code<'outcome'>;
export type Topic = Code<'topic'>;
export type ContactHow = Code<'contactHow'>;
export type Sex = Code<'sex'>;
export type Signed = Code<'signed'>;
export type Excluded = Code<'excluded'>;

export interface Consent {
  purpose: string;
  given: boolean;
  how: Signed;
  /** The name of the guardian who agrees for a child, or null. */
  guardian: string | null;
  /** The picture of the signature or of the sheet: SHA-256 in hex, or null. */
  blob: string | null;
}

/** What each type of operation says. The bold id of the document is the operation's `entity_id`, not part of the payload. */
export interface Payloads {
  'attendance.mark': { person: string; said: Said; how: MarkedHow; card: string | null };
  'attendance.unmark': { person: string; reason: string };
  'person.add': {
    village: string;
    name: string;
    birth_year: number | null;
    sex: Sex | null;
    phone: string | null;
    hamlet: string | null;
    household: string | null;
    consents: Consent[];
  };
  'person.edit': {
    field: Code<'personField'>;
    before: string | number | boolean | null;
    after: string | number | boolean | null;
  };
  'skill.check': { person: string; component: Component; tasks: number[]; result: Outcome; place: string | null; note: string };
  'help.log': {
    person: string | null;
    village: string;
    topic: Topic;
    result: Outcome;
    minutes: number | null;
    place: string | null;
    note: string;
    request: string | null;
  };
  'mentor.contact': { pair: string; how: ContactHow; topic: Topic; result: Outcome; note: string };
  'household.visit': { household: string; met: boolean; told: Topic[]; note: string };
  'household.commit': { household: string; lead: string | null; how: Signed; blob: string | null };
  'stall.survey': {
    stall: string;
    market: string;
    name: string;
    goods: string;
    village: string | null;
    takes_qr: boolean | null;
    takes_pos: boolean | null;
    wants_training: boolean | null;
    note: string;
  };
  'identity.check': {
    person: string;
    installed: boolean | null;
    activated: boolean | null;
    level2: boolean | null;
    used: boolean | null;
    bank_account: boolean | null;
    excluded: Excluded | null;
  };
  /** `began_at` and `ended_at` are by the phone's own clock, as `captured_at` is: the server puts all three right alike. */
  'shift.log': { village: string; place: string; began_at: number; ended_at: number; note: string };
  'request.close': { result: Outcome; note: string };
  'photo.attach': { session: string; what: Code<'photo'>; note: string };
  'card.lost': Record<string, never>;
  'record.undo': { reason: string };
}
export type OpType = keyof Payloads;

/** An operation as it is pushed and as it is kept, unknown types and schemas included. */
export interface Op {
  op_id: string;
  device_id: string;
  seq: number;
  type: string;
  schema: number;
  actor: string;
  grant_id: string | null;
  entity_id: string;
  base_version: number | null;
  deps: string[];
  payload: unknown;
  blobs: string[];
  captured_at: number;
  mono_since_contact: number | null;
  offset_est: number;
  last_contact: number;
}

export type VerdictStatus = 'applied' | 'duplicate' | 'deferred' | 'quarantined' | 'rejected';

export interface Verdict {
  op_id: string | null;
  index?: number;
  status: VerdictStatus;
  code: string;
  message: string;
  entity_version: number | null;
  effective_at: number | null;
}

export interface PushBody {
  protocol: 1;
  device_id: string;
  store_epoch: string | null;
  app: string;
  lang: string;
  pending: number;
  ops: Op[];
}

export interface PushAnswer {
  verdicts: Verdict[];
  store_epoch: string;
  server_time: number;
  high_water: number;
  durable_through: number;
  min_schema: Record<string, number>;
}

export interface Account {
  id: string;
  name: string;
  role: string;
}
export interface Grant {
  id: string;
  role: string;
  /** Null when the grant reaches the whole commune. */
  village: string | null;
}
export interface Limits {
  ops: number;
  bytes: number;
  blob: number;
}
export interface SyncSettings {
  /** Days after which a roster that was not refreshed is wiped. */
  roster_days: number;
  /** Days without any contact after which rosters are wiped. */
  away_days: number;
  /** The fewest digits of a PIN. */
  pin_digits: number;
}
export interface Key {
  kid: number;
  /** base64url, 32 bytes. */
  public: string;
}

export interface EnrolAnswer {
  device_id: string;
  secret: string;
  store_epoch: string;
  server_time: number;
  high_water: number;
  account: Account;
  commune: { id: string; name: string };
  grants: Grant[];
  rights: string[];
  limits: Limits;
  settings: SyncSettings;
}

export interface VillageData {
  name: string;
}
export interface HouseholdData {
  head: string | null;
  hamlet: string | null;
  lead: string | null;
  committed: string | null;
  visited: string | null;
}
export interface PersonData {
  name: string;
  birth_year: number | null;
  hamlet: string | null;
  household: string | null;
  /** The last three digits. */
  phone: string | null;
  smartphone: boolean | null;
  version: number;
  skills: Partial<Record<Component, string>>;
}
export interface CardData {
  id: string;
  person: string;
  code: string;
  revoked: number | null;
}
export interface SessionData {
  series: string;
  title: string;
  day: string;
  start_minute: number;
  end_minute: number;
  venue: string | null;
  state: string;
  capacity: number | null;
}
/** Somebody who lives where this phone is told nobody, by what a roll needs. */
export interface Guest {
  name: string;
  year: number | null;
}
export interface EnrolmentData {
  series: string;
  person: string;
  /** Who it is, when the phone is told no row of the person. */
  who?: Guest;
}
export interface MarkData {
  session: string;
  person: string;
  said: Said;
  at: number;
  by: string;
  who?: Guest;
}
export interface PairData {
  mentor: string;
  person: string;
  since: string | null;
  plan: string | null;
  last_contact: string | null;
}
export interface RequestData {
  person: string | null;
  who: string;
  topic: Topic;
  note: string;
  asked_at: number;
}
export interface QuotaData {
  period: string;
  people: number;
  sessions: number;
  difficulties: number;
  people_done: number;
  sessions_done: number;
  difficulties_done: number;
}

/** The columns of each kind of row that a phone is told. */
export interface Kinds {
  village: VillageData;
  household: HouseholdData;
  person: PersonData;
  card: CardData;
  session: SessionData;
  enrolment: EnrolmentData;
  mark: MarkData;
  pair: PairData;
  request: RequestData;
  quota: QuotaData;
}
export type Kind = keyof Kinds;

/** A row as the phone keeps it. */
export type Row<K extends Kind> = Kinds[K] & { id: string; village: string };

export interface Change {
  kind: string;
  id: string;
  village: string | null;
  data?: unknown;
  gone?: boolean;
}

export interface PullAnswer {
  store_epoch: string;
  server_time: number;
  cursor: string;
  more: boolean;
  reset: boolean;
  purge: string[];
  changes: Change[];
  account: Account;
  grants: Grant[];
  rights: string[];
  keys: Key[];
  settings: SyncSettings;
}

export interface Problem {
  code: string;
  message: string;
}

/** `GET /thuc-dia/toi`: who is signed in by cookie, for enrolment. */
export interface Me {
  lang: 'vi' | 'en';
  /** The form token that enrolment must carry. */
  form: string;
  commune: string | null;
  /** Null when nobody is signed in, or a new password must be chosen first. */
  account: { id: string; name: string } | null;
  must_change: boolean;
  /** 64 hex digits that open this account's box on a phone whose PIN was forgotten; told to its owner alone. */
  recovery: string | null;
}

/** The saved outbox (`.hocvuso-outbox.json`). */
export interface OutboxFile {
  hocvuso: 'outbox';
  version: 1;
  device_id: string;
  account: string;
  commune: string;
  store_epoch: string | null;
  saved_at: number;
  ops: Op[];
  blobs: Record<string, string>;
}
