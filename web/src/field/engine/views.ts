// What screens draw, worked out from the rows and the person's own operations on top of them. Pure.

import { fold } from '../../fold';
import type { HouseholdView, Item, ItemQuery, PairView, PersonView, QuotaView, RequestView, Seat, SessionView } from './api';
import { type Model, type Own, itemOf, waits } from './model';
import type { Component, Payloads, Row, Said } from './wire';

const DAY = 86_400_000;
const VIETNAM = 7 * 3_600_000;

/** The day in Vietnam of an instant, `YYYY-MM-DD`. */
export const dayOf = (at: number): string => new Date(at + VIETNAM).toISOString().slice(0, 10);
/** Minutes since midnight in Vietnam. */
export const minuteOf = (at: number): number => Math.floor((((at + VIETNAM) % DAY) + DAY) % DAY / 60_000);

/** A name that every file system takes. */
export const fileName = (name: string): string => fold(name).replace(/[^a-z0-9]+/g, '-') || 'thuc-dia';

const collator = new Intl.Collator('vi');
const given = (name: string): string => name.slice(name.lastIndexOf(' ') + 1);
/** Vietnamese order of names: by the given name, then by the whole. */
export const byName = (a: string, b: string): number => collator.compare(given(a), given(b)) || collator.compare(a, b);

const at = (own: Own): number => own.op.captured_at + own.op.offset_est;
const payload = <T extends keyof Payloads>(own: Own): Partial<Payloads[T]> =>
  (own.op.payload && typeof own.op.payload === 'object' ? own.op.payload : {}) as Partial<Payloads[T]>;
const ofType = (list: readonly Own[], type: string): Own[] => list.filter((own) => own.op.type === type);

const villageName = (model: Model, id: string): string => model.rows.village.get(id)?.name ?? '';

/** Undone on this phone: its own record is not drawn any more. */
function undone(model: Model, own: Own): boolean {
  return ofType(model.overlay(own.op.entity_id), 'record.undo').length > 0;
}

const live = (model: Model, list: readonly Own[], type: string): Own[] => ofType(list, type).filter((own) => !undone(model, own));

// ---------------------------------------------------------------- persons

/** A row about somebody of whom only their name and year are known. */
const bareRow = (id: string, village: string, name: string, year: number | null): Row<'person'> => ({
  id,
  village,
  name,
  birth_year: year,
  hamlet: null,
  household: null,
  phone: null,
  smartphone: null,
  version: 0,
  skills: {},
});

/** Somebody of another village who learns or was marked in one of these: in no village of this phone. */
function guestRow(model: Model, id: string): Row<'person'> | null {
  const told = [...(model.grouped('enrolment', 'person').get(id) ?? []), ...(model.grouped('mark', 'person').get(id) ?? [])];
  const who = told.find((row) => row.who)?.who;
  return who ? bareRow(id, '', who.name, who.year) : null;
}

/** A person of the rows, one added on this phone, or a guest. */
export function personRow(model: Model, id: string): { row: Row<'person'>; onPhone: boolean } | null {
  const overlay = model.overlay(id);
  let row = model.rows.person.get(id) ?? null;
  let onPhone = false;
  const added = overlay.find((own) => own.op.type === 'person.add' && own.op.entity_id === id);
  if (!row && added) {
    const said = payload<'person.add'>(added);
    onPhone = waits(added);
    row = {
      ...bareRow(id, said.village ?? '', said.name ?? '', said.birth_year ?? null),
      hamlet: said.hamlet ?? null,
      household: said.household ?? null,
      phone: said.phone ? said.phone.slice(-3) : null,
    };
  }
  row ??= guestRow(model, id);
  if (!row) return null;
  for (const own of ofType(overlay, 'person.edit')) {
    if (own.op.entity_id !== id) continue;
    const said = payload<'person.edit'>(own);
    if (said.field === undefined || said.field === 'sex') continue;
    const after = said.field === 'phone' && typeof said.after === 'string' ? said.after.slice(-3) : said.after;
    row = { ...row, [said.field]: after };
  }
  return { row, onPhone };
}

export function person(model: Model, id: string): PersonView | null {
  const found = personRow(model, id);
  if (!found) return null;
  const shown = live(model, model.overlay(id), 'skill.check')
    .filter((own) => payload<'skill.check'>(own).result === 'unaided')
    .map((own) => payload<'skill.check'>(own).component)
    .filter((one): one is Component => one !== undefined && found.row.skills?.[one] === undefined);
  const lost = new Set(model.overlayOf('card.lost').map((own) => own.op.entity_id));
  const card = (model.grouped('card', 'person').get(id) ?? []).find((one) => one.revoked === null && !lost.has(one.id));
  return {
    person: found.row,
    villageName: villageName(model, found.row.village),
    onPhone: found.onPhone,
    code: card?.code ?? null,
    card: card?.id ?? null,
    skillsOnPhone: [...new Set(shown)],
  };
}

/** The ids of everybody, those added on this phone included. */
function everybody(model: Model): Set<string> {
  const ids = new Set(model.rows.person.keys());
  for (const own of model.overlayOf('person.add')) ids.add(own.op.entity_id);
  return ids;
}

export function findPersons(model: Model, text: string, limit = 30): PersonView[] {
  const wanted = fold(text);
  const words = wanted.split(' ').filter((word) => word !== '');
  const marks = text.normalize('NFC').toLowerCase().trim();
  const places = namePlaces(model);
  const scored: { id: string; score: number; name: string; place: number }[] = [];
  for (const id of everybody(model)) {
    const row = model.rows.person.get(id) ?? personRow(model, id)?.row;
    if (!row) continue;
    const score = match(row, words, marks);
    if (score >= 0) scored.push({ id, score, name: row.name, place: places.get(id) ?? -1 });
  }
  scored.sort((a, b) => b.score - a.score || (a.place >= 0 && b.place >= 0 ? a.place - b.place : byName(a.name, b.name)));
  const views: PersonView[] = [];
  for (const { id } of scored.slice(0, limit)) {
    const view = person(model, id);
    if (view) views.push(view);
  }
  return views;
}

/** Where each person of the rows stands in the order of names: comparing Vietnamese names costs more than numbers. */
function namePlaces(model: Model): ReadonlyMap<string, number> {
  return model.derived('person by name', () => {
    const all = [...model.rows.person.values()].sort((a, b) => byName(a.name, b.name));
    return new Map(all.map((row, at) => [row.id, at]));
  });
}

/** The words of a name without marks; worked out once for each row, as people type letter by letter. */
function partsOf(row: Row<'person'>): string[] {
  const known = foldedNames.get(row);
  if (known) return known;
  const parts = fold(row.name).split(' ');
  foldedNames.set(row, parts);
  return parts;
}
const foldedNames = new WeakMap<Row<'person'>, string[]>();

/** How well a person fits: -1 not at all. Every word must begin a word of the name, or be in hamlet, year or phone. */
function match(row: Row<'person'>, words: readonly string[], marks: string): number {
  if (words.length === 0) return 0;
  const parts = partsOf(row);
  let score = 0;
  for (const word of words) {
    if (parts[parts.length - 1] === word) score += 4;
    else if (parts.some((part) => part.startsWith(word))) score += 2;
    else if (String(row.birth_year ?? '') === word || (row.phone !== null && row.phone === word)) score += 2;
    else if (row.hamlet !== null && fold(row.hamlet).includes(word)) score += 1;
    else return -1;
  }
  // With the right marks typed, exactly that comes first.
  if (row.name.normalize('NFC').toLowerCase().includes(marks)) score += 3;
  return score;
}

// ---------------------------------------------------------------- sessions

interface Marked {
  said: Said;
  at: number;
  by: string | null;
  onPhone: boolean;
  opId: string | null;
  held: boolean;
}

/** From when until when attendance is taken, as the server has it: an hour before the start to the end of the day after. */
export function rollWindow(row: Row<'session'>): { opens: number; closes: number } {
  const midnight = Date.parse(`${row.day}T00:00:00Z`) - VIETNAM;
  return { opens: midnight + (row.start_minute - 60) * 60_000, closes: midnight + 2 * DAY };
}

function rollAt(row: Row<'session'>, now: number): SessionView['roll'] {
  if (row.state === 'cancelled') return 'cancelled';
  const { opens, closes } = rollWindow(row);
  return now < opens ? 'early' : now >= closes ? 'late' : 'open';
}

/** Whether a mark is written although another stands: an empty chair is marked absent, then its owner comes. */
export const outdoes = (said: Said, standing: Said): boolean => standing === 'absent' && said !== 'absent';

/**
 * Who is marked how: the server's marks, then this phone's own in their order. The first mark stays until it is taken back;
 * being here outdoes being absent.
 */
export function marks(model: Model, session: string): Map<string, Marked> {
  const found = new Map<string, Marked>();
  const row = model.rows.session.get(session);
  for (const row of model.grouped('mark', 'session').get(session) ?? []) {
    found.set(row.person, { said: row.said, at: row.at, by: row.by, onPhone: false, opId: null, held: false });
  }
  for (const own of model.overlay(session)) {
    if (own.op.entity_id !== session) continue;
    if (own.op.type === 'attendance.mark') {
      const said = payload<'attendance.mark'>(own);
      if (said.person === undefined || said.said === undefined) continue;
      const standing = found.get(said.person);
      if (standing !== undefined && !outdoes(said.said, standing.said)) continue;
      const held = own.state === 'quarantined' || (waits(own) && row !== undefined && rollAt(row, at(own)) !== 'open');
      found.set(said.person, { said: said.said, at: at(own), by: null, onPhone: waits(own), opId: own.op.op_id, held });
    } else if (own.op.type === 'attendance.unmark') {
      const said = payload<'attendance.unmark'>(own);
      if (said.person !== undefined) found.delete(said.person);
    }
  }
  return found;
}

export function seats(model: Model, id: string): Seat[] {
  const session = model.rows.session.get(id);
  if (!session) return [];
  const marked = marks(model, id);
  const listed = new Set((model.grouped('enrolment', 'series').get(session.series) ?? []).map((row) => row.person));
  const list: Seat[] = [];
  for (const who of new Set([...listed, ...marked.keys()])) {
    const view = person(model, who) ?? stranger(model, who, session.village);
    const mark = marked.get(who);
    list.push({
      person: view,
      said: mark?.said ?? null,
      at: mark?.at ?? null,
      by: mark?.by ?? null,
      onPhone: mark?.onPhone ?? false,
      held: mark?.held ?? false,
      opId: mark?.opId ?? null,
      walkIn: !listed.has(who),
    });
  }
  return list.sort((a, b) => byName(a.person.person.name, b.person.person.name));
}

/** Somebody marked by a card that this phone has no person for: without a name until the next pull. */
function stranger(model: Model, id: string, village: string): PersonView {
  return { person: bareRow(id, village, '', null), villageName: villageName(model, village), onPhone: true, code: null, card: null, skillsOnPhone: [] };
}

export function session(model: Model, id: string, now: number): SessionView | null {
  const row = model.rows.session.get(id);
  if (!row) return null;
  const marked = marks(model, id);
  const listed = (model.grouped('enrolment', 'series').get(row.series) ?? []).map((one) => one.person);
  const count = (said: Said): number => [...marked.values()].filter((one) => one.said === said && !one.held).length;
  const today = dayOf(now);
  const minute = minuteOf(now);
  const runs = minute >= row.start_minute - 60 && minute <= row.end_minute + 60;
  return {
    session: row,
    villageName: villageName(model, row.village),
    roll: rollAt(row, now),
    ...rollWindow(row),
    when: row.day === today ? (runs ? 'now' : 'today') : row.day < today ? 'past' : 'coming',
    seats: new Set([...listed, ...marked.keys()]).size,
    present: count('present'),
    late: count('late'),
    absent: count('absent'),
  };
}

const earlier = (a: SessionView, b: SessionView): number =>
  a.session.day.localeCompare(b.session.day) || a.session.start_minute - b.session.start_minute || collator.compare(a.session.title, b.session.title);

export function sessions(model: Model, now: number): SessionView[] {
  const found = [...model.rows.session.keys()].map((id) => session(model, id, now)).filter((one): one is SessionView => one !== null);
  return found.sort(earlier);
}

export function today(model: Model, now: number): SessionView[] {
  const found = sessions(model, now).filter((one) => one.when === 'now' || one.when === 'today');
  return [...found.filter((one) => one.when === 'now'), ...found.filter((one) => one.when === 'today')];
}

// ---------------------------------------------------------------- coaching

export function myFive(model: Model, account: string): PairView[] {
  const pairs = [...model.rows.pair.values()].filter((row) => row.mentor === account);
  const list = pairs.map((row): PairView => {
    const contacts = model.overlay(row.id).filter((own) => own.op.type === 'mentor.contact' && !undone(model, own));
    const last = contacts.reduce((day, own) => (dayOf(at(own)) > day ? dayOf(at(own)) : day), row.last_contact ?? '');
    return { pair: row, person: person(model, row.person), lastContact: last || null, onPhone: contacts.filter(waits).length };
  });
  return list.sort((a, b) => byName(a.person?.person.name ?? '', b.person?.person.name ?? ''));
}

export function requests(model: Model): RequestView[] {
  const list = [...model.rows.request.values()].map((row): RequestView => {
    const overlay = model.overlay(row.id);
    const closed = overlay.some((own) => own.op.type === 'request.close' || (own.op.type === 'help.log' && !undone(model, own)));
    return {
      request: row,
      person: row.person === null ? null : person(model, row.person),
      villageName: villageName(model, row.village),
      closedHere: closed,
    };
  });
  return list.sort((a, b) => Number(a.closedHere) - Number(b.closedHere) || a.request.asked_at - b.request.asked_at);
}

export function quota(model: Model): QuotaView[] {
  const helped = [...live(model, model.overlayOf('help.log'), 'help.log'), ...live(model, model.overlayOf('mentor.contact'), 'mentor.contact')];
  const waiting = helped.filter(waits);
  const people = new Set<string>();
  for (const own of waiting) {
    const pair = model.rows.pair.get(payload<'mentor.contact'>(own).pair ?? '');
    const who = payload<'help.log'>(own).person ?? pair?.person;
    if (who) people.add(who);
  }
  const solved = waiting.filter((own) => own.op.type === 'help.log' && payload<'help.log'>(own).result !== 'not_yet').length;
  const list = [...model.rows.quota.values()].sort((a, b) => b.period.localeCompare(a.period));
  return list.map((row) => ({ quota: row, peopleHere: people.size, difficultiesHere: solved }));
}

export function household(model: Model, id: string): HouseholdView | null {
  const row = model.rows.household.get(id);
  if (!row) return null;
  const overlay = model.overlay(id);
  const members = (model.grouped('person', 'household').get(id) ?? []).map((one) => person(model, one.id));
  for (const own of overlay) if (own.op.type === 'person.add') members.push(person(model, own.op.entity_id));
  const unique = new Map(members.filter((one): one is PersonView => one !== null).map((one) => [one.person.id, one]));
  return {
    household: row,
    villageName: villageName(model, row.village),
    members: [...unique.values()].sort((a, b) => byName(a.person.name, b.person.name)),
    visitedHere: live(model, overlay, 'household.visit').some(waits),
    committedHere: ofType(overlay, 'household.commit').some(waits),
  };
}

export function households(model: Model, text = '', limit = 50): HouseholdView[] {
  const words = fold(text)
    .split(' ')
    .filter((word) => word !== '');
  const named = [...model.rows.household.values()].filter((row) => {
    const hay = fold(`${row.head ?? ''} ${row.hamlet ?? ''}`);
    return words.every((word) => hay.includes(word));
  });
  named.sort((a, b) => byName(a.head ?? '', b.head ?? ''));
  return named
    .slice(0, limit)
    .map((row) => household(model, row.id))
    .filter((one): one is HouseholdView => one !== null);
}

// ---------------------------------------------------------------- own records

/** Whom an operation is about, by name. */
function who(model: Model, own: Own): string | null {
  const named = payload<'person.add'>(own).name;
  if (own.op.type === 'person.add' || own.op.type === 'stall.survey') return typeof named === 'string' ? named : null;
  const said = own.op.payload && typeof own.op.payload === 'object' ? (own.op.payload as Record<string, unknown>) : {};
  const pair = model.rows.pair.get(String(said['pair'] ?? ''));
  const id = typeof said['person'] === 'string' ? said['person'] : own.op.type === 'person.edit' ? own.op.entity_id : pair?.person;
  if (id !== undefined) return personRow(model, id)?.row.name || null;
  const home = model.rows.household.get(String(said['household'] ?? ''));
  return home?.head ?? null;
}

export const item = (model: Model, own: Own): Item => itemOf(own, who(model, own));

export function items(model: Model, query: ItemQuery = {}): Item[] {
  const { states, limit = 50, offset = 0, dismissed } = query;
  const fits = [...model.own.values()].filter(
    (own) => (states === undefined || states.includes(own.state)) && (dismissed === undefined || own.dismissed === dismissed),
  );
  fits.sort((a, b) => b.op.captured_at - a.op.captured_at || b.op.seq - a.op.seq);
  return fits.slice(offset, offset + limit).map((own) => item(model, own));
}

export const about = (model: Model, id: string): Item[] => model.about(id).map((own) => item(model, own));
