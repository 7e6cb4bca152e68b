// What a volunteer records away from the class: help given, checks, contacts, visits, stalls, VNeID, shifts.
import type { Component, ContactHow, Excluded, Field, HouseholdView, Outcome, PersonView, Topic } from '../engine/api';
import { CODES } from '../engine/wire';
import { h, icon, refill, type Inside } from './dom';
import { answers, saveButton, type Flow, type Moves } from './flow';
import { choice, COMPONENTS, picks, primary, RESULT_ICON, TASKS, textField, tick, TOPIC_ICON, TOPICS, villages, yesNo } from './parts';
import { sayHere } from './shell';
import { whoPicker, householdName, householdPicker } from './who';
import { day, moment, say, t } from './words';

const RESULTS = CODES.outcome;
const PLACES = ['hall', 'house', 'market', 'office'] as const;
const MINUTES = [5, 10, 20, 30] as const;

function topicPicks(act: (topic: Topic) => void): HTMLElement {
  return picks(TOPICS.map((code) => ({ key: code, name: say('topic', code), icon: TOPIC_ICON[code], tone: 'indigo' as const, act: () => act(code) })));
}

function resultPicks(act: (result: Outcome) => void): HTMLElement {
  return picks(
    RESULTS.map((code) => ({
      key: code,
      name: say('result', code),
      about: say('result', `${code}-about`),
      icon: RESULT_ICON[code],
      ...(code === 'unaided' ? {} : { tone: code === 'helped' ? ('lamp' as const) : ('indigo' as const) }),
      act: () => act(code),
    })),
  );
}

/** Where it was: four usual places, or words. */
function placeField(now: string, set: (place: string) => void): HTMLElement {
  const usual = PLACES.map((code) => ({ value: say('place', code), words: say('place', code) }));
  const own = textField({ label: t('place.other'), optional: true, max: 200, value: usual.some((one) => one.value === now) ? '' : now, oninput: (text) => set(text.trim()) });
  return h('div', null, choice(t('place.label'), usual, now, (value) => set(value)).element, own.element);
}

/** Where a person most likely is now: the hall of a class that runs. */
function likelyPlace(field: Field): string {
  return field.today().some((one) => one.when === 'now') ? t('place.hall') : '';
}

function noteField(draft: { note: string }): HTMLElement {
  return textField({ label: t('note.label'), optional: true, long: true, value: draft.note, oninput: (text) => (draft.note = text) }).element;
}

const named = (one: PersonView | null): string => one?.person.name ?? t('check.nobody');

function given(field: Field, query: URLSearchParams): PersonView | null {
  const id = query.get('ai');
  return id === null ? null : field.person(id);
}

// ---------------------------------------------------------------- help

interface Help {
  person: PersonView | null;
  known: boolean;
  village: string;
  topic: Topic;
  result: Outcome;
  minutes: number | null;
  place: string;
  note: string;
}

const help: Flow<Help> = {
  name: 'giup',
  start: (query, field) => ({
    person: given(field, query),
    known: query.has('ai'),
    village: villages(field)[0]?.id ?? '',
    topic: 'other',
    result: 'unaided',
    minutes: null,
    place: likelyPlace(field),
    note: '',
  }),
  steps: [
    {
      key: 'ai',
      title: () => t('who.help'),
      when: (draft) => !draft.known,
      body: ({ draft, next, field }) =>
        whoPicker(
          field,
          (one) => {
            draft.person = one;
            draft.village = one.person.village;
            next();
          },
          () => {
            draft.person = null;
            next();
          },
        ),
    },
    {
      key: 'viec',
      title: () => t('topic.title'),
      body: ({ draft, next }) => [
        about(named(draft.person)),
        topicPicks((topic) => {
          draft.topic = topic;
          next();
        }),
      ],
    },
    {
      key: 'ket-qua',
      title: () => t('result.title'),
      body: ({ draft, next }) => [
        about(named(draft.person), say('topic', draft.topic)),
        resultPicks((result) => {
          draft.result = result;
          next();
        }),
      ],
    },
    {
      key: 'luu',
      title: () => t('check.title'),
      body: (moves) => {
        const { draft, field } = moves;
        const reach = villages(field);
        return [
          answers([
            [t('check.who'), named(draft.person)],
            [t('check.what'), say('topic', draft.topic)],
            [t('check.result'), say('result', draft.result)],
          ]),
          saveButton(moves),
          draft.person === null && reach.length > 1 && choice(t('new.village'), reach.map((one) => ({ value: one.id, words: one.name })), draft.village, (value) => (draft.village = value)).element,
          placeField(draft.place, (place) => (draft.place = place)),
          choice(t('minutes.label'), MINUTES.map((n) => ({ value: String(n), words: t('minutes.some', { n }) })), draft.minutes === null ? undefined : String(draft.minutes), (value) => (draft.minutes = Number(value))).element,
          noteField(draft),
        ];
      },
    },
  ],
  save: (draft, field) =>
    field.record({
      type: 'help.log',
      payload: {
        person: draft.person?.person.id ?? null,
        village: draft.person?.person.village ?? draft.village,
        topic: draft.topic,
        result: draft.result,
        minutes: draft.minutes,
        place: draft.place === '' ? null : draft.place,
        note: draft.note.trim(),
        request: null,
      },
    }),
  said: (draft) => t('help.saved', { who: named(draft.person), what: `${say('topic', draft.topic)} – ${say('result', draft.result)}` }),
};

function about(...words: string[]): HTMLElement {
  return h('p', { class: 'f-about' }, words.map((one, n) => [n > 0 && ' · ', h('span', n === 0 ? { class: 'strong' } : null, one)]));
}

// ---------------------------------------------------------------- skill checks

interface Skill {
  person: PersonView | null;
  component: Component;
  tasks: Set<number>;
  result: Outcome;
  place: string;
  note: string;
}

const skill: Flow<Skill> = {
  name: 'kynang',
  start: (query, field) => ({ person: given(field, query), component: 'device', tasks: new Set(), result: 'not_yet', place: likelyPlace(field), note: '' }),
  steps: [
    {
      key: 'ai',
      title: () => t('who.skill'),
      when: (draft) => !chosenBefore.has(draft),
      body: ({ draft, next, field }) =>
        whoPicker(field, (one) => {
          draft.person = one;
          next();
        }),
    },
    {
      key: 'phan',
      title: () => t('skill.which'),
      body: ({ draft, next }) => [
        about(named(draft.person)),
        picks(
          COMPONENTS.map((code) => {
            const reached = draft.person?.person.skills[code];
            return {
              key: code,
              name: say('skill', code),
              about: reached === undefined ? undefined : t('skill.reached', { day: day(reached) }),
              icon: reached === undefined ? 'none' : 'good',
              tone: reached === undefined ? ('indigo' as const) : undefined,
              act: () => {
                if (draft.component !== code) draft.tasks.clear();
                draft.component = code;
                next();
              },
            } as Parameters<typeof picks>[0][number];
          }),
        ),
      ],
    },
    {
      key: 'thay',
      title: (draft) => say('skill', draft.component),
      body: ({ draft, next }) => {
        const of = TASKS[draft.component];
        const seen = h('p', { class: 'strong', role: 'status' });
        const draw = (): void => refill(seen, t('skill.seen', { n: draft.tasks.size, of }));
        draw();
        return [
          about(named(draft.person)),
          h('p', null, t('skill.how')),
          h(
            'ul',
            { class: 'ticks' },
            Array.from({ length: of }, (_, n) =>
              h(
                'li',
                null,
                tick(say('task', `${draft.component}.${n + 1}`), draft.tasks.has(n + 1), (on) => {
                  if (on) draft.tasks.add(n + 1);
                  else draft.tasks.delete(n + 1);
                  draw();
                }),
              ),
            ),
          ),
          seen,
          h('div', { class: 'f-save' }, primary(t('next'), next, 'right')),
        ];
      },
    },
    {
      key: 'ket-qua',
      title: () => t('result.title'),
      body: ({ draft, next }) => {
        const of = TASKS[draft.component];
        return [
          about(named(draft.person), say('skill', draft.component)),
          h('p', null, t('skill.seen', { n: draft.tasks.size, of })),
          // The ticks say what was seen, the witness says what it comes to: as on the officers' page.
          resultPicks((result) => {
            draft.result = result;
            next();
          }),
        ];
      },
    },
    {
      key: 'luu',
      title: () => t('check.title'),
      body: (moves) => {
        const { draft } = moves;
        return [
          answers([
            [t('check.who'), named(draft.person)],
            [t('check.what'), say('skill', draft.component)],
            [t('skill.tasks'), [...draft.tasks].sort().map((n) => say('task', `${draft.component}.${n}`)).join('; ') || t('skill.seen', { n: 0, of: TASKS[draft.component] })],
            [t('check.result'), say('result', draft.result)],
          ]),
          placeField(draft.place, (place) => (draft.place = place)),
          noteField(draft),
          saveButton(moves),
        ];
      },
    },
  ],
  save: async (draft, field) => {
    if (draft.place === '') {
      sayHere({ kind: 'bad', title: t('error.title'), text: t('place.missing') });
      return null;
    }
    return field.record({
      type: 'skill.check',
      payload: {
        person: draft.person?.person.id ?? '',
        component: draft.component,
        tasks: [...draft.tasks].sort((a, b) => a - b),
        result: draft.result,
        place: draft.place,
        note: draft.note.trim(),
      },
    });
  },
  said: (draft) => t('skill.saved', { who: named(draft.person), what: say('skill', draft.component), result: say('result', draft.result) }),
};

/** Drafts whose person came with the address: the question “who” is not asked. */
const chosenBefore = new WeakSet<object>();

/** Wraps `start`: a person in the address answers the first question. */
function withPerson<D extends { person: PersonView | null }>(flow: Flow<D>): Flow<D> {
  return {
    ...flow,
    start: (query, field) => {
      const draft = flow.start(query, field);
      if (draft.person !== null) chosenBefore.add(draft);
      return draft;
    },
  };
}

// ---------------------------------------------------------------- 1 kèm 5

interface Contact {
  pair: string;
  name: string;
  how: ContactHow;
  topic: Topic;
  result: Outcome;
  note: string;
}

const contact: Flow<Contact> = {
  name: 'gap',
  start: (query, field) => {
    const found = field.myFive().find((one) => one.pair.id === query.get('cap'));
    return { pair: found?.pair.id ?? '', name: found?.person?.person.name ?? '', how: 'visit', topic: 'other', result: 'unaided', note: '' };
  },
  steps: [
    {
      key: 'cach',
      title: () => t('contact.how'),
      body: ({ draft, next }) => [
        about(draft.name),
        picks(
          (
            [
              ['visit', 'home'],
              ['class', 'class'],
              ['phone', 'call'],
              ['message', 'chat'],
            ] as [ContactHow, string][]
          ).map(([code, picture]) => ({
            key: code,
            name: say('contact.how', code),
            icon: picture,
            tone: 'indigo' as const,
            act: () => {
              draft.how = code;
              next();
            },
          })),
        ),
      ],
    },
    {
      key: 'viec',
      title: () => t('topic.title'),
      body: ({ draft, next }) => [
        about(draft.name, say('contact.how', draft.how)),
        topicPicks((topic) => {
          draft.topic = topic;
          next();
        }),
      ],
    },
    {
      key: 'ket-qua',
      title: () => t('result.title'),
      body: ({ draft, next }) => [
        about(draft.name, say('topic', draft.topic)),
        resultPicks((result) => {
          draft.result = result;
          next();
        }),
      ],
    },
    {
      key: 'luu',
      title: () => t('check.title'),
      body: (moves) => [
        answers([
          [t('check.who'), moves.draft.name],
          [t('contact.how'), say('contact.how', moves.draft.how)],
          [t('check.what'), say('topic', moves.draft.topic)],
          [t('check.result'), say('result', moves.draft.result)],
        ]),
        saveButton(moves),
        noteField(moves.draft),
      ],
    },
  ],
  save: (draft, field) => field.record({ type: 'mentor.contact', payload: { pair: draft.pair, how: draft.how, topic: draft.topic, result: draft.result, note: draft.note.trim() } }),
  said: (draft) => t('contact.saved', { who: draft.name, what: `${say('contact.how', draft.how)}, ${say('topic', draft.topic)}` }),
};

// ---------------------------------------------------------------- households

interface Visit {
  household: HouseholdView | null;
  met: boolean;
  told: Set<Topic>;
  note: string;
}

const visit: Flow<Visit> = {
  name: 'tham',
  start: () => ({ household: null, met: true, told: new Set(), note: '' }),
  steps: [
    {
      key: 'ho',
      title: () => t('household.which'),
      body: ({ draft, next, field }) =>
        householdPicker(field, (one) => {
          draft.household = one;
          next();
        }),
    },
    {
      key: 'gap',
      title: () => t('visit.met'),
      body: ({ draft, next }) => [
        about(draft.household === null ? '' : householdName(draft.household)),
        picks([
          {
            key: 'yes',
            name: t('visit.met-yes'),
            icon: 'check',
            act: () => {
              draft.met = true;
              next();
            },
          },
          {
            key: 'no',
            name: t('visit.met-no'),
            icon: 'cross',
            tone: 'lamp',
            act: () => {
              draft.met = false;
              next();
            },
          },
        ]),
      ],
    },
    {
      key: 'noi',
      title: () => t('visit.told'),
      when: (draft) => draft.met,
      body: ({ draft, next }) => [
        h('p', { class: 'soft' }, t('visit.told-hint')),
        h(
          'ul',
          { class: 'ticks' },
          TOPICS.map((code) =>
            h(
              'li',
              null,
              tick(say('topic', code), draft.told.has(code), (on) => {
                if (on) draft.told.add(code);
                else draft.told.delete(code);
              }),
            ),
          ),
        ),
        h('div', { class: 'f-save' }, primary(t('next'), next, 'right')),
      ],
    },
    {
      key: 'luu',
      title: () => t('check.title'),
      body: (moves) => {
        const { draft } = moves;
        const list: [string, string][] = [
          [t('household.one'), draft.household === null ? '' : householdName(draft.household)],
          [t('visit.met'), draft.met ? t('visit.met-yes') : t('visit.met-no')],
        ];
        if (draft.met) list.push([t('visit.told'), [...draft.told].map((code) => say('topic', code)).join(', ') || t('visit.told-none')]);
        return [answers(list), saveButton(moves), noteField(draft)];
      },
    },
  ],
  save: (draft, field) => field.record({ type: 'household.visit', payload: { household: draft.household?.household.id ?? '', met: draft.met, told: draft.met ? [...draft.told] : [], note: draft.note.trim() } }),
  said: (draft) => t('visit.saved', { who: draft.household === null ? '' : householdName(draft.household) }),
};

// ---------------------------------------------------------------- stalls

interface Stall {
  village: string;
  market: string;
  name: string;
  goods: string;
  qr: boolean | null;
  pos: boolean | null;
  training: boolean | null;
  note: string;
}

/** The market that was walked through last, and its village: the next stall stands in the same one. */
const last = { market: '', village: '' };

function marketVillage(field: Field): string {
  const reach = villages(field);
  if (reach.length === 1) return reach[0]?.id ?? '';
  return reach.some((one) => one.id === last.village) ? last.village : '';
}

const stall: Flow<Stall> = {
  name: 'sap',
  start: (_, field) => ({ market: last.market, village: marketVillage(field), name: '', goods: '', qr: null, pos: null, training: null, note: '' }),
  steps: [
    {
      key: 'ten',
      title: () => t('stall.which'),
      body: ({ draft, next, field }) => {
        const reach = villages(field);
        const village =
          reach.length > 1
            ? choice(t('stall.village'), reach.map((one) => ({ value: one.id, words: one.name })), draft.village === '' ? undefined : draft.village, (value) => (draft.village = value))
            : null;
        const market = textField({ label: t('stall.market'), value: draft.market, max: 100 });
        const name = textField({ label: t('stall.name'), value: draft.name, max: 100 });
        const goods = textField({ label: t('stall.goods'), value: draft.goods, max: 200, optional: true });
        const on = (event: Event): void => {
          event.preventDefault();
          market.fail(market.value() === '' ? t('stall.market-missing') : '');
          name.fail(name.value() === '' ? t('stall.name-missing') : '');
          village?.fail(draft.village === '' ? t('new.village-missing') : '');
          const bad = market.value() === '' ? market.input : village !== null && draft.village === '' ? village.element.querySelector('input') : name.value() === '' ? name.input : null;
          if (bad !== null) {
            bad.focus();
            return;
          }
          draft.market = last.market = market.value();
          last.village = draft.village;
          draft.name = name.value();
          draft.goods = goods.value();
          next();
        };
        return h('form', { onsubmit: on, novalidate: true }, market.element, village?.element, name.element, goods.element, h('div', { class: 'f-save' }, submit(t('next'))));
      },
    },
    {
      key: 'hoi',
      title: (draft) => draft.name,
      body: (moves) => {
        const { draft } = moves;
        return [
          yesNo(t('stall.qr'), draft.qr, (value) => (draft.qr = value)),
          yesNo(t('stall.pos'), draft.pos, (value) => (draft.pos = value)),
          yesNo(t('stall.training'), draft.training, (value) => (draft.training = value)),
          noteField(draft),
          saveButton(moves),
        ];
      },
    },
  ],
  save: (draft, field) =>
    field.record({
      type: 'stall.survey',
      payload: {
        stall: field.newId(),
        market: draft.market,
        name: draft.name,
        goods: draft.goods,
        village: draft.village === '' ? null : draft.village,
        takes_qr: draft.qr,
        takes_pos: draft.pos,
        wants_training: draft.training,
        note: draft.note.trim(),
      },
    }),
  said: (draft) => t('stall.saved', { who: draft.name }),
};

export function submit(words: string): HTMLElement {
  return h('button', { class: 'button primary large wide' }, icon('right'), words);
}

// ---------------------------------------------------------------- VNeID

const ASKED = ['installed', 'activated', 'level2', 'used', 'bank_account'] as const;

interface Identity {
  person: PersonView | null;
  said: Partial<Record<(typeof ASKED)[number], boolean | null>>;
  excluded: Excluded | null;
}

const identity: Flow<Identity> = {
  name: 'vneid',
  start: (query, field) => ({ person: given(field, query), said: {}, excluded: null }),
  steps: [
    {
      key: 'ai',
      title: () => t('who.identity'),
      when: (draft) => !chosenBefore.has(draft),
      body: ({ draft, next, field }) =>
        whoPicker(field, (one) => {
          draft.person = one;
          next();
        }),
    },
    {
      key: 'hoi',
      title: () => t('identity.title'),
      body: (moves) => {
        const { draft } = moves;
        return [
          about(named(draft.person)),
          h('p', { class: 'soft' }, t('identity.lead')),
          ASKED.map((code) => yesNo(say('identity', code), draft.said[code], (value) => (draft.said[code] = value))),
          choice<'none' | Excluded>(
            t('identity.excluded'),
            (['none', ...CODES.excluded] as const).map((code) => ({ value: code, words: say('identity.excluded', code) })),
            draft.excluded ?? 'none',
            (value) => (draft.excluded = value === 'none' ? null : value),
          ).element,
          saveButton(moves),
        ];
      },
    },
  ],
  save: async (draft, field) => {
    if (Object.keys(draft.said).length === 0 && draft.excluded === null) {
      sayHere({ kind: 'bad', title: t('error.title'), text: t('identity.missing') });
      return null;
    }
    const said = (code: (typeof ASKED)[number]): boolean | null => draft.said[code] ?? null;
    return field.record({
      type: 'identity.check',
      payload: {
        person: draft.person?.person.id ?? '',
        installed: said('installed'),
        activated: said('activated'),
        level2: said('level2'),
        used: said('used'),
        bank_account: said('bank_account'),
        excluded: draft.excluded,
      },
    });
  },
  said: (draft) => t('identity.saved', { who: named(draft.person) }),
};

// ---------------------------------------------------------------- requests

interface Request {
  id: string;
  result: Outcome;
  note: string;
}

const request: Flow<Request> = {
  name: 'yeu-cau',
  final: true,
  start: (query) => ({ id: query.get('so') ?? '', result: 'unaided', note: '' }),
  steps: [
    {
      key: 'xem',
      title: () => t('request.title'),
      body: (moves) => {
        const { draft, field } = moves;
        const found = field.requests().find((one) => one.request.id === draft.id);
        if (found === undefined) return h('p', null, t('request.gone'));
        const { request: asked } = found;
        const list: [string, string][] = [
          [t('check.who'), asked.who],
          [t('request.about'), say('topic', asked.topic)],
          [t('request.asked'), moment(asked.asked_at, field.now())],
        ];
        if (asked.note !== '') list.push([t('request.note'), asked.note]);
        if (found.person?.person.phone) list.push([t('person.phone'), t('person.phone-digits', { digits: found.person.person.phone })]);
        return [
          answers(list),
          h('h2', { class: 'f-heading' }, t('request.result')),
          resultPicks((result) => {
            draft.result = result;
            moves.next();
          }),
        ];
      },
    },
    {
      key: 'luu',
      title: () => t('check.title'),
      body: (moves) => [answers([[t('check.result'), say('result', moves.draft.result)]]), saveButton(moves), noteField(moves.draft)],
    },
  ],
  save: (draft, field) => field.record({ type: 'request.close', entity: draft.id, payload: { result: draft.result, note: draft.note.trim() } }),
  said: () => t('request.saved'),
};

// ---------------------------------------------------------------- lost cards

interface Lost {
  person: PersonView | null;
}

const lost: Flow<Lost> = {
  name: 'mat-the',
  final: true,
  start: (query, field) => ({ person: given(field, query) }),
  steps: [
    {
      key: 'ai',
      title: () => t('who.lost'),
      when: (draft) => !chosenBefore.has(draft),
      body: ({ draft, next, field }) =>
        whoPicker(field, (one) => {
          draft.person = one;
          next();
        }),
    },
    {
      key: 'khoa',
      title: () => t('lost.title'),
      body: (moves: Moves<Lost>): Inside => {
        const { person } = moves.draft;
        if (person === null || person.card === null) return h('p', { class: 'strong' }, t('lost.none', { name: named(person) }));
        return [
          h('h2', null, t('lost.confirm', { name: person.person.name })),
          h('p', null, t('lost.why', { code: person.code ?? '' })),
          h('div', { class: 'f-save' }, h('button', { class: 'button danger primary large wide', type: 'button', onclick: () => void moves.save() }, icon('lock'), t('lost.do'))),
        ];
      },
    },
  ],
  save: async (draft, field) => (draft.person?.card ? field.record({ type: 'card.lost', entity: draft.person.card, payload: {} }) : null),
  said: (draft) => t('lost.saved', { who: named(draft.person) }),
};

export const helpFlow = help;
export const skillFlow = withPerson(skill);
export const contactFlow = contact;
export const visitFlow = visit;
export const stallFlow = stall;
export const identityFlow = withPerson(identity);
export const requestFlow = request;
export const lostFlow = withPerson(lost);
