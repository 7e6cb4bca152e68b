// What is out of order, and what to do about it; the same words wherever it is said.
import type { Field, Notice, Resident } from '../engine/api';
import { h, icon, type Inside } from './dom';
import { go, notice } from './shell';
import { t } from './words';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function span(ms: number): string {
  const size = Math.abs(ms);
  if (size >= 2 * DAY) return t('clock.days', { n: Math.round(size / DAY) });
  if (size >= 2 * HOUR) return t('clock.hours', { n: Math.round(size / HOUR) });
  return t('clock.minutes', { n: Math.max(1, Math.round(size / MINUTE)) });
}

function button(words: string, picture: string, act: () => void, key: string): HTMLElement {
  return h('p', null, h('button', { class: 'button', type: 'button', 'data-key': key, onclick: act }, icon(picture), words));
}

function once(field: Field, one: Notice): HTMLElement {
  const done = button(t('evicted.do'), 'check', () => field.dismissNotice(one.id), `notice-${one.id}`);
  const values = { n: one.n ?? 0, names: one.names?.join(', ') ?? '' };
  switch (one.code) {
    case 'storage_evicted':
      return notice('bad', t('evicted.title'), h('p', null, t('evicted.why', values)), done);
    case 'storage_full':
      return notice('bad', t('full.title'), h('p', null, t('full.why')), done);
    case 'purged':
      return notice('info', t('purged.title', values), h('p', null, t('purged.why')), done);
    case 'server_restored':
      return notice('info', t('restored.title'), h('p', null, t('restored.why', values)), done);
    case 'cloned':
      return notice('warn', t('cloned.title'), h('p', null, t('cloned.why')), done);
    case 'revoked':
      return notice('bad', t('revoked.title'), h('p', null, t('revoked.why')), done);
    case 'rosters_expired':
      return notice('warn', t('expired.title'), h('p', null, t('expired.why')), button(t('expired.do'), 'download', () => void field.syncNow(), 'expired'));
    case 'rosters_wiped':
      return notice('warn', t('wiped.title'), h('p', null, t('wiped.why')), done);
    case 'rejected':
      return notice(
        'bad',
        t('status.refused', values),
        h('p', null, t('rejected.why')),
        button(
          t('rejected.do'),
          'right',
          () => {
            field.dismissNotice(one.id);
            go('/may');
          },
          'rejected',
        ),
      );
    case 'blocked':
      return notice('warn', t('blocked.title'), h('p', null, t('blocked.why')), done);
  }
}

/** What a sealed box is called by the reason for it. */
export function sealedTitle(why: Resident['why']): string {
  if (why === 'revoked') return t('revoked.title');
  if (why === 'unknown') return t('unknown.title');
  return why === 'cloned' ? t('cloned.title') : t('sealed.title');
}

/** Everything that somebody should know before working. `sealed`: why the box is shut for work is said beside it. */
export function notices(field: Field, sealed = false): Inside {
  const status = field.status();
  const codes = new Set(status.notices.map((one) => one.code));
  const out: Inside[] = [];
  const shut = status.stage.at === 'open' && !status.stage.me.live;
  if (status.stage.at === 'open' && shut) {
    const why = status.stage.me.why;
    out.push(
      notice(
        'bad',
        sealedTitle(why),
        h('p', null, why === 'revoked' ? t('revoked.why') : t('unknown.why')),
        button(t('revoked.again'), 'right', () => field.lock(), 'again'),
        h('p', null, h('a', { class: 'button', href: '#/may' }, icon('download'), t('revoked.file'))),
      ),
    );
  }
  if (status.updateReady) {
    out.push(notice('info', t('update.title'), h('p', null, t('update.why')), button(t('update.do'), 'right', () => void field.applyUpdate(), 'update')));
  }
  if (status.fault === 'protocol' || status.stale.length > 0) {
    out.push(notice('warn', t('protocol.title'), h('p', null, t('protocol.why')), button(t('update.do'), 'right', () => void field.applyUpdate(), 'stale')));
  }
  if (status.rosters !== 'fresh' && !codes.has('rosters_expired') && status.stage.at === 'open' && status.stage.me.live) {
    const old = status.rosters === 'old';
    out.push(
      notice(
        'warn',
        old ? t('expired.title') : t('norosters.title'),
        h('p', null, old ? t('expired.why') : t('norosters.why')),
        button(t('expired.do'), 'download', () => void field.syncNow(), 'rosters'),
      ),
    );
  }
  if (status.clockOff !== 0) out.push(notice('warn', t('clock.title'), h('p', null, t('clock.why', { n: span(status.clockOff) }))));
  const { full, used, quota, lost } = status.storage;
  if (lost > 0 && !codes.has('storage_evicted')) out.push(notice('bad', t('evicted.title'), h('p', null, t('evicted.why', { n: lost }))));
  if (!codes.has('storage_full') && (full || (used !== null && quota !== null && quota > 0 && used > quota * 0.9))) {
    out.push(notice(full ? 'bad' : 'warn', t('full.title'), h('p', null, t('full.why'))));
  }
  for (const one of status.notices) if (!(sealed || shut) || (one.code !== 'revoked' && one.code !== 'cloned')) out.push(once(field, one));
  return out;
}
