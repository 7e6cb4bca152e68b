// One of my people: what was reached, and what can be recorded about them in one tap.
import type { Field } from '../engine/api';
import { h, icon } from './dom';
import { avatar, COMPONENTS, personAbout, typeWords, way } from './parts';
import type { Route } from './shell';
import { day, moment, say, t } from './words';

export function personRoute(field: Field): Route {
  return (rest) => {
    const id = rest[0] ?? '';
    const one = field.person(id);
    if (one === null) return { title: t('person.title'), body: h('div', { class: 'page narrow' }, h('p', null, t('person.gone'))) };
    const stage = field.status().stage;
    const rights = new Set(stage.at === 'open' ? stage.me.rights : []);
    const pair = field.myFive().find((two) => two.pair.person === id);
    const records = field.about(id).slice(0, 5);
    return {
      title: one.person.name,
      live: ['rows'],
      body: h(
        'div',
        { class: 'page narrow' },
        h(
          'div',
          { class: 'f-person' },
          avatar(id, one.person.name),
          h(
            'div',
            null,
            h('p', null, personAbout(one)),
            one.person.phone !== null && h('p', { class: 'soft' }, t('person.phone-digits', { digits: one.person.phone })),
            pair?.pair.since && h('p', { class: 'soft' }, t('person.since', { day: day(pair.pair.since) })),
            pair?.pair.plan && h('p', { class: 'soft' }, `${t('person.plan')}: ${pair.pair.plan}`),
          ),
        ),
        h(
          'div',
          { class: 'picks' },
          pair !== undefined && way(`/gap?cap=${pair.pair.id}`, t('person.contact'), undefined, 'chat'),
          rights.has('coach') && way(`/giup?ai=${id}`, t('person.help'), undefined, 'hand'),
          rights.has('record_skill') && way(`/kynang?ai=${id}`, t('person.skill'), undefined, 'good', 'indigo'),
          rights.has('coach') && way(`/vneid?ai=${id}`, t('person.identity'), undefined, 'seal', 'lamp'),
          rights.has('take_attendance') && one.card !== null && way(`/mat-the?ai=${id}`, t('other.lost'), undefined, 'lock', 'brick'),
        ),
        h('section', { class: 'f-section' }, h('h2', { class: 'f-heading' }, t('person.skills')), h(
          'ul',
          { class: 'f-skills' },
          COMPONENTS.map((code) => {
            const reached = one.person.skills[code];
            const here = one.skillsOnPhone.includes(code);
            const good = reached !== undefined || here;
            return h(
              'li',
              { class: good ? 'good' : '' },
              icon(good ? 'good' : 'none'),
              h(
                'span',
                null,
                say('skill', code),
                h('span', { class: 'soft small' }, ` – ${reached !== undefined ? t('skill.reached', { day: day(reached) }) : here ? t('person.skill-here') : t('person.skill-none')}`),
              ),
            );
          }),
        )),
        records.length > 0 &&
          h('section', { class: 'f-section' }, h('h2', { class: 'f-heading' }, t('person.records')), h(
            'ul',
            { class: 'picks' },
            records.map((item) => h('li', null, way(`/may/${item.opId}`, typeWords(item), moment(item.capturedAt, field.now()), 'history', 'indigo'))),
          )),
      ),
    };
  };
}
