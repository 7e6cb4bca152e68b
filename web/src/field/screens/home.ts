// The first screen: the class of today, my five people, what I promised, who waits for help.
import type { Field, PairView, QuotaView, SessionView } from '../engine/api';
import { h, icon, ring, type Inside } from './dom';
import { avatar, sessionAbout, way } from './parts';
import { notices } from './notices';
import type { Route } from './shell';
import { count, day, local, minutes, moment, say, t, weekday } from './words';

/** The leaf of the calendar for a day, lying flat. */
function leaf(iso: string): HTMLElement {
  const date = new Date(`${iso}T00:00:00Z`);
  return h(
    'div',
    { class: `f-leaf ${date.getUTCDay() === 0 ? 'sunday' : ''}`, 'aria-hidden': 'true' },
    h('span', { class: 'f-leaf-week' }, weekday(iso)),
    h('span', { class: 'f-leaf-number' }, String(date.getUTCDate())),
  );
}

function classCard(view: SessionView): HTMLElement {
  const { session } = view;
  const off = session.state === 'cancelled';
  return h(
    'article',
    { class: 'card f-class' },
    h(
      'div',
      { class: 'f-class-head' },
      leaf(session.day),
      h(
        'div',
        { class: 'f-class-text' },
        h('h2', null, session.title),
        h('p', { class: 'soft' }, `${minutes(session.start_minute)} – ${minutes(session.end_minute)}`, session.venue !== null && ` · ${session.venue}`),
        off
          ? h('p', null, h('span', { class: 'tag bad' }, t('classes.state.cancelled')))
          : h('p', { class: 'strong number' }, icon('people'), ' ', t('home.present', { n: view.present + view.late, of: view.seats })),
      ),
    ),
    !off && h('a', { class: 'button primary large wide', href: `#/buoi/${session.id}` }, icon('check'), t('home.roll')),
  );
}

function mentee(one: PairView): HTMLElement {
  const name = one.person?.person.name ?? t('answer.stranger');
  const reached = one.person === null ? 0 : new Set([...Object.keys(one.person.person.skills), ...one.person.skillsOnPhone]).size;
  const met = one.lastContact === null ? t('home.never') : t('home.last-contact', { when: day(one.lastContact) });
  return h(
    'li',
    null,
    h(
      'a',
      { class: 'pick', href: `#/nguoi/${one.pair.person}` },
      avatar(one.pair.person, name),
      h('span', { class: 'pick-text' }, h('span', { class: 'pick-name' }, name), h('span', { class: 'pick-about' }, `${met} · ${t('home.skills', { n: reached })}`)),
      icon('right'),
    ),
  );
}

/** "2026-11" is a month; other periods are said as they come. */
function periodWords(period: string): string {
  const month = /^(\d{4})-(\d{2})$/.exec(period);
  return month === null ? t('home.quota-of', { period }) : t('home.quota-month', { month: String(Number(month[2])), year: month[1] ?? '' });
}

function quotaCard(view: QuotaView): HTMLElement {
  const { quota } = view;
  const one = (what: string, done: number, here: number, of: number): Inside =>
    of > 0 &&
    h(
      'li',
      { class: 'f-quota-one' },
      ring(done + here, of, t('home.quota-label', { what, done: done + here, of })),
      h('span', null, what),
    );
  const here = view.peopleHere + view.difficultiesHere;
  return h(
    'div',
    { class: 'card' },
    h('p', { class: 'soft' }, periodWords(quota.period)),
    h(
      'ul',
      { class: 'f-quota' },
      one(t('home.quota-people'), quota.people_done, view.peopleHere, quota.people),
      one(t('home.quota-sessions'), quota.sessions_done, 0, quota.sessions),
      one(t('home.quota-difficulties'), quota.difficulties_done, view.difficultiesHere, quota.difficulties),
    ),
    here > 0 && h('p', { class: 'soft small' }, t('home.quota-local', { n: here })),
  );
}

function nextClass(field: Field): Inside {
  const next = field.sessions().find((one) => one.when === 'coming' && one.session.state !== 'cancelled');
  return h(
    'div',
    { class: 'empty f-empty' },
    icon('calendar'),
    h('p', { class: 'strong' }, t('home.no-class')),
    next !== undefined &&
      h('p', null, t('home.next-class', { day: `${weekday(next.session.day)} ${day(next.session.day)}`, time: minutes(next.session.start_minute) })),
  );
}

function section(heading: string, ...inside: Inside[]): HTMLElement {
  return h('section', { class: 'f-section' }, h('h2', { class: 'f-heading' }, heading), inside);
}

export function homeRoute(field: Field): Route {
  return () => {
    const stage = field.status().stage;
    const me = stage.at === 'open' ? stage.me : null;
    const rights = new Set(me?.rights ?? []);
    const coach = rights.has('coach');
    const today = field.today();
    const first = today[0];
    const requests = field.requests().filter((one) => !one.closedHere);
    const five = field.myFive();
    const quota = field.quota();
    const given = me?.name.trim().split(/\s+/).pop() ?? '';
    const now = field.now();
    return {
      title: t('home.hello', { name: given }),
      root: true,
      live: ['status', 'rows', 'outbox'],
      body: h(
        'div',
        { class: 'page narrow f-home' },
        notices(field),
        section(
          t('home.today'),
          first === undefined ? nextClass(field) : classCard(first),
          today.slice(1).map((one) => way(`/buoi/${one.session.id}`, one.session.title, sessionAbout(one), 'class')),
          h('p', { class: 'actions' }, h('a', { class: 'button quiet', href: '#/buoi' }, icon('calendar'), t('home.all-classes'))),
        ),
        section(
          t('home.record'),
          h(
            'div',
            { class: 'picks' },
            coach && way('/giup', t('home.help'), undefined, 'hand'),
            way('/viec', t('home.other'), undefined, 'edit', 'indigo'),
          ),
        ),
        section(t('lib.home'), h('div', { class: 'picks' }, way('/bai', t('lib.title'), t('lib.about'), 'book'))),
        coach &&
          section(
            t('home.five'),
            five.length === 0 ? h('p', { class: 'soft' }, t('home.five-none')) : h('ul', { class: 'picks' }, five.map(mentee)),
          ),
        coach &&
          section(
            requests.length === 0 ? t('home.requests') : `${t('home.requests')} (${count(requests.length)})`,
            requests.length === 0
              ? h('p', { class: 'soft' }, t('home.requests-none'))
              : h(
                  'div',
                  { class: 'picks' },
                  requests.slice(0, 5).map((one) =>
                    way(`/yeu-cau?so=${one.request.id}`, one.request.who, `${say('topic', one.request.topic)} · ${moment(one.request.asked_at, now)}`, 'chat', 'lamp'),
                  ),
                ),
          ),
        coach && section(t('home.quota'), quota.length === 0 ? h('p', { class: 'soft' }, t('home.quota-none')) : quota.map(quotaCard)),
      ),
    };
  };
}

/** All classes that this phone knows, by day. */
export function classesRoute(field: Field): Route {
  return () => {
    const all = field.sessions();
    const today = local(field.now()).toISOString().slice(0, 10);
    const days = [...new Set(all.map((one) => one.session.day))].sort((a, b) => (a === today ? -1 : b === today ? 1 : a < b ? -1 : 1));
    return {
      title: t('classes.title'),
      live: ['rows'],
      body: h(
        'div',
        { class: 'page narrow' },
        all.length === 0 && h('p', { class: 'soft' }, t('classes.none')),
        days.map((iso) =>
          section(
            iso === today ? `${t('classes.today')}, ${day(iso)}` : `${weekday(iso)} ${day(iso)}`,
            h(
              'div',
              { class: 'picks' },
              all
                .filter((one) => one.session.day === iso)
                .map((one) =>
                  way(
                    `/buoi/${one.session.id}`,
                    one.session.title,
                    [
                      `${minutes(one.session.start_minute)} – ${minutes(one.session.end_minute)}`,
                      one.session.venue ?? '',
                      one.session.state === 'cancelled' ? t('classes.state.cancelled') : t('home.present', { n: one.present + one.late, of: one.seats }),
                    ]
                      .filter((part) => part !== '')
                      .join(' · '),
                    one.session.state === 'cancelled' ? 'cross' : 'class',
                    one.when === 'now' ? '' : 'indigo',
                  ),
                ),
            ),
          ),
        ),
      ),
    };
  };
}

/** What else can be recorded. */
export function otherRoute(field: Field): Route {
  return () => {
    const stage = field.status().stage;
    const rights = new Set(stage.at === 'open' ? stage.me.rights : []);
    const coach = rights.has('coach');
    const roll = rights.has('take_attendance');
    const one = (may: boolean, href: string, what: 'skill' | 'visit' | 'commit' | 'stall' | 'identity' | 'shift' | 'person' | 'lost' | 'sheet', picture: string, tone = ''): Inside =>
      may && way(href, say('other', what), say('other', `${what}-about`), picture, tone);
    return {
      title: t('other.title'),
      body: h(
        'div',
        { class: 'page narrow' },
        h(
          'div',
          { class: 'picks' },
          coach && way('/giup', t('help.title'), undefined, 'hand'),
          one(rights.has('record_skill'), '/kynang', 'skill', 'good'),
          one(coach, '/tham', 'visit', 'home', 'indigo'),
          one(coach, '/giadinhso', 'commit', 'people', 'indigo'),
          one(coach, '/sap', 'stall', 'place', 'lamp'),
          one(coach, '/vneid', 'identity', 'seal', 'lamp'),
          one(coach, '/ca', 'shift', 'clock', 'indigo'),
          one(roll, '/nguoi-moi', 'person', 'plus'),
          one(roll, '/anh', 'sheet', 'file', 'indigo'),
          one(roll, '/mat-the', 'lost', 'lock', 'brick'),
        ),
      ),
    };
  };
}
