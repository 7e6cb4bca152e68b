// The lessons on this phone: to find one, and to fetch, renew and remove the packs they come in. Needs neither PIN nor signal.
import type { Field } from '../engine/api';
import type { Shelf } from '../library';
import { AUDIENCES, type Audience, type Item } from '../library/pack';
import { find } from '../library/search';
import type { PackView, ShelfFault } from '../library/shelf';
import { h, icon, type Inside } from './dom';
import { primary, searched, way } from './parts';
import { announce, draw, isFresh, notice, sayHere, type Route, type Screen } from './shell';
import { count, day, dayOf, say, spoken, t } from './words';

type View = 'want' | 'title' | 'guide';
const VIEWS: { view: View; icon: string }[] = [
  { view: 'want', icon: 'hand' },
  { view: 'title', icon: 'book' },
  { view: 'guide', icon: 'file' },
];
const FOR_CLASS = 3; // lessons offered for a class
const KB = 1024;

/** Stay as they are while somebody reads a lesson and comes back. */
let view: View = 'want';
let question = '';

/** A size in words, rounded up. */
export function sizeWords(bytes: number): string {
  const kb = Math.ceil(bytes / KB);
  return kb < KB ? t('lib.kb', { n: kb }) : t('lib.mb', { n: (Math.ceil((10 * kb) / KB) / 10).toLocaleString(spoken() === 'vi' ? 'vi-VN' : 'en-GB') });
}

const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);
const tail = (session: string): string => (session === '' ? '' : `?lop=${session}`);

function row(item: Item, session: string): HTMLElement {
  const wants = view === 'want' && question === '' && item.kind === 'lesson' && item.want !== '';
  const about = [wants ? item.title : item.summary, t('lib.minutes', { n: item.minutes }), item.lang === spoken() ? '' : say('settings', `lang-${item.lang}`)];
  const made = way(
    `/bai/${item.id}${tail(session)}`,
    wants ? capital(item.want) : item.title,
    about.filter((one) => one !== '').join(' · '),
    item.kind === 'lesson' ? 'book' : 'file',
    item.kind === 'lesson' ? '' : 'indigo',
  );
  made.dataset['item'] = item.id;
  return h('li', null, made);
}

const rows = (items: Item[], session: string): HTMLElement => h('ul', { class: 'picks' }, items.map((item) => row(item, session)));

/** By audience, as the plan names them; an item for two of them stands under the first. */
function grouped(items: Item[], session: string): Inside {
  const order = (a: Item, b: Item): number =>
    view === 'want' ? a.level - b.level || a.want.localeCompare(b.want, 'vi') : a.title.localeCompare(b.title, 'vi');
  const first = (item: Item): Audience => AUDIENCES.find((one) => item.audience.includes(one)) ?? 'citizen';
  return AUDIENCES.map((audience) => {
    const own = items.filter((item) => first(item) === audience).sort(order);
    return own.length > 0 && h('section', { class: 'f-section' }, h('h2', { class: 'f-heading' }, say('audience', audience)), rows(own, session));
  });
}

function views(): HTMLElement {
  return h(
    'div',
    { class: 'f-ways', role: 'group', 'aria-label': t('lib.views') },
    VIEWS.map((one) =>
      h(
        'button',
        { class: 'f-way', type: 'button', 'data-key': `view-${one.view}`, 'aria-pressed': String(view === one.view), onclick: () => ((view = one.view), draw()) },
        icon(one.icon),
        h('span', null, say('lib.view', one.view)),
      ),
    ),
  );
}

/** Nothing is on this phone yet: one button brings the citizens' pack. */
function bare(shelf: Shelf): Inside {
  if (shelf.state === 'starting') return h('p', { role: 'status' }, t('loading'));
  if (shelf.state === 'broken') return notice('bad', t('lib.broken'), h('p', null, t('lib.broken-why')));
  const citizen = shelf.packs()[0];
  return [
    h('div', { class: 'empty f-empty' }, icon('book'), h('p', { class: 'strong' }, t('lib.none')), h('p', null, t('lib.none-why'))),
    citizen !== undefined && state(shelf, citizen),
    citizen?.under === null && primary(t('lib.first'), () => void bring(shelf, citizen), 'download'),
  ];
}

export function libraryRoute(field: Field, shelf: Shelf): Route {
  return (_rest, query): Screen => {
    if (isFresh()) question = query.get('tim') ?? '';
    void shelf.load();
    const session = query.get('lop') ?? '';
    const taught = session === '' ? null : field.session(session);
    const items = shelf.items();
    const { edition } = shelf;
    const fit = taught === null ? [] : find(items.filter((item) => item.kind === 'lesson'), taught.session.title, FOR_CLASS);
    const kept = shelf.packs().filter((pack) => pack.facts !== null);
    const list = (text: string): Inside => {
      question = text;
      if (text === '') return grouped(items.filter((item) => (item.kind === 'guide') === (view === 'guide')), session);
      const found = find(items, text);
      return [
        h('p', { class: 'soft', role: 'status' }, found.length === 0 ? t('lib.not-found', { text }) : t('lib.found', { n: found.length })),
        rows(found, session),
      ];
    };
    return {
      title: taught === null ? t('lib.title') : t('lib.teach'),
      tool: h('a', { class: 'f-menu', href: '#/goi' }, icon('download'), h('span', { class: 'unseen' }, t('lib.packs'))),
      changed: (what) => {
        // Typing goes on while a pack comes in: only what there is to read counts.
        if (what.has('shelf') && (shelf.edition !== edition || items.length === 0)) draw();
      },
      body: h(
        'div',
        { class: 'page narrow f-lib' },
        items.length === 0
          ? bare(shelf)
          : [
              taught !== null &&
                h('section', { class: 'f-section' }, h('h2', { class: 'f-heading' }, t('lib.for-class', { title: taught.session.title })), fit.length === 0 ? h('p', { class: 'soft' }, t('lib.for-class-none')) : rows(fit, session)),
              views(),
              searched(t('lib.search'), list, question),
            ],
        h('div', { class: 'picks f-section' }, way('/goi', t('lib.packs'), kept.length === 0 ? undefined : packsWords(kept), 'download', 'lamp')),
      ),
    };
  };
}

const packsWords = (kept: PackView[]): string => t('lib.kept', { n: kept.length, size: sizeWords(kept.reduce((sum, pack) => sum + (pack.facts?.bytes ?? 0), 0)) });

// ---------------------------------------------------------------- the packs

const FAULTS: Record<ShelfFault, () => [string, string]> = {
  offline: () => [t('lib.fault.offline'), t('lib.fault.offline-why')],
  server: () => [t('lib.fault.server'), t('lib.fault.server-why')],
  storage_full: () => [t('lib.fault.full'), t('lib.fault.full-why')],
  storage_broken: () => [t('lib.broken'), t('lib.broken-why')],
};

async function bring(shelf: Shelf, pack: PackView): Promise<void> {
  announce(t('lib.coming'));
  const outcome = await shelf.bring(pack.audience, spoken());
  const name = say('audience', pack.audience);
  if (outcome === 'fetched') sayHere({ kind: 'good', title: t('lib.fetched', { name }) });
  if (outcome === 'same') sayHere({ kind: 'info', title: t('lib.same', { name }) });
}

/** How a pack is coming along, or why it did not come. */
function state(_shelf: Shelf, pack: PackView): Inside {
  if (pack.under !== null) {
    const { done, total } = pack.under;
    const words = total > 0 ? t('lib.progress', { n: Math.min(100, Math.round((100 * done) / total)) }) : t('lib.coming');
    return [
      h('progress', { class: 'progress', 'aria-label': t('lib.coming'), ...(total > 0 ? { max: total, value: Math.min(done, total) } : {}) }),
      h('p', { class: 'soft' }, words),
    ];
  }
  if (pack.fault === null) return null;
  const [heading, why] = FAULTS[pack.fault]();
  return notice(pack.fault === 'offline' ? 'warn' : 'bad', heading, h('p', null, why));
}

function card(shelf: Shelf, pack: PackView): HTMLElement {
  const { facts } = pack;
  const here = facts !== null;
  const about = here
    ? t('lib.facts', { items: facts.items, size: sizeWords(facts.bytes), day: day(dayOf(facts.at)) })
    : pack.weight === null
      ? t('lib.not-here')
      : t('lib.not-here-size', { size: sizeWords(pack.weight) });
  const name = say('audience', pack.audience);
  const press = (words: string, picture: string, act: () => void, key: string, kind: string): HTMLElement =>
    h('button', { class: `button large wide ${kind}`, type: 'button', 'data-key': key, 'aria-label': `${words}: ${name}`, onclick: act }, icon(picture), words);
  return h(
    'article',
    { class: 'card f-pack', 'data-pack': pack.audience, 'data-state': here ? 'kept' : 'none' },
    h('h2', null, name),
    h('p', null, icon(here ? 'good' : 'none'), ' ', about),
    here && facts.lang !== spoken() && h('p', { class: 'soft' }, t('lib.other-language')),
    here && pack.newer && h('p', null, h('span', { class: 'tag' }, t('lib.newer'))),
    state(shelf, pack),
    pack.under === null &&
      h(
        'div',
        { class: 'f-pack-acts' },
        here
          ? press(t('lib.update'), 'download', () => void bring(shelf, pack), `bring-${pack.audience}`, pack.newer ? 'primary' : '')
          : press(t('lib.fetch'), 'download', () => void bring(shelf, pack), `bring-${pack.audience}`, 'primary'),
        here && press(t('lib.remove'), 'trash', () => void shelf.remove(pack.audience).then(() => sayHere({ kind: 'info', title: t('lib.removed', { name }) })), `remove-${pack.audience}`, ''),
      ),
  );
}

export function packsRoute(shelf: Shelf): Route {
  return (): Screen => {
    if (isFresh()) void shelf.load().then(() => shelf.look(spoken()));
    else void shelf.load();
    const packs = shelf.packs();
    return {
      title: t('lib.packs'),
      live: ['shelf'],
      body: h(
        'div',
        { class: 'page narrow stack' },
        h('p', null, t('lib.packs-lead')),
        shelf.state === 'broken' && notice('bad', t('lib.broken'), h('p', null, t('lib.broken-why'))),
        packs.map((pack) => card(shelf, pack)),
        h('p', { class: 'soft' }, t('lib.packs-note', { n: count(packs.length) })),
      ),
    };
  };
}

