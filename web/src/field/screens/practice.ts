// A practice: a neutral phone of our own to try things on. A wrong tap costs nothing and is explained; nothing is kept or sent.
import type { Shelf } from '../library';
import { under, type Piece, type Practice } from '../library/pack';
import { fold } from '../../fold';
import { h, icon, refill, type Inside } from './dom';
import { primary, secondary, way } from './parts';
import { go, goBack, swap, type Route, type Screen } from './shell';
import { picture } from './text';
import { t } from './words';

/** What somebody typed, as it is compared: no marks, no capitals, no spaces or signs. */
export const bareWords = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]/gu, '');

interface Walk {
  id: string;
  mistakes: number;
}

let walk: Walk = { id: '', mistakes: 0 };

function label(): HTMLElement {
  return h('p', { class: 'phone-label' }, t('practice.label'));
}

function run(shelf: Shelf, practice: Practice, lang: string, name: string): Screen {
  const screen = practice.screens[name];
  const first = name === practice.start;
  if (first || walk.id !== practice.id) walk = { id: practice.id, mistakes: 0 };
  const wrong = h('div', { class: 'mistake', role: 'alert', tabindex: -1, hidden: true });
  const mistake = (why: string): void => {
    walk.mistakes += 1;
    refill(wrong, h('p', { class: 'strong' }, t('practice.mistake')), h('p', { lang }, why));
    wrong.hidden = false;
    wrong.focus();
    wrong.scrollIntoView({ block: 'nearest' });
  };
  const to = (next: string): void => (next === practice.start ? swap : go)(`/tap/${practice.id}/${next}`);
  const tap = (piece: { go?: string; mistake?: string }): void => {
    if (piece.go !== undefined) to(piece.go);
    else if (piece.mistake !== undefined) mistake(piece.mistake);
  };
  const drawn = (piece: Piece): Inside => {
    switch (piece.kind) {
      case 'picture':
        return picture(shelf, piece.name, piece.alt);
      case 'heading':
        return h('h2', null, piece.text);
      case 'text':
        return h('p', null, piece.text);
      case 'speech':
        return h('p', { class: 'said' }, piece.text);
      case 'list':
        return h('ul', null, piece.items.map((one) => h('li', null, one)));
      case 'button': {
        const look = piece.look === 'main' ? 'primary' : piece.look === 'danger' ? 'danger' : '';
        return h('button', { class: `button ${look}`, type: 'button', onclick: () => tap(piece) }, piece.text);
      }
      case 'toggle':
        return h(
          'button',
          { class: 'button switch', type: 'button', onclick: () => tap(piece) },
          h('span', null, piece.text),
          h('span', { class: `tag ${piece.on ? 'good' : ''}` }, t(piece.on ? 'practice.on' : 'practice.off')),
        );
      case 'field': {
        const box = h('input', { type: 'text', id: `typed-${piece.name}`, maxlength: 200, autocomplete: 'off' });
        const send = (event: Event): void => {
          event.preventDefault();
          const typed = bareWords(box.value);
          if (piece.accept.some((right) => bareWords(right) === typed)) to(piece.go);
          else mistake(piece.mistake);
        };
        return h(
          'form',
          { class: 'stack tight', onsubmit: send },
          h('div', { class: 'field' }, h('label', { for: box.id }, piece.label), box),
          h('button', { class: 'button primary', type: 'submit' }, t('practice.send')),
        );
      }
    }
  };
  const hint = screen?.hint;
  const told = h('div', { class: 'notice info', role: 'status', hidden: true });
  const tellHint = (words: string): void => {
    refill(told, icon('help'), h('div', null, h('p', { lang }, words)));
    told.hidden = false;
    told.scrollIntoView({ block: 'nearest' });
  };
  const end = screen?.end;
  return {
    title: practice.title,
    body: h(
      'div',
      { class: 'page narrow stack', 'data-screen': name },
      first && h('p', { lang }, practice.intro),
      label(),
      h(
        'section',
        { class: 'phone', 'aria-label': t('practice.label'), lang },
        h('p', { class: 'phone-top' }, screen?.app ?? ''),
        h('div', { class: 'phone-body' }, wrong, (screen?.parts ?? []).map(drawn)),
      ),
      label(),
      hint !== undefined && end === undefined && [secondary(t('practice.hint'), () => tellHint(hint), 'help'), told],
      end !== undefined && [
        h('p', { class: 'strong', role: 'status' }, icon(end === 'good' ? 'good' : 'near'), ' ', end === 'good' ? t('practice.good', { n: walk.mistakes }) : t('practice.bad')),
        primary(t('practice.again'), () => go(`/tap/${practice.id}`), 'undo'),
        h('div', { class: 'picks' }, way('/bai', t('lesson.more'), undefined, 'book')),
      ],
    ),
  };
}

export function practiceRoute(shelf: Shelf): Route {
  return (rest): Screen => {
    void shelf.load();
    const found = shelf.practice(rest[0] ?? '');
    if (found === null) {
      return {
        title: t('practice.title'),
        live: ['shelf'],
        body: h(
          'div',
          { class: 'page narrow' },
          h('p', { role: 'status' }, t(shelf.state === 'starting' ? 'loading' : 'practice.gone')),
          shelf.state !== 'starting' && h('div', { class: 'f-save' }, primary(t('back'), () => goBack())),
        ),
      };
    }
    const { practice, lang } = found;
    const wanted = rest[1] ?? '';
    return run(shelf, practice, lang, under(practice.screens, wanted) !== undefined ? wanted : practice.start);
  };
}
