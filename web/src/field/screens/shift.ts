// A shift: one press when it begins, one when it ends.
import type { Field } from '../engine/api';
import { h, icon } from './dom';
import { undoAction } from './flow';
import { choice, primary, refusal, textField, villages } from './parts';
import { draw, goBack, sayHere, type Route } from './shell';
import { clock, local, minutes, moment, say, t } from './words';

const PLACES = ['hall', 'office', 'market'] as const;
const LONG = 16 * 3_600_000; // milliseconds: longer, and the end was most likely forgotten
const DAY = 86_400_000;

interface Running {
  village: string;
  place: string;
  /** When it began, by this phone's own clock: the server puts it right as it does with everything recorded here. */
  began: number;
}

const KEPT = 'hv_field_shift';
/** Each person on this phone has a shift of their own. */
const slot = (account: string): string => `${KEPT}.${account}`;

function load(field: Field, account: string): Running | null {
  try {
    return (JSON.parse(localStorage.getItem(slot(account)) ?? 'null') as Running | null) ?? loadOld(field, account);
  } catch {
    return null;
  }
}

/** A shift that began under an earlier version: one place for everybody, the beginning by the server's clock. */
function loadOld(field: Field, account: string): Running | null {
  const old = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as { account: string; village: string; place: string; from: number } | null;
  return old?.account === account ? { village: old.village, place: old.place, began: old.from - ahead(field) } : null;
}

function keep(field: Field, account: string, shift: Running | null): void {
  try {
    if (loadOld(field, account) !== null) localStorage.removeItem(KEPT);
    if (shift === null) localStorage.removeItem(slot(account));
    else localStorage.setItem(slot(account), JSON.stringify(shift));
  } catch {
    // Kept nowhere: the end is typed by hand.
  }
}

/** What to add to this phone's clock to have the time that screens show. */
const ahead = (field: Field): number => field.now() - field.wall();

/** "19:30" as the last such time before `now`. */
function instant(typed: string, from: number, now: number): number | null {
  const found = /^(\d{1,2})[:h.](\d{2})$/.exec(typed.trim());
  if (found === null) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2])];
  if (hour > 23 || minute > 59) return null;
  const midnight = Math.floor((from + 7 * 3_600_000) / DAY) * DAY - 7 * 3_600_000;
  const at = midnight + (hour * 60 + minute) * 60_000;
  const end = at <= from ? at + DAY : at;
  return end <= now ? end : null;
}

export function shiftRoute(field: Field): Route {
  return () => {
    const stage = field.status().stage;
    const account = stage.at === 'open' ? stage.me.account : '';
    const running = load(field, account);
    return { title: t('shift.title'), body: h('div', { class: 'page narrow f-step' }, running === null ? start(field, account) : end(field, account, running)) };
  };
}

function start(field: Field, account: string): HTMLElement {
  const reach = villages(field);
  let village = reach.length === 1 ? (reach[0]?.id ?? '') : '';
  let place = '';
  const usual = choice(t('shift.place'), PLACES.map((code) => ({ value: say('place', code), words: say('place', code) })), undefined, (value) => (place = value));
  const own = textField({ label: t('place.other'), optional: true, max: 200, oninput: (text) => (place = text.trim()) });
  const where = reach.length > 1 ? choice(t('shift.village'), reach.map((one) => ({ value: one.id, words: one.name })), undefined, (value) => (village = value)) : null;
  return h(
    'div',
    null,
    where?.element,
    usual.element,
    own.element,
    h(
      'div',
      { class: 'f-save' },
      primary(
        t('shift.start'),
        () => {
          usual.fail(place === '' ? t('shift.place-missing') : '');
          where?.fail(village === '' ? t('new.village-missing') : '');
          if (village === '') where?.element.querySelector('input')?.focus();
          else if (place === '') usual.element.querySelector('input')?.focus();
          else {
            keep(field, account, { village, place, began: field.wall() });
            draw();
            sayHere({ kind: 'good', title: t('shift.running', { time: clock(field.now()) }), text: place });
          }
        },
        'clock',
      ),
    ),
  );
}

function end(field: Field, account: string, shift: Running): HTMLElement {
  const now = field.now();
  const from = shift.began + ahead(field);
  const long = now - from > LONG;
  const at = local(now);
  const ended = textField({ label: t('shift.ended-at'), value: long ? '' : minutes(at.getUTCHours() * 60 + at.getUTCMinutes()), mode: 'numeric', max: 5, width: 'width-4', hint: t('shift.time-hint') });
  const note = textField({ label: t('note.label'), optional: true, long: true });
  const save = async (): Promise<void> => {
    const typed = ended.value();
    const nowText = minutes(at.getUTCHours() * 60 + at.getUTCMinutes());
    const until = typed === nowText && !long ? Math.max(field.now(), from + 1) : instant(typed, from, field.now());
    ended.fail(until === null ? t('shift.time-wrong') : '');
    if (until === null) {
      ended.input.focus();
      return;
    }
    const result = await field.record({ type: 'shift.log', payload: { village: shift.village, place: shift.place, began_at: shift.began, ended_at: until - ahead(field), note: note.value() } });
    const why = refusal(result);
    if (why !== null || result.code !== 'saved') {
      sayHere({ kind: 'bad', title: t('answer.not-saved'), text: why ?? '' });
      return;
    }
    keep(field, account, null);
    draw();
    sayHere({ kind: 'good', title: t('saved'), text: t('shift.saved', { from: clock(from), to: clock(until) }), action: undoAction(field, result.opId) });
  };
  return h(
    'div',
    null,
    h('p', { class: 'f-running' }, icon('clock'), h('span', null, t('shift.running', { time: moment(from, now) }))),
    h('p', { class: 'soft' }, shift.place),
    long && h('p', { class: 'strong' }, t('shift.long')),
    ended.element,
    note.element,
    h('div', { class: 'f-save' }, primary(t('shift.end'), () => void save(), 'check')),
    h('p', { class: 'actions' }, h('button', { class: 'button quiet', type: 'button', onclick: () => goBack() }, t('shift.go-on'))),
  );
}
