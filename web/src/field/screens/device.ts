// “Trên máy này”: what waits, what was accepted, what was refused and why, and every way to mend it.
import type { Field, Item, ItemState } from '../engine/api';
import { h, icon, type Inside } from './dom';
import { undoAction } from './flow';
import { primary, refusal, secondary, textField, TOPICS, typeWords, way } from './parts';
import { notices } from './notices';
import { draw, go, goBack, sayHere, swap, type Route, type Screen } from './shell';
import { count, has, moment, say, t } from './words';

const PAGE = 30;
const GROUPS: { key: 'refused' | 'pending' | 'held' | 'accepted'; states: ItemState[]; icon: string; tone: string }[] = [
  { key: 'refused', states: ['rejected', 'set_aside'], icon: 'late', tone: 'brick' },
  { key: 'pending', states: ['pending', 'in_flight', 'deferred'], icon: 'mobile', tone: 'lamp' },
  { key: 'held', states: ['quarantined'], icon: 'seal', tone: 'indigo' },
  { key: 'accepted', states: ['applied', 'duplicate'], icon: 'good', tone: '' },
];

/** How many of each group are shown; grows by a press. */
const shown: Record<string, number> = {};

function bytes(n: number): string {
  if (n < 1_000_000) return `${count(Math.max(1, Math.round(n / 1000)))} KB`;
  if (n < 1_000_000_000) return `${count(Math.round(n / 100_000) / 10)} MB`;
  return `${count(Math.round(n / 100_000_000) / 10)} GB`;
}

function itemRow(field: Field, item: Item, picture: string, tone: string): HTMLElement {
  const parts = [moment(item.capturedAt, field.now())];
  if (item.state !== 'pending') parts.push(say('op.state', item.state));
  return h('li', { 'data-state': item.state }, way(`/may/${item.opId}`, item.who === null ? typeWords(item) : `${typeWords(item)}: ${item.who}`, parts.join(' · '), picture, tone));
}

async function saveFile(field: Field, opIds?: readonly string[]): Promise<void> {
  const { name, blob } = await field.exportFile(opIds);
  const href = URL.createObjectURL(blob);
  const link = h('a', { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
  sayHere({ kind: 'good', title: t('device.exported', { name }) });
}

export function deviceRoute(field: Field): Route {
  return (rest) => {
    if (rest[0] !== undefined) return itemScreen(field, rest[0]);
    const status = field.status();
    const { counts, storage } = status;
    const total = { refused: counts.rejected + counts.setAside, pending: counts.pending + counts.inFlight + counts.deferred, held: counts.quarantined, accepted: counts.accepted };
    const waiting = total.pending + counts.setAside + counts.photos;
    const live = status.stage.at === 'open' && status.stage.me.live;
    // A sealed box sends nothing by itself: everything in it may be taken to the officer.
    const savable = live ? waiting : waiting + total.refused + total.held + total.accepted;
    const now = field.now();
    const group = (one: (typeof GROUPS)[number]): Inside => {
      const limit = shown[one.key] ?? (one.key === 'accepted' ? 5 : PAGE);
      const list = field.items({ states: one.states, limit, dismissed: false });
      if (list.length === 0 && one.key !== 'pending') return null;
      return h(
        'section',
        { class: 'f-section', 'data-group': one.key },
        h('h2', { class: 'f-heading' }, `${say('device', one.key)} (${count(Math.max(total[one.key], list.length))})`),
        list.length === 0 ? h('p', { class: 'soft' }, t('device.pending-none')) : h('ul', { class: 'picks' }, list.map((item) => itemRow(field, item, one.icon, one.tone))),
        list.length === limit &&
          h(
            'button',
            {
              class: 'button wide',
              type: 'button',
              'data-key': `more-${one.key}`,
              onclick: () => {
                shown[one.key] = limit + PAGE;
                draw();
              },
            },
            t('device.more'),
          ),
      );
    };
    return {
      title: t('device.title'),
      live: ['status', 'outbox'],
      body: h(
        'div',
        { class: 'page narrow' },
        notices(field),
        h('p', { class: 'soft' }, status.lastContact === 0 ? t('device.last-never') : t('device.last', { when: moment(status.lastContact, now) })),
        counts.photos > 0 && h('p', { class: 'soft' }, t('device.photos', { n: counts.photos })),
        status.fault !== null && waiting > 0 && h('p', { class: 'f-fault', role: 'status' }, icon('info'), h('span', null, has(`fault.${status.fault}`) ? say('fault', status.fault) : t('device.no-net'))),
        live && h('div', { class: 'f-save' }, h('button', { class: 'button primary large wide', type: 'button', 'data-key': 'send', onclick: () => void field.syncNow() }, icon('upload'), t(status.busy ? 'device.sending' : 'device.send'))),
        GROUPS.map(group),
        h(
          'section',
          { class: 'f-section' },
          h('h2', { class: 'f-heading' }, t('device.export')),
          h('p', { class: 'soft' }, live ? t('device.export-about') : t('device.export-sealed')),
          h('button', { class: 'button large wide', type: 'button', 'data-key': 'export', disabled: savable === 0, onclick: () => void saveFile(field) }, icon('download'), t('device.export')),
        ),
        h(
          'section',
          { class: 'f-section' },
          h('h2', { class: 'f-heading' }, t('device.roster')),
          h('p', null, [t('roster.people', { n: status.held.people }), t('roster.sessions', { n: status.held.sessions }), t('roster.cards', { n: status.held.cards })].join(' · ')),
          status.lastPull > 0 && h('p', { class: 'soft' }, t('device.roster-at', { when: moment(status.lastPull, now) })),
        ),
        h(
          'section',
          { class: 'f-section' },
          h('h2', { class: 'f-heading' }, t('device.health')),
          storage.used !== null && storage.quota !== null && h('p', null, t('device.health-use', { used: bytes(storage.used), all: bytes(storage.quota) })),
          h('p', { class: 'soft' }, t(storage.persisted === true ? 'device.health-kept' : 'device.health-not-kept')),
          storage.persisted !== true && h('button', { class: 'button wide', type: 'button', 'data-key': 'persist', onclick: () => void field.askPersist() }, icon('lock'), t('device.health-ask')),
        ),
        h('div', { class: 'picks f-section' }, way('/cai-dat', t('device.settings'), undefined, 'gear', 'indigo')),
      ),
    };
  };
}

// ---------------------------------------------------------------- one operation

const REASONS = ['mistake', 'wrong-person', 'twice'] as const;
/** What `record.undo` may take back, and marks, which are taken back by their own operation. */
const UNDOABLE = new Set(['help.log', 'mentor.contact', 'household.visit', 'stall.survey', 'identity.check', 'shift.log', 'skill.check', 'photo.attach', 'attendance.mark']);
/** The words of a payload that a person may mend by hand, with their labels. */
const EDITABLE: Record<string, [string, string][]> = {
  'person.add': [['name', 'new.name'], ['birth_year', 'new.year'], ['phone', 'new.phone'], ['hamlet', 'new.hamlet']],
  'skill.check': [['place', 'place.label'], ['note', 'note.label']],
  'help.log': [['place', 'place.label'], ['note', 'note.label']],
  'mentor.contact': [['note', 'note.label']],
  'household.visit': [['note', 'note.label']],
  'stall.survey': [['market', 'stall.market'], ['name', 'stall.name'], ['goods', 'stall.goods'], ['note', 'note.label']],
  'shift.log': [['place', 'place.label'], ['note', 'note.label']],
  'request.close': [['note', 'note.label']],
  'photo.attach': [['note', 'note.label']],
  'attendance.unmark': [['reason', 'roll.unmark-why']],
  'record.undo': [['reason', 'op.undo-why']],
};
/** The task in which a record was made: it can be gone through again. */
const TASKS: Record<string, string> = {
  'help.log': 'giup',
  'skill.check': 'kynang',
  'household.visit': 'tham',
  'household.commit': 'giadinhso',
  'stall.survey': 'sap',
  'identity.check': 'vneid',
  'person.add': 'nguoi-moi',
  'photo.attach': 'anh',
};
const NUMBERS = new Set(['birth_year']);

function itemScreen(field: Field, id: string): Screen {
  const item = field.items({ limit: 20_000 }).find((one) => one.opId === id) ?? field.items({ limit: 20_000, dismissed: true }).find((one) => one.opId === id);
  if (item === undefined) return { title: t('op.title'), body: h('div', { class: 'page narrow' }, h('p', null, t('op.gone'))) };
  const bad = item.state === 'rejected' || item.state === 'set_aside';
  const held = item.state === 'quarantined';
  const code = item.code;
  const why = item.message !== '' ? item.message : code !== null && has(`code.${code}`) ? say('code', code) : '';
  const payload = item.payload as Record<string, unknown> | null;
  const facts: [string, string][] = [[t('op.when'), moment(item.capturedAt, field.now())]];
  if (item.who !== null) facts.unshift([t('check.who'), item.who]);
  const topic = payload?.['topic'];
  if (typeof topic === 'string' && TOPICS.some((one) => one === topic)) facts.push([t('check.what'), say('topic', topic)]);
  const component = payload?.['component'];
  if (typeof component === 'string' && has(`skill.${component}`)) facts.push([t('check.what'), say('skill', component)]);
  const result = payload?.['result'];
  if (typeof result === 'string' && has(`result.${result}`)) facts.push([t('check.result'), say('result', result)]);
  facts.push([t('op.state'), say('op.state', item.state)]);
  if (item.state === 'pending') facts.push([t('op.next'), t('op.waits')]);
  const tone = bad ? 'bad' : held ? 'info' : 'warn';
  return {
    title: typeWords(item),
    live: ['outbox'],
    body: h(
      'div',
      { class: 'page narrow' },
      why !== '' && item.state !== 'applied' &&
        h('div', { class: `notice ${tone}` }, icon(bad ? 'late' : tone === 'info' ? 'info' : 'near'), h('div', null, h('h2', null, say('op.state', item.state)), h('p', null, why), held && h('p', null, t('op.held')))),
      h('dl', { class: 'facts' }, facts.map(([what, said]) => h('div', null, h('dt', null, what), h('dd', null, said)))),
      item.correctedBy !== null && h('p', { class: 'strong' }, t('op.corrected')),
      h(
        'div',
        { class: 'stack f-save' },
        bad && item.correctedBy === null && code === 'invalid' && EDITABLE[item.type] !== undefined && primary(t('op.correct'), () => go(`/sua/${item.opId}`), 'edit'),
        bad && item.correctedBy === null && TASKS[item.type] !== undefined && (code === 'invalid' ? secondary : primary)(t('op.again'), () => go(`/${TASKS[item.type]}?sua=${item.opId}`), 'edit'),
        item.state === 'set_aside' && secondary(t('op.retry'), () => void field.retry(item.opId).then(() => sayHere({ kind: 'info', title: t('op.state.pending') })), 'upload'),
        (bad || held) && secondary(t('op.export'), () => void saveFile(field, [item.opId]), 'download'),
        bad &&
          !item.dismissed &&
          secondary(
            t('op.drop'),
            () =>
              void field.dismiss(item.opId).then(() => {
                goBack();
              }),
            'check',
          ),
        !bad && UNDOABLE.has(item.type) && secondary(t('op.undo'), () => go(`/bo/${item.opId}`), 'undo'),
      ),
      (bad || held) && h('p', { class: 'soft' }, t('op.export-about')),
      bad && h('p', { class: 'soft' }, t('op.drop-why')),
    ),
  };
}

function found(field: Field, id: string): Item | undefined {
  return field.items({ limit: 20_000 }).find((one) => one.opId === id);
}

/** Why a record is taken back, then it is. */
export function undoRoute(field: Field): Route {
  return (rest) => {
    const id = rest[0] ?? '';
    return {
      title: t('op.undo-why'),
      body: h(
        'div',
        { class: 'page narrow' },
        h(
          'ul',
          { class: 'picks' },
          REASONS.map((code) =>
            h(
              'li',
              null,
              secondary(
                say('op.undo', code),
                () =>
                  void field.undo(id, say('op.undo', code)).then((result) => {
                    const why = refusal(result);
                    if (why !== null) {
                      sayHere({ kind: 'bad', title: why });
                      return;
                    }
                    swap('/may');
                    sayHere({ kind: 'info', title: t('taken-back') });
                  }),
                'undo',
              ),
            ),
          ),
        ),
      ),
    };
  };
}

/** A record that was refused, mended and sent anew. */
export function correctRoute(field: Field): Route {
  return (rest) => {
    const item = found(field, rest[0] ?? '');
    const list = item === undefined ? undefined : EDITABLE[item.type];
    if (item === undefined || list === undefined) return { title: t('op.correct'), body: h('div', { class: 'page narrow' }, h('p', null, t('op.gone'))) };
    const payload: Record<string, unknown> = { ...(item.payload as Record<string, unknown>) };
    const boxes = list.map(([name, label]) => {
      const now = payload[name];
      return { name, box: textField({ label: has(label) ? t(label as 'new.name') : label, value: now === null || now === undefined ? '' : String(now), ...(NUMBERS.has(name) ? { mode: 'numeric' } : {}) }) };
    });
    const save = async (event: Event): Promise<void> => {
      event.preventDefault();
      for (const { name, box } of boxes) {
        const text = box.value();
        const optional = payload[name] === null;
        payload[name] = NUMBERS.has(name) ? (text === '' ? null : Number(text)) : text === '' && optional ? null : text;
      }
      const result = await field.correct(item.opId, { type: item.type as 'help.log', payload: payload as never, entity: item.entity });
      const why = refusal(result);
      if (why !== null || result.code !== 'saved') {
        sayHere({ kind: 'bad', title: t('answer.not-saved'), text: why ?? '' });
        return;
      }
      swap('/may');
      sayHere({ kind: 'good', title: t('saved'), text: t('op.corrected'), ...(UNDOABLE.has(item.type) ? { action: undoAction(field, result.opId) } : {}) });
    };
    return {
      title: t('op.correct'),
      body: h(
        'form',
        { class: 'page narrow', novalidate: true, onsubmit: (event: Event) => void save(event) },
        item.message !== '' && h('p', { class: 'f-fault' }, icon('late'), h('span', null, item.message)),
        boxes.map((one) => one.box.element),
        h('div', { class: 'f-save' }, h('button', { class: 'button primary large wide' }, icon('check'), t('save'))),
      ),
    };
  };
}

