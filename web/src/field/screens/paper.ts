// What is signed or photographed: a new person with consent, Gia đình số, sheets of paper.
import type { Consent, Draft, Field, HouseholdView, PersonView, Photo, SaveResult, Sex, Signed } from '../engine/api';
import { h, icon, refill, type Inside } from './dom';
import { saveButton, type Flow, type Moves } from './flow';
import { submit } from './coaching';
import { signaturePad, type Signature } from './pen';
import { choice, personPick, picks, textField, villages } from './parts';
import { announce, sayHere } from './shell';
import { householdName, householdPicker } from './who';
import { count, local, minutes, say, t } from './words';

const ADULT = 16; // years: younger people need a guardian's consent
const OLDEST = 1900;

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${count(Math.round(bytes / 1000))} KB` : `${count(Math.round(bytes / 100_000) / 10)} MB`;
}

/** Takes one picture with the phone's camera, small from the beginning. */
export function photoField(field: Field, words: string, keep: (photo: Photo | null) => void, had: Photo | null = null): HTMLElement {
  const state = h('p', { class: 'soft', role: 'status' });
  const preview = h('canvas', { class: 'f-preview', hidden: true, role: 'img', 'aria-label': t('photo.preview') });
  const label = h('span', null, had === null ? words : t('photo.again'));
  const show = (photo: Photo): void => {
    refill(state, icon('good'), ' ', t('photo.kept', { size: size(photo.bytes.length) }));
    refill(label, t('photo.again'));
    void createImageBitmap(new Blob([photo.bytes as BlobPart], { type: photo.type })).then((bitmap) => {
      preview.width = bitmap.width;
      preview.height = bitmap.height;
      preview.getContext('2d')?.drawImage(bitmap, 0, 0);
      preview.hidden = false;
      bitmap.close();
    });
  };
  const input = h('input', {
    class: 'f-file',
    type: 'file',
    accept: 'image/*',
    capture: 'environment',
    onchange: async () => {
      const file = input.files?.[0];
      if (file === undefined) return;
      refill(state, t('photo.working'));
      const made = await field.preparePhoto(file);
      if (made.code === 'ok') {
        keep(made.photo);
        show(made.photo);
      } else {
        keep(null);
        preview.hidden = true;
        refill(state, icon('late'), ' ', t('photo.not'));
      }
      announce(state.textContent ?? '');
    },
  });
  if (had !== null) show(had);
  return h('div', { class: 'f-photo' }, h('label', { class: 'button large wide' }, icon('camera'), label, input), preview, state);
}

async function drawn(field: Field, pad: Signature): Promise<Photo | null> {
  const made = await field.preparePhoto(pad.canvas);
  return made.code === 'ok' ? made.photo : null;
}

// ---------------------------------------------------------------- a new person

interface NewPerson {
  session: string | null;
  village: string;
  name: string;
  year: number | null;
  sex: Sex | null;
  phone: string;
  hamlet: string;
  guardian: string;
  given: Record<string, boolean>;
  how: Signed | undefined;
  photo: Photo | null;
  pad: Signature | null;
}

const PURPOSES = ['manage', 'contact', 'publish'] as const;

function isChild(draft: NewPerson, field: Field): boolean {
  return draft.year !== null && local(field.now()).getUTCFullYear() - draft.year < ADULT;
}

function similar(draft: NewPerson, field: Field): PersonView[] {
  return field
    .findPersons(draft.name, 5)
    .filter((one) => draft.year === null || one.person.birth_year === null || Math.abs(one.person.birth_year - draft.year) <= 1)
    .slice(0, 3);
}

function nameStep(moves: Moves<NewPerson>): Inside {
  const { draft, field, next } = moves;
  const now = local(field.now()).getUTCFullYear();
  const reach = villages(field);
  const name = textField({ label: t('new.name'), value: draft.name, max: 100, complete: 'off' });
  const year = textField({ label: t('new.year'), hint: t('new.year-hint'), value: draft.year === null ? '' : String(draft.year), max: 4, mode: 'numeric', width: 'width-4', optional: true });
  const village =
    reach.length > 1
      ? choice(t('new.village'), reach.map((one) => ({ value: one.id, words: one.name })), draft.village === '' ? undefined : draft.village, (value) => (draft.village = value))
      : null;
  const on = (event: Event): void => {
    event.preventDefault();
    const typed = year.value();
    const wrongYear = typed !== '' && !(/^\d{4}$/.test(typed) && Number(typed) >= OLDEST && Number(typed) <= now);
    name.fail(name.value().length < 2 ? t('new.name-missing') : '');
    year.fail(wrongYear ? t('new.year-wrong', { year: String(now) }) : '');
    village?.fail(draft.village === '' ? t('new.village-missing') : '');
    if (name.value().length < 2) name.input.focus();
    else if (wrongYear) year.input.focus();
    else if (draft.village === '') village?.element.querySelector('input')?.focus();
    else {
      draft.name = name.value();
      draft.year = typed === '' ? null : Number(typed);
      next();
    }
  };
  return h('form', { onsubmit: on, novalidate: true }, name.element, year.element, village?.element, h('div', { class: 'f-save' }, submit(t('next'))));
}

function similarStep(moves: Moves<NewPerson>): Inside {
  const { draft, field, next } = moves;
  const use = (one: PersonView): void => {
    if (draft.session === null) {
      location.hash = `#/nguoi/${one.person.id}`;
      return;
    }
    void field.mark(draft.session, one.person.id, 'present', 'name').then((result) => {
      const text = one.person.name;
      if (result.code === 'saved' || result.code === 'already') moves.leave({ kind: 'good', title: t(result.code === 'saved' ? 'saved' : 'answer.already-word'), text });
      else sayHere({ kind: 'bad', title: t('answer.not-saved'), text: t('saved.failed') });
    });
  };
  return [
    h('ul', { class: 'picks' }, similar(draft, field).map((one) => personPick(one, use))),
    h('div', { class: 'f-save' }, h('button', { class: 'button large wide', type: 'button', onclick: next }, icon('plus'), t('new.similar-none'))),
  ];
}

function consentStep(moves: Moves<NewPerson>): Inside {
  const { draft, field, next } = moves;
  const asked = PURPOSES.map((purpose) =>
    choice<boolean>(
      say('new', `consent-${purpose}`),
      [
        { value: true, words: t('new.consent-yes'), icon: 'check' },
        { value: false, words: t('new.consent-no'), icon: 'cross' },
      ],
      draft.given[purpose],
      (value) => (draft.given[purpose] = value),
    ),
  );
  const guardian = isChild(draft, field) ? textField({ label: t('new.guardian'), value: draft.guardian, max: 100 }) : null;
  const on = (event: Event): void => {
    event.preventDefault();
    const manage = draft.given['manage'];
    asked[0]?.fail(manage === undefined ? t('new.consent-needed') : manage ? '' : t('new.consent-refused'));
    guardian?.fail(guardian.value() === '' ? t('new.guardian-missing') : '');
    if (manage !== true) asked[0]?.element.querySelector('input')?.focus();
    else if (guardian !== null && guardian.value() === '') guardian.input.focus();
    else {
      draft.guardian = guardian?.value() ?? '';
      next();
    }
  };
  return h(
    'form',
    { onsubmit: on, novalidate: true },
    h('p', null, t('new.consent-lead')),
    asked.map((one) => one.element),
    guardian?.element,
    h('div', { class: 'f-save' }, submit(t('next'))),
  );
}

function signStep(moves: Moves<NewPerson>): Inside {
  const { draft, field } = moves;
  const place = h('div', { class: 'stack' });
  const draw = (): void => {
    draft.pad = draft.how === 'screen' ? signaturePad(t('sign.label')) : null;
    refill(place, draft.pad?.element, draft.how === 'paper' && photoField(field, t('commit.paper-about'), (photo) => (draft.photo = photo), draft.photo));
  };
  draw();
  return [
    choice<Signed>(
      t('new.consent-how'),
      [
        { value: 'screen', words: t('new.consent-screen') },
        { value: 'paper', words: t('new.consent-paper') },
      ],
      draft.how,
      (value) => {
        draft.how = value;
        draft.photo = null;
        draw();
      },
    ).element,
    place,
    saveButton(moves, draft.session === null ? t('save') : t('new.save-present')),
  ];
}

async function savePerson(draft: NewPerson, field: Field): Promise<SaveResult | null> {
  const fail = (text: string): null => {
    sayHere({ kind: 'bad', title: t('error.title'), text });
    return null;
  };
  if (draft.how === undefined) return fail(t('new.how-missing'));
  if (draft.how === 'screen') {
    if (draft.pad === null || !draft.pad.signed()) return fail(t('new.sign-missing'));
    draft.photo = await drawn(field, draft.pad);
  }
  const { how, photo } = draft;
  const consents: Consent[] = PURPOSES.filter((purpose) => draft.given[purpose] !== undefined).map((purpose) => ({
    purpose,
    given: draft.given[purpose] === true,
    how,
    guardian: draft.guardian === '' ? null : draft.guardian,
    blob: photo?.hash ?? null,
  }));
  const person: Draft<'person.add'> = {
    type: 'person.add',
    payload: {
      village: draft.village,
      name: draft.name,
      birth_year: draft.year,
      sex: draft.sex,
      phone: draft.phone === '' ? null : draft.phone,
      hamlet: draft.hamlet === '' ? null : draft.hamlet,
      household: null,
      consents,
    },
    photos: photo === null ? [] : [photo],
  };
  const added = await field.record(person);
  if (added.code !== 'saved' || draft.session === null) return added;
  const present = await field.mark(draft.session, added.entity, 'present', 'name');
  // The person is saved either way; a mark that failed is said by the list, where the name now stands unmarked.
  if (present.code !== 'saved') announce(t('answer.not-saved'));
  return added;
}

export const personFlow: Flow<NewPerson> = {
  name: 'nguoi-moi',
  final: true,
  start: (query, field) => {
    const session = query.get('buoi');
    const reach = villages(field);
    const at = session === null ? undefined : field.session(session)?.session.village;
    return {
      session,
      village: at !== undefined && reach.some((one) => one.id === at) ? at : reach.length === 1 ? (reach[0]?.id ?? '') : '',
      name: '',
      year: null,
      sex: null,
      phone: '',
      hamlet: '',
      guardian: '',
      given: {},
      how: undefined,
      photo: null,
      pad: null,
    };
  },
  steps: [
    { key: 'ten', title: (draft) => t(draft.session === null ? 'new.title' : 'new.walk-in'), body: nameStep },
    { key: 'giong', title: () => t('new.similar'), when: (draft, field) => draft.name !== '' && similar(draft, field).length > 0, body: similarStep },
    { key: 'dong-y', title: () => t('new.consent'), body: consentStep },
    { key: 'ky', title: (draft) => draft.name, body: signStep },
  ],
  save: savePerson,
  said: (draft) => t(draft.session === null ? 'new.saved' : 'new.saved-present', { who: draft.name }),
};

// ---------------------------------------------------------------- Gia đình số

interface Commit {
  household: HouseholdView | null;
  lead: string | null;
  how: Signed;
  pad: Signature | null;
  photo: Photo | null;
}

export const commitFlow: Flow<Commit> = {
  name: 'giadinhso',
  final: true,
  start: () => ({ household: null, lead: null, how: 'screen', pad: null, photo: null }),
  steps: [
    {
      key: 'ho',
      title: () => t('household.which'),
      body: ({ draft, field, next }) =>
        householdPicker(field, (one) => {
          draft.household = one;
          next();
        }),
    },
    {
      key: 'ai',
      title: () => t('commit.lead'),
      when: (draft) => draft.household === null || draft.household.members.length > 0,
      body: ({ draft, next }) => [
        h(
          'ul',
          { class: 'picks' },
          draft.household?.members.map((one) =>
            personPick(one, () => {
              draft.lead = one.person.id;
              next();
            }),
          ),
        ),
        picks([
          {
            key: 'none',
            name: t('commit.lead-none'),
            icon: 'more',
            tone: 'indigo',
            act: () => {
              draft.lead = null;
              next();
            },
          },
        ]),
      ],
    },
    {
      key: 'cach',
      title: () => t('commit.how'),
      body: ({ draft, next }) => [
        h('blockquote', { class: 'f-pledge' }, t('commit.text')),
        picks(
          (['screen', 'paper'] as const).map((how) => ({
            key: how,
            name: say('commit', how),
            about: say('commit', `${how}-about`),
            icon: how === 'screen' ? 'edit' : 'camera',
            act: () => {
              draft.how = how;
              draft.photo = null;
              next();
            },
          })),
        ),
      ],
    },
    {
      key: 'ky',
      title: (draft) => (draft.household === null ? t('commit.title') : householdName(draft.household)),
      body: (moves) => {
        const { draft, field } = moves;
        draft.pad = draft.how === 'screen' ? signaturePad(t('sign.label')) : null;
        return [
          h('blockquote', { class: 'f-pledge' }, t('commit.text')),
          draft.pad?.element ?? photoField(field, t('commit.paper-about'), (photo) => (draft.photo = photo), draft.photo),
          saveButton(moves),
        ];
      },
    },
  ],
  save: async (draft, field) => {
    if (draft.pad !== null) {
      if (!draft.pad.signed()) {
        sayHere({ kind: 'bad', title: t('error.title'), text: t('commit.no-signature') });
        return null;
      }
      draft.photo = await drawn(field, draft.pad);
    }
    if (draft.photo === null) {
      sayHere({ kind: 'bad', title: t('error.title'), text: t('commit.no-photo') });
      return null;
    }
    return field.record({
      type: 'household.commit',
      payload: { household: draft.household?.household.id ?? '', lead: draft.lead, how: draft.how, blob: draft.photo.hash },
      photos: [draft.photo],
    });
  },
  said: (draft) => t('commit.saved', { who: draft.household === null ? '' : householdName(draft.household) }),
};

// ---------------------------------------------------------------- photos

interface Picture {
  session: string;
  known: boolean;
  what: 'sheet' | 'class';
  photo: Photo | null;
  note: string;
}

export const photoFlow: Flow<Picture> = {
  name: 'anh',
  start: (query) => ({ session: query.get('buoi') ?? '', known: query.has('buoi'), what: 'sheet', photo: null, note: '' }),
  steps: [
    {
      key: 'buoi',
      title: () => t('photo.which'),
      when: (draft) => !draft.known,
      body: ({ draft, field, next }) => {
        const past = field.sessions().filter((one) => one.when !== 'coming' && one.session.state !== 'cancelled').reverse();
        if (past.length === 0) return h('p', { class: 'strong' }, t('classes.none'));
        return picks(
          past.map((one) => ({
            key: one.session.id,
            name: one.session.title,
            about: `${one.session.day.split('-').reverse().join('/')} · ${minutes(one.session.start_minute)}`,
            icon: 'class',
            tone: 'indigo' as const,
            act: () => {
              draft.session = one.session.id;
              next();
            },
          })),
        );
      },
    },
    {
      key: 'gi',
      title: () => t('photo.of'),
      body: ({ draft, next }) =>
        picks(
          (['sheet', 'class'] as const).map((what) => ({
            key: what,
            name: say('photo', what),
            about: say('photo', `${what}-about`),
            icon: what === 'sheet' ? 'file' : 'people',
            tone: 'indigo' as const,
            act: () => {
              draft.what = what;
              next();
            },
          })),
        ),
    },
    {
      key: 'chup',
      title: (draft) => say('photo', draft.what),
      body: (moves) => [
        h('p', { class: 'soft' }, say('photo', `${moves.draft.what}-about`)),
        photoField(moves.field, t('photo.take'), (photo) => (moves.draft.photo = photo), moves.draft.photo),
        textField({ label: t('note.label'), optional: true, value: moves.draft.note, oninput: (text) => (moves.draft.note = text) }).element,
        saveButton(moves),
      ],
    },
  ],
  save: async (draft, field) => {
    if (draft.photo === null) {
      sayHere({ kind: 'bad', title: t('error.title'), text: t('photo.missing') });
      return null;
    }
    return field.record({ type: 'photo.attach', payload: { session: draft.session, what: draft.what, note: draft.note.trim() }, photos: [draft.photo] });
  },
  said: (draft) => t('photo.saved', { what: say('photo', draft.what) }),
};

