// Pieces that several screens are made of. All of them large enough for a thumb that trembles.
import type { Component, Field, Item, PersonView, SaveResult, SessionView, Topic } from '../engine/api';
import { CODES } from '../engine/wire';
import { h, icon, refill, type Inside } from './dom';
import { announce } from './shell';
import { day, has as hasWords, minutes, say, t, weekday } from './words';
import { fold } from '../../fold';

export const TOPICS = CODES.topic;
export const COMPONENTS = CODES.component;
export const TASKS: Record<Component, number> = { knowledge: 3, skill: 4, device: 5, service: 4, safety: 4 };
export const TOPIC_ICON: Record<Topic, string> = {
  vneid: 'seal',
  dvctt: 'report',
  payment: 'copy',
  health: 'plus',
  safety: 'shield',
  device: 'mobile',
  other: 'more',
};
export const RESULT_ICON = { unaided: 'good', helped: 'hand', not_yet: 'book' } as const;

/** One thing to choose: a whole row is the button. */
export interface Pick {
  key: string;
  name: string;
  about?: string | undefined;
  icon?: string;
  tone?: 'lamp' | 'brick' | 'indigo';
  disabled?: string | false;
  act: () => void;
}

export function pick(one: Pick): HTMLElement {
  const about = one.disabled || one.about;
  return h(
    'button',
    { class: 'pick', type: 'button', 'data-key': one.key, 'aria-disabled': one.disabled ? 'true' : null, onclick: () => (one.disabled ? announce(one.disabled) : one.act()) },
    one.icon !== undefined && h('span', { class: `card-icon ${one.tone ?? ''}` }, icon(one.icon)),
    h('span', { class: 'pick-text' }, h('span', { class: 'pick-name' }, one.name), about ? h('span', { class: 'pick-about' }, about) : null),
    icon('right'),
  );
}

export function picks(list: Pick[], kind = ''): HTMLElement {
  return h('ul', { class: `picks ${kind}` }, list.map((one) => h('li', null, pick(one))));
}

/** A link that looks as a pick does. */
export function way(href: string, name: string, about: string | undefined, picture: string, tone = ''): HTMLElement {
  return h(
    'a',
    { class: 'pick', href: `#${href}` },
    h('span', { class: `card-icon ${tone}` }, icon(picture)),
    h('span', { class: 'pick-text' }, h('span', { class: 'pick-name' }, name), about !== undefined && h('span', { class: 'pick-about' }, about)),
    icon('right'),
  );
}

/** The main button of a screen. */
export function primary(words: string, act: (event: Event) => void, picture?: string): HTMLButtonElement {
  return h('button', { class: 'button primary large wide', type: 'button', 'data-key': 'primary', onclick: act }, picture !== undefined && icon(picture), words);
}

export function secondary(words: string, act: (event: Event) => void, picture?: string): HTMLButtonElement {
  return h('button', { class: 'button large wide', type: 'button', onclick: act }, picture !== undefined && icon(picture), words);
}

/** The letter of the given name on a colour that stays with the person. */
export function avatar(id: string, name: string): HTMLElement {
  let sum = 0;
  for (const letter of id) sum = (sum + letter.charCodeAt(0)) % 5;
  const given = name.trim().split(/\s+/).pop() ?? '';
  return h('span', { class: `avatar ${sum === 0 ? '' : `hue-${sum + 1}`}`, 'aria-hidden': 'true' }, given.slice(0, 1).toUpperCase());
}

/** Somebody of a village that this phone is told nothing of: on a roll, and nowhere else. */
export const isGuest = (one: PersonView): boolean => one.person.village === '';

/** What tells two people of one name apart. */
export function personAbout(one: PersonView): string {
  const parts = [];
  if (one.person.birth_year !== null) parts.push(t('roll.born', { year: String(one.person.birth_year) }));
  if (one.person.hamlet !== null && one.person.hamlet !== '') parts.push(one.person.hamlet);
  parts.push(isGuest(one) ? t('roll.guest') : one.villageName);
  return parts.filter((part) => part !== '').join(' · ');
}

export function personPick(one: PersonView, act: (one: PersonView) => void): HTMLElement {
  return h(
    'li',
    null,
    h(
      'button',
      { class: 'pick', type: 'button', 'data-key': one.person.id, onclick: () => act(one) },
      avatar(one.person.id, one.person.name),
      h('span', { class: 'pick-text' }, h('span', { class: 'pick-name' }, one.person.name), h('span', { class: 'pick-about' }, personAbout(one))),
      icon('right'),
    ),
  );
}

let names = 0;

export interface TextField {
  element: HTMLElement;
  input: HTMLInputElement | HTMLTextAreaElement;
  value(): string;
  /** Shows what is wrong, or takes it away with ''. */
  fail(words: string): void;
}

interface TextWish {
  label: string;
  hint?: string;
  value?: string;
  optional?: boolean;
  long?: boolean;
  max?: number;
  mode?: string;
  width?: string;
  complete?: string;
  list?: string[];
  oninput?: (value: string) => void;
}

/** A field of text: label above, hint under it, the error between hint and box. */
export function textField(wish: TextWish): TextField {
  names += 1;
  const id = `f${names}`;
  const error = h('span', { class: 'error', id: `${id}e`, hidden: true });
  const traits = {
    id,
    value: wish.value ?? '',
    maxlength: wish.max ?? 500,
    inputmode: wish.mode,
    autocomplete: wish.complete ?? 'off',
    class: wish.width,
    list: wish.list === undefined ? undefined : `${id}l`,
    'aria-describedby': wish.hint === undefined ? undefined : `${id}h`,
    oninput: (event: Event) => wish.oninput?.((event.target as HTMLInputElement).value),
  };
  const input = wish.long === true ? h('textarea', { ...traits, rows: 3 }) : h('input', { type: 'text', ...traits });
  const element = h(
    'div',
    { class: 'field' },
    h('label', { for: id }, wish.label, wish.optional === true && h('span', { class: 'optional' }, ` (${t('optional')})`)),
    wish.hint !== undefined && h('span', { class: 'hint', id: `${id}h` }, wish.hint),
    error,
    input,
    wish.list !== undefined && h('datalist', { id: `${id}l` }, wish.list.map((one) => h('option', { value: one }))),
  );
  return {
    element,
    input,
    value: () => input.value.trim(),
    fail: (words) => {
      error.hidden = words === '';
      element.classList.toggle('bad', words !== '');
      refill(error, icon('late'), h('span', null, h('span', { class: 'unseen' }, t('error.prefix')), words));
      if (words === '') input.removeAttribute('aria-invalid');
      else input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', [wish.hint === undefined ? '' : `${id}h`, words === '' ? '' : `${id}e`].join(' ').trim());
    },
  };
}

export interface Choice<V> {
  element: HTMLElement;
  value(): V | undefined;
  fail(words: string): void;
}

/** A question with a few answers side by side; nothing is chosen beforehand unless `chosen` says so. */
export function choice<V extends string | boolean | null>(
  words: string,
  answers: { value: V; words: string; icon?: string }[],
  chosen: V | undefined,
  then: (value: V) => void = () => undefined,
): Choice<V> {
  names += 1;
  const name = `c${names}`;
  let now = chosen;
  const error = h('span', { class: 'error', id: `${name}e`, hidden: true });
  const element = h(
    'fieldset',
    { class: 'field ask' },
    h('legend', { class: 'legend' }, words),
    error,
    h(
      'div',
      { class: 'ask-answers' },
      answers.map((one) =>
        h(
          'label',
          { class: 'ask-answer' },
          h('input', {
            type: 'radio',
            name,
            'data-value': String(one.value),
            checked: one.value === chosen,
            onchange: () => {
              now = one.value;
              then(one.value);
            },
          }),
          one.icon !== undefined && icon(one.icon),
          h('span', null, one.words),
        ),
      ),
    ),
  );
  return {
    element,
    value: () => now,
    fail: (text) => {
      error.hidden = text === '';
      element.classList.toggle('bad', text !== '');
      refill(error, icon('late'), h('span', null, h('span', { class: 'unseen' }, t('error.prefix')), text));
    },
  };
}

/** Yes, no, not known. */
export function yesNo(words: string, chosen: boolean | null | undefined, then: (value: boolean | null) => void): HTMLElement {
  return choice<boolean | null>(
    words,
    [
      { value: true, words: t('yes'), icon: 'check' },
      { value: false, words: t('no'), icon: 'cross' },
      { value: null, words: t('unknown') },
    ],
    chosen,
    then,
  ).element;
}

/** A large box to tick; never ticked beforehand unless it was ticked before. */
export function tick(words: string, ticked: boolean, then: (on: boolean) => void): HTMLElement {
  return h(
    'label',
    { class: 'tick' },
    h('input', { type: 'checkbox', checked: ticked, onchange: (event: Event) => then((event.target as HTMLInputElement).checked) }),
    h('span', null, words),
  );
}

/** A search box over a list that `rows` makes anew for each text. */
export function searched(label: string, rows: (text: string) => Inside, start = ''): HTMLElement {
  const list = h('div', { class: 'found' });
  const box = h('input', {
    type: 'search',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    enterkeyhint: 'search',
    value: start,
    placeholder: label,
    'aria-label': label,
    'data-key': 'search',
    oninput: () => refill(list, rows(box.value.trim())),
  });
  refill(list, rows(start));
  return h('div', { class: 'stack' }, h('div', { class: 'search-box' }, icon('search'), box), list);
}

/** Words for why nothing was written; null when it was. */
export function refusal(result: SaveResult): string | null {
  if (result.code === 'saved') return null;
  if (result.code === 'storage_full') return t('saved.full');
  if (result.code === 'sealed') return t('saved.sealed');
  if (result.code === 'stale') return t('protocol.why');
  return t('saved.failed');
}

/** "Gọi video, 19:30, Nhà văn hóa". */
export function sessionAbout(view: SessionView): string {
  const { session } = view;
  return [`${weekday(session.day)} ${day(session.day)}`, `${minutes(session.start_minute)} – ${minutes(session.end_minute)}`, session.venue ?? '']
    .filter((part) => part !== '')
    .join(' · ');
}

/** The words of one operation's type. */
export function typeWords(item: Item): string {
  return hasWords(`op.type.${item.type}`) ? say('op.type', item.type) : t('op.type.unknown');
}


/** Whether every word of `text` begins some word of `name`, marks or no marks. */
export function fits(name: string, text: string): boolean {
  const parts = fold(name).split(' ');
  return fold(text)
    .split(' ')
    .every((wanted) => parts.some((part) => part.startsWith(wanted)));
}

/** The village to write under when there is but one, or the one of a running class. */
export function ownVillage(field: Field): string | null {
  const stage = field.status().stage;
  if (stage.at !== 'open') return null;
  return stage.me.villages.length === 1 ? (stage.me.villages[0]?.id ?? null) : null;
}

/** The villages of whoever works here. */
export function villages(field: Field): { id: string; name: string }[] {
  const stage = field.status().stage;
  return stage.at === 'open' ? stage.me.villages : [];
}
