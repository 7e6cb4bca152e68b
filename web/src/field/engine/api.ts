// Everything that the screens may ask of the engine. Screens hold no state of their own that outlives a page:
// they draw what `status()` and the lists say, and draw again when `subscribe` tells them what changed.
//
// Rules for screens:
// - Say “Đã lưu trên máy” only after the promise of `record`, `mark` or `unmark` has resolved: then it is on the disk.
// - Nothing here throws for what may happen in a village hall. Faults come back as values with a `code`;
//   every code below is one key of the screens' words.

import type { Component, MarkedHow, Me, OpType, Payloads, Row, Said, VerdictStatus } from './wire';

export type * from './wire';

// ---------------------------------------------------------------- the way in

/** A person's box on this phone. Its name is all that can be seen of it before the PIN. */
export interface Resident {
  /** The account's id. */
  account: string;
  name: string;
  commune: string;
  /** What has not been answered for by the server yet; counted without opening the box. */
  pending: number;
  /**
   * `live`: opens with the PIN. `sealed`: signed out, revoked, unknown to the server or copied. What was recorded
   * is still inside; its rosters are gone. It opens with the PIN to look at and to save as a file;
   * only enrolling again sends it.
   */
  state: 'live' | 'sealed';
  /** Why it is sealed: `signed_out` | `revoked` | `unknown` | `cloned`, else null. */
  why: 'signed_out' | 'revoked' | 'unknown' | 'cloned' | null;
  /** No PIN is tried before this instant; 0 when one may be tried now. */
  retryAt: number;
  /** Wrong PINs left before the rosters are wiped. */
  triesLeft: number;
}

/** Why this phone or browser can't carry the app. */
export type Unfit =
  /** Inside Zalo's, Facebook's … own browser: say “mở bằng Chrome”. `app` names it. */
  | { code: 'in_app'; app: string }
  /** No storage: a private window, or storage switched off. */
  | { code: 'no_storage' }
  /** The browser is too old, or the address is not https. */
  | { code: 'too_old' }
  /** Another tab holds an older version of the store: close the other tabs. Goes away by itself. */
  | { code: 'blocked' };

export type Stage =
  | { at: 'starting' }
  | { at: 'unfit'; why: Unfit }
  /** Nobody has set the app up here: show enrolment. */
  | { at: 'new' }
  /** Choose who, type the PIN. */
  | { at: 'locked'; residents: Resident[] }
  | { at: 'open'; me: OpenBox };

/** Who works, and what they may. */
export interface OpenBox {
  account: string;
  name: string;
  role: string;
  commune: string;
  rights: string[];
  /** Villages in reach, by name. */
  villages: { id: string; name: string }[];
  /** False in a sealed box: nothing new can be recorded, rosters are gone; look, save as a file, enrol again. */
  live: boolean;
  why: Resident['why'];
}

/** What asking the server who is signed in came to. `signed_out`: go to `signInHref`. */
export type Asked =
  | { code: 'ok'; me: Me; /** This phone knows the person already: enrolling opens the old box again, nothing is lost. */ known: boolean }
  | { code: 'signed_out' | 'must_change'; me: Me }
  | { code: 'offline' };

export type EnrolResult =
  | { code: 'ok' }
  /** `pin_short`, `pin_easy` (1234, 0000 …), `pin_digits` (not digits) */
  | { code: 'pin_short' | 'pin_easy' | 'pin_digits' }
  | { code: 'offline' | 'signed_out' | 'must_change' | 'storage_full' }
  /** The server said no; `message` is in words. */
  | { code: 'refused'; message: string };

export type UnlockResult =
  | { code: 'ok' }
  | { code: 'wrong'; retryAt: number; triesLeft: number }
  /** Too early; no PIN was tried. */
  | { code: 'wait'; retryAt: number }
  /** That was the last one: the rosters are gone, the outbox is kept. */
  | { code: 'wiped'; retryAt: number };

export type RecoverResult = { code: 'ok' } | { code: 'offline' | 'signed_out' | 'other_person' | 'impossible' | 'pin_short' | 'pin_easy' | 'pin_digits' };

export type SignOutResult =
  | { code: 'ok' }
  /** `pending` operations wait: offer to send first (`syncNow`), to save a file (`exportFile`), or to seal. */
  | { code: 'pending'; pending: number };

// ---------------------------------------------------------------- status

/** What stands on the screen at all times. A new object whenever anything in it changes. */
export interface Status {
  stage: Stage;
  lang: 'vi' | 'en';
  online: boolean;
  /** A push or pull is under way. */
  busy: boolean;
  counts: Counts;
  /** The server's time of its last answer; 0 when there was none. */
  lastContact: number;
  /** When the rosters were last fresh; 0 when never. */
  lastPull: number;
  /** When the next try is due after one that failed; 0 when none waits. */
  retryAt: number;
  /** What went wrong at the last try: `offline`, `server`, `busy`, `protocol`, `origin`, … else null. */
  fault: SyncFault | null;
  /** `none`: not fetched yet, or wiped with the box; `old`: wiped because of age or absence. Connect to get them. */
  rosters: 'fresh' | 'none' | 'old';
  /** The phone's clock differs from the server's by more than 5 minutes: milliseconds to add, else 0. */
  clockOff: number;
  storage: StorageHealth;
  /** What the rosters on this phone hold, growing while the first pull runs. */
  held: { people: number; sessions: number; cards: number };
  notices: Notice[];
  /** A new version is ready; `applyUpdate` takes it. It waits by itself while something is being sent. */
  updateReady: boolean;
  /** The browser offers to put the app on the home screen: call `install` from a press. */
  canInstall: boolean;
  installed: boolean;
  /** The newest records must not be made any more: this app is too old for these types (`min_schema`). */
  stale: string[];
}

export interface Counts {
  /** Only on this phone. */
  pending: number;
  /** Being sent now. */
  inFlight: number;
  /** With the server, which waits for something else. */
  deferred: number;
  /** Could not be sent; does not hold up the others. Save as a file. */
  setAside: number;
  /** With an officer. */
  quarantined: number;
  /** Refused, and not yet looked at (`dismiss`). */
  rejected: number;
  /** Accepted, as far as the journal goes back. */
  accepted: number;
  /** Pictures not yet uploaded. */
  photos: number;
}

export type SyncFault =
  | 'offline'
  | 'server'
  | 'busy'
  | 'protocol'
  | 'origin'
  | 'revoked'
  | 'unknown'
  | 'cloned'
  | 'storage_full';

export interface StorageHealth {
  /** Whether the browser promised not to evict. Null: not asked yet. */
  persisted: boolean | null;
  /** Bytes, null when the browser does not tell. */
  used: number | null;
  quota: number | null;
  /** Writing failed for want of room: what was answered “saved” is there, the last press is not. */
  full: boolean;
  /** Storage was lost since the last contact (`high_water`): how many records; else 0. */
  lost: number;
}

/** Something to say once; `dismissNotice` takes it away. */
export interface Notice {
  id: string;
  code:
    /** The browser threw the store away: `n` records that the server had not kept may be lost. */
    | 'storage_evicted'
    | 'storage_full'
    /** Villages left the person's reach; their rosters are gone. `names`. */
    | 'purged'
    /** The server was restored from a backup: `n` records are sent again. */
    | 'server_restored'
    /** The phone was set up anew after a copy of it showed up. */
    | 'cloned'
    | 'revoked'
    | 'rosters_expired'
    | 'rosters_wiped'
    /** `n` records were refused. */
    | 'rejected'
    | 'blocked';
  at: number;
  n?: number;
  names?: string[];
}

/** What changed: `status` any line of Status, `rows` rosters and what was recorded on top, `outbox` the lists of records. */
export type ChangeTopic = 'status' | 'rows' | 'outbox';

// ---------------------------------------------------------------- rosters

export interface SessionView {
  session: Row<'session'>;
  villageName: string;
  when: 'now' | 'today' | 'past' | 'coming';
  /** Whether attendance is taken now: only then marks count by themselves, others wait for an officer. */
  roll: 'open' | 'early' | 'late' | 'cancelled';
  /** From when until when it is, the end not included. */
  opens: number;
  closes: number;
  /** Who is on the list, walk-ins of this phone included. */
  seats: number;
  present: number;
  late: number;
  absent: number;
}

export interface Seat {
  person: PersonView;
  said: Said | null;
  /** When it was marked; on this phone by its own clock put right as far as is known. */
  at: number | null;
  /** Who marked; null for this person. */
  by: string | null;
  /** The mark stands only on this phone yet. */
  onPhone: boolean;
  /** The mark waits for an officer, or will: it was made outside the time in which marks are taken. */
  held: boolean;
  /** The operation of a mark made on this phone, for `unmark`. */
  opId: string | null;
  /** Not on the list of the class, came anyway. */
  walkIn: boolean;
}

export interface PersonView {
  person: Row<'person'>;
  villageName: string;
  /** Added on this phone and not accepted yet. */
  onPhone: boolean;
  /** The code on the valid card, or null. */
  code: string | null;
  /** The nonce of the valid card, the entity of `card.lost`, or null. */
  card: string | null;
  /** Components shown on this phone beyond what the server told: not accepted yet. */
  skillsOnPhone: Component[];
}

export interface PairView {
  pair: Row<'pair'>;
  person: PersonView | null;
  /** The last contact, own records included: day. */
  lastContact: string | null;
  /** Contacts recorded here and not accepted yet. */
  onPhone: number;
}

export interface RequestView {
  request: Row<'request'>;
  person: PersonView | null;
  villageName: string;
  /** Closed on this phone, not accepted yet. */
  closedHere: boolean;
}

export interface QuotaView {
  quota: Row<'quota'>;
  /** What stands on this phone only and may count on top. */
  peopleHere: number;
  difficultiesHere: number;
}

export interface HouseholdView {
  household: Row<'household'>;
  villageName: string;
  members: PersonView[];
  /** Visited or committed on this phone, not accepted yet. */
  visitedHere: boolean;
  committedHere: boolean;
}

// ---------------------------------------------------------------- recording

/** What is to be recorded. `entity` is made when left out (new help, visit, person …). */
export interface Draft<T extends OpType = OpType> {
  type: T;
  payload: Payloads[T];
  /** The bold id of docs/sync.md: the session of a mark, the person of an edit, the record of an undo … */
  entity?: string;
  baseVersion?: number | null;
  /** Operations that must land first, such as the `person.add` of a walk-in; the engine adds those it sees itself. */
  deps?: string[];
  /** Pictures made by `preparePhoto`, written in the same transaction. */
  photos?: Photo[];
}

export type SaveResult =
  | { code: 'saved'; opId: string; entity: string; at: number }
  /** Nothing was written. `storage_full`: say it and offer `syncNow`. */
  | { code: 'storage_full' | 'storage_broken' | 'sealed' | 'stale' };

export type MarkResult =
  | { code: 'saved'; opId: string; at: number; person: PersonView | null }
  /** “đã điểm danh lúc hh:mm”: nothing was written. */
  | { code: 'already'; at: number; by: string | null; said: Said; person: PersonView | null }
  | { code: 'storage_full' | 'storage_broken' | 'sealed' | 'stale' };

export interface Photo {
  /** SHA-256 in hex. */
  hash: string;
  type: 'image/jpeg';
  width: number;
  height: number;
  bytes: Uint8Array;
}
export type PhotoResult = { code: 'ok'; photo: Photo } | { code: 'not_a_picture' | 'too_large' };

/** What a scanned or typed card is. Only `ok` and `new` may be marked with `how: 'card'|'code'` and the `card` nonce. */
export type ScanResult =
  | { code: 'ok'; person: PersonView; card: string }
  /** A right signature with a card that this phone has not heard of: it counts, the server decides. Name unknown unless `person`. */
  | { code: 'new'; personId: string; person: PersonView | null; card: string }
  | { code: 'revoked'; person: PersonView | null }
  /** A good card of a person who is not in this phone's villages: counts as `new` does. */
  | { code: 'other_commune' }
  | { code: 'forged' | 'not_a_card' | 'unknown_key' | 'newer' }
  /** Typed codes: the check character is wrong / no such card here. */
  | { code: 'mistyped' | 'no_such_code' };

// ---------------------------------------------------------------- the outbox

export type ItemState = 'pending' | 'in_flight' | 'deferred' | 'set_aside' | Exclude<VerdictStatus, 'deferred'>;

export interface Item {
  opId: string;
  seq: number;
  type: string;
  entity: string;
  payload: unknown;
  blobs: string[];
  state: ItemState;
  /** The verdict's code, or why it was set aside (`too_large`, `malformed`); else null. */
  code: string | null;
  /** The server's words; empty while there are none. */
  message: string;
  capturedAt: number;
  /** When the verdict came, else null. */
  answeredAt: number | null;
  /** Looked at and put away by the person. */
  dismissed: boolean;
  /** The record that was made in its place, else null. */
  correctedBy: string | null;
  /** Whom it is about, as far as this phone knows: a name, else null. */
  who: string | null;
}

export interface ItemQuery {
  states?: ItemState[];
  /** Newest first; at most this many, 50 unless told. */
  limit?: number;
  offset?: number;
  dismissed?: boolean;
}

// ---------------------------------------------------------------- the engine

export interface Field {
  status(): Status;
  /** Calls back after each change with what changed; the answer ends it. */
  subscribe(listener: (changed: ReadonlySet<ChangeTopic>) => void): () => void;

  // the way in
  /** `/dang-nhap?ve=/thuc-dia`: a link for the sign-in page, which leads back. */
  readonly signInHref: string;
  /** Where a first password is changed. */
  readonly passwordHref: string;
  askWho(): Promise<Asked>;
  /** Signs the browser out, so that somebody else can sign in at `signInHref`; boxes stay as they are. False: not done. */
  leaveAccount(): Promise<boolean>;
  /**
   * Sets this phone up for whoever is signed in by cookie and opens the box; the rosters follow (`status().held` grows).
   * `pin` is digits; `name` is what officers will call the phone, such as “Máy của Lan”.
   */
  enrol(pin: string, name: string): Promise<EnrolResult>;
  unlock(account: string, pin: string): Promise<UnlockResult>;
  /** A forgotten PIN: the same person, signed in by cookie, sets a new one; nothing is lost. */
  recover(account: string, newPin: string): Promise<RecoverResult>;
  changePin(oldPin: string, newPin: string): Promise<UnlockResult | { code: 'pin_short' | 'pin_easy' | 'pin_digits' }>;
  /** Closes the box; the PIN opens it again. Also by itself after 10 minutes unused. */
  lock(): void;
  /** Wipes the rosters and ends the enrolment. With records waiting: refuses, unless `seal`. */
  signOut(seal: boolean): Promise<SignOutResult>;

  // rosters; empty lists while the box is shut
  /** From 7 days ago to 14 days ahead, by start. */
  sessions(): SessionView[];
  /** Today's, the one that runs now first. */
  today(): SessionView[];
  session(id: string): SessionView | null;
  /** By given name, Vietnamese order. */
  seats(session: string): Seat[];
  /** Everybody in reach whose name, year, hamlet or code matches, with or without marks; best first. */
  findPersons(text: string, limit?: number): PersonView[];
  person(id: string): PersonView | null;
  myFive(): PairView[];
  /** Open ones first, oldest first. */
  requests(): RequestView[];
  /** One for each grant that has one, the newest period first. */
  quota(): QuotaView[];
  households(text?: string, limit?: number): HouseholdView[];
  household(id: string): HouseholdView | null;
  /** What was recorded about a person here, newest first. */
  about(person: string): Item[];

  // recording
  record<T extends OpType>(draft: Draft<T>): Promise<SaveResult>;
  /** Marks, unless the person is marked already; being here is written after being absent. */
  mark(session: string, person: string, said: Said, how: MarkedHow, card?: string | null): Promise<MarkResult>;
  unmark(session: string, person: string, reason: string): Promise<SaveResult>;
  /** Takes back one of this phone's own records (`record.undo`, or `attendance.unmark` for a mark). */
  undo(opId: string, reason: string): Promise<SaveResult>;
  /** Records anew what was refused; the old one is shown as corrected. */
  correct<T extends OpType>(opId: string, draft: Draft<T>): Promise<SaveResult>;
  /** Shrinks to 1600 px and encodes anew as JPEG: no EXIF. Takes a file, or a canvas with a signature. */
  preparePhoto(picture: Blob | HTMLCanvasElement): Promise<PhotoResult>;
  newId(): string;
  /** The phone's clock put right by the last contact. */
  now(): number;
  /** The phone's own clock, right or wrong: for instants inside a payload, which the server puts right with `captured_at`. */
  wall(): number;

  // cards
  /** The text of a QR code. */
  scan(text: string): Promise<ScanResult>;
  /** A typed short code; small letters, spaces and dashes are fine. */
  typeCode(code: string): ScanResult;

  // outbox
  items(query?: ItemQuery): Item[];
  dismiss(opId: string): Promise<void>;
  /** Tries a record that was set aside once more. */
  retry(opId: string): Promise<void>;
  /**
   * A file that an officer can load (`.hocvuso-outbox.json`): the records of `opIds`, else everything that waits. Out of a sealed
   * box also what was answered for: the server may have forgotten it, and this phone sends nothing by itself any more.
   */
  exportFile(opIds?: readonly string[]): Promise<{ name: string; blob: Blob }>;
  /** Pushes and pulls now; resolves when done or failed, see `status().fault`. */
  syncNow(): Promise<void>;

  // the rest
  setLang(lang: 'vi' | 'en'): void;
  dismissNotice(id: string): void;
  /** Asks the browser not to evict; call after the first record or from a press. */
  askPersist(): Promise<boolean>;
  applyUpdate(): Promise<void>;
  install(): Promise<boolean>;
}
