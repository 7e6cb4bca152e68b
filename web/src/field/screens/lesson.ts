// A lesson, one step a screen; a guide, all on one. Read aloud where the phone has a voice.
import type { Field } from '../engine/api';
import type { Shelf } from '../library';
import { plain, type Item, type Part } from '../library/pack';
import { h, icon, type Inside } from './dom';
import { pick, way } from './parts';
import { changed, draw, swap, type Route, type Screen } from './shell';
import { picture, prose } from './text';
import { canSpeak, hush, speakLines, whenVoices } from './voice';
import { day, t } from './words';

/** Whether somebody wants each step read as it comes. */
let reading = false;
let waitsForVoices = false;

function spokenLines(part: Part): string[] {
  return [part.title, part.picture?.[0] === '' ? part.picture[1] : '', ...plain(part.body)].filter((line) => line !== '');
}

function silence(): void {
  reading = false;
  hush();
}

function read(item: Item, lines: string[]): void {
  reading = true;
  speakLines(lines, item.lang, () => {
    reading = false;
    draw();
  });
  draw();
}

function listen(item: Item, lines: string[]): Inside {
  if (!waitsForVoices) {
    waitsForVoices = true;
    whenVoices(() => changed(new Set(['shelf'])));
  }
  if (!canSpeak(item.lang)) return null;
  const press = (): void => {
    if (reading) {
      silence();
      draw();
    } else read(item, lines);
  };
  return h(
    'button',
    { class: 'button large wide', type: 'button', 'data-key': 'listen', 'aria-pressed': String(reading), onclick: press },
    icon(reading ? 'stop' : 'speaker'),
    t(reading ? 'lesson.hush' : 'lesson.listen'),
  );
}

function body(shelf: Shelf, item: Item, part: Part): Inside {
  return [
    part.picture !== null && h('div', { class: 'f-step-picture' }, picture(shelf, part.picture[0], part.picture[1])),
    h('div', { class: `prose f-text f-part-${part.name}`, lang: item.lang }, part.body.map((tree) => prose(shelf, tree))),
  ];
}

/** Where its facts come from, and when somebody last looked them up. */
function facts(item: Item): HTMLElement {
  return h('p', { class: 'soft small' }, [t('lesson.checked', { day: day(item.checked) }), item.source, item.licence].filter((one) => one !== '').join(' · '));
}

/** What there is to do after the last step. */
function after(field: Field, shelf: Shelf, item: Item, session: string): Inside {
  const { online } = field.status();
  const guide = item.guide === '' ? null : shelf.item(item.guide);
  return [
    h('p', null, t('lesson.end-lead')),
    h(
      'div',
      { class: 'picks' },
      session !== '' && field.session(session) !== null && way(`/buoi/${session}`, t('lesson.to-roll'), undefined, 'check'),
      shelf.practice(item.practice) !== null && way(`/tap/${item.practice}`, t('lesson.practise'), t('lesson.practise-about'), 'mobile', 'lamp'),
      item.quiz &&
        (online
          ? h(
              'a',
              { class: 'pick', href: `/kiem-tra/${item.id}` },
              h('span', { class: 'card-icon' }, icon('check')),
              h('span', { class: 'pick-text' }, h('span', { class: 'pick-name' }, t('lesson.quiz')), h('span', { class: 'pick-about' }, t('lesson.quiz-about'))),
              icon('right'),
            )
          : pick({ key: 'quiz', name: t('lesson.quiz'), icon: 'check', disabled: t('lesson.quiz-offline'), act: () => undefined })),
      guide !== null && way(`/bai/${guide.id}`, guide.title, t('lesson.guide-about'), 'file', 'indigo'),
      way(`/bai${session === '' ? '' : `?lop=${session}`}`, t('lesson.more'), undefined, 'book'),
    ),
    facts(item),
  ];
}

function lesson(field: Field, shelf: Shelf, item: Item, at: number, session: string): Screen {
  const of = item.parts.length + 1;
  const part = item.parts[at - 1];
  const to = (step: number): string => `/bai/${item.id}/${step}${session === '' ? '' : `?lop=${session}`}`;
  const trouble = item.parts.findIndex((one) => one.name === 'trouble') + 1;
  const lines = part === undefined ? [] : spokenLines(part);
  const heading = h('h2', { class: 'f-step-title', tabindex: -1, lang: part === undefined ? null : item.lang }, part === undefined ? t('lesson.end') : part.title === '' ? item.title : part.title);
  const move = (step: number): void => {
    const next = item.parts[step - 1];
    const goesOn = reading && next !== undefined;
    // Leaving the step silences it; what was read goes on with the next one.
    swap(to(step));
    if (goesOn) read(item, spokenLines(next));
  };
  const step = (words: string, picture: string, target: number, kind: string, key: string): HTMLElement =>
    h('button', { class: `button large ${kind}`, type: 'button', 'data-key': key, onclick: () => move(target) }, words, picture !== '' && icon(picture));
  return {
    title: item.title,
    focus: heading,
    live: part === undefined ? ['shelf', 'status'] : ['shelf'],
    left: silence,
    body: h(
      'div',
      { class: 'page narrow f-lesson', 'data-at': at, 'data-of': of },
      h('p', { class: 'f-progress' }, t('step', { n: at, of })),
      heading,
      part === undefined ? after(field, shelf, item, session) : [at === 1 && h('p', { class: 'soft', lang: item.lang }, item.summary), body(shelf, item, part), listen(item, lines)],
      part !== undefined &&
        trouble > 0 &&
        part.name !== 'trouble' &&
        h('button', { class: 'button wide f-trouble', type: 'button', 'data-key': 'trouble', onclick: () => move(trouble) }, icon('help'), t('lesson.trouble')),
      h(
        'div',
        { class: 'f-step-nav' },
        h('progress', { class: 'progress', max: of, value: at, 'aria-label': t('step', { n: at, of }) }),
        h('div', { class: 'f-step-buttons' }, at > 1 && step(t('lesson.back'), '', at - 1, '', 'back'), at < of && step(t('lesson.next'), 'right', at + 1, 'primary', 'next')),
      ),
    ),
  };
}

function guide(shelf: Shelf, item: Item, session: string): Screen {
  const lessons = shelf.items().filter((one) => one.guide === item.id);
  return {
    title: item.title,
    live: ['shelf'],
    left: silence,
    body: h(
      'div',
      { class: 'page narrow f-guide' },
      h('p', { class: 'soft', lang: item.lang }, item.summary),
      listen(item, item.parts.flatMap(spokenLines)),
      item.parts.map((part) => h('section', { class: 'f-section' }, part.title !== '' && h('h2', { lang: item.lang }, part.title), body(shelf, item, part))),
      lessons.length > 0 &&
        h('div', { class: 'picks f-section' }, lessons.map((one) => way(`/bai/${one.id}${session === '' ? '' : `?lop=${session}`}`, one.title, t('lesson.of-guide'), 'book'))),
      facts(item),
    ),
  };
}

/** `/bai/{item}/{step}`; the phone's way back leaves the lesson, its buttons go from step to step. */
export function lessonRoute(field: Field, shelf: Shelf): (rest: string[], query: URLSearchParams) => Screen {
  return (rest, query) => {
    void shelf.load();
    const item = shelf.item(rest[0] ?? '');
    const session = query.get('lop') ?? '';
    if (item === null) {
      return {
        title: t('lib.title'),
        live: ['shelf'],
        body: h(
          'div',
          { class: 'page narrow' },
          h('p', { role: 'status' }, t(shelf.state === 'starting' ? 'loading' : 'lesson.gone')),
          shelf.state !== 'starting' && h('div', { class: 'picks f-section' }, way('/bai', t('lib.title'), undefined, 'book'), way('/goi', t('lib.packs'), undefined, 'download', 'lamp')),
        ),
      };
    }
    if (item.kind === 'guide') return guide(shelf, item, session);
    const at = Math.min(Math.max(1, Math.trunc(Number(rest[1] ?? '1')) || 1), item.parts.length + 1);
    return lesson(field, shelf, item, at, session);
  };
}

export const libraryRoutes = (library: Route, one: (rest: string[], query: URLSearchParams) => Screen): Route => (rest, query) => (rest[0] === undefined ? library(rest, query) : one(rest, query));
