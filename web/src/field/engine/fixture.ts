// An invented commune for building screens without a server, and for tests.

import type { Change, PullAnswer } from './wire';
import { dayOf } from './views';

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Vũ', 'Đặng', 'Bùi', 'Đỗ'];
const MIDDLE = ['Thị', 'Văn', 'Thị', 'Đức', 'Thị', 'Hữu', 'Thị', 'Quang'];
const GIVEN = ['Lan', 'Minh', 'Hạnh', 'Sơn', 'Đào', 'Phúc', 'Nhàn', 'Tài', 'Ước', 'Ân', 'Yến', 'Khánh', 'Điệp', 'Thắm', 'Bốn'];
const HAMLETS = ['Xóm Đình', 'Xóm Giữa', 'Xóm Chùa', 'Xóm Bãi'];
const CODES = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A UUIDv7 that tells its number. */
export const fixedId = (group: number, n: number): string =>
  `01990000-${group.toString(16).padStart(4, '0')}-7000-8000-${n.toString(16).padStart(12, '0')}`;

export const ACCOUNT = fixedId(1, 1);
export const COMMUNE = fixedId(2, 1);
export const VILLAGES = [fixedId(3, 1), fixedId(3, 2)] as const;
export const SESSION_NOW = fixedId(5, 1);
export const SETTINGS = { roster_days: 14, away_days: 14, pin_digits: 4 };
export const RIGHTS = ['take_attendance', 'record_skill', 'coach', 'edit_persons'];

const minuteNow = (now: number): number => Math.floor(((now + 7 * 3_600_000) % 86_400_000) / 60_000);

function code(n: number): string {
  let text = '';
  for (let at = 0, left = n * 7919 + 104_729; at < 8; at += 1, left = Math.floor(left / 30) + n * 31) text += CODES[left % 30];
  return text;
}

/** Rows of two villages with `people` persons, a class that runs at `now`, pairs, requests, a quota. */
export function fixtureChanges(now: number, people = 48): Change[] {
  const changes: Change[] = [];
  const put = (kind: string, id: string, village: string, data: object): number => changes.push({ kind, id, village, data });
  ['Thôn Đông', 'Thôn Đoài'].forEach((name, at) => put('village', VILLAGES[at]!, VILLAGES[at]!, { name }));
  const day = (days: number): string => dayOf(now + days * 86_400_000);
  const start = Math.max(0, Math.min(minuteNow(now) - 20, 1300));
  const series = fixedId(4, 1);
  const session = (n: number, title: string, days: number, from: number, state: string, village: string): number =>
    put('session', fixedId(5, n), village, {
      series: fixedId(4, n === 3 ? 2 : 1),
      title,
      day: day(days),
      start_minute: from,
      end_minute: Math.min(from + 90, 1439),
      venue: 'Nhà văn hóa thôn',
      state,
      capacity: 40,
    });
  session(1, 'Điện thoại thông minh cho người cao tuổi', 0, start, 'planned', VILLAGES[0]);
  session(2, 'Điện thoại thông minh cho người cao tuổi', -3, 1140, 'held', VILLAGES[0]);
  session(3, 'Dịch vụ công trực tuyến', 2, 1140, 'planned', VILLAGES[1]);
  for (let n = 0; n < people; n += 1) {
    const village = VILLAGES[n % 3 === 2 ? 1 : 0]!;
    const household = fixedId(7, n >> 1);
    const name = `${FAMILY[n % 10]} ${MIDDLE[n % 8]} ${GIVEN[(n * 7) % 15]}`;
    if (n % 2 === 0) {
      put('household', household, village, {
        head: name,
        hamlet: HAMLETS[n % 4],
        lead: null,
        committed: n % 10 === 0 ? day(-20) : null,
        visited: n % 6 === 0 ? day(-5) : null,
      });
    }
    put('person', fixedId(6, n), village, {
      name,
      birth_year: 1942 + ((n * 5) % 60),
      hamlet: HAMLETS[n % 4],
      household,
      phone: n % 4 === 0 ? null : String(100 + ((n * 37) % 900)),
      smartphone: n % 3 === 0 ? null : n % 3 === 1,
      version: 1,
      skills: n % 5 === 0 ? { knowledge: day(-10) } : {},
    });
    put('card', (n + 1).toString(16).padStart(16, '0'), village, {
      id: (n + 1).toString(16).padStart(16, '0'),
      person: fixedId(6, n),
      code: code(n),
      revoked: n === 13 ? now - 86_400_000 : null,
    });
    if (n < 32) put('enrolment', fixedId(8, n), VILLAGES[0], { series, person: fixedId(6, n) });
  }
  put('mark', fixedId(9, 1), VILLAGES[0], { session: SESSION_NOW, person: fixedId(6, 4), said: 'present', at: now - 600_000, by: 'Trần Văn Hòa' });
  for (let n = 0; n < 5; n += 1) {
    put('pair', fixedId(10, n), VILLAGES[0], {
      mentor: ACCOUNT,
      person: fixedId(6, n * 3),
      since: day(-30),
      plan: n === 0 ? 'Cài VNeID, gọi video cho con' : null,
      last_contact: n === 2 ? null : day(-n - 2),
    });
  }
  put('request', fixedId(11, 1), VILLAGES[0], {
    person: fixedId(6, 7),
    who: 'Bà Đào, xóm Chùa',
    topic: 'vneid',
    note: 'Quên mật khẩu VNeID, cần người đến nhà',
    asked_at: now - 2 * 86_400_000,
  });
  put('request', fixedId(11, 2), VILLAGES[1], { person: null, who: 'Ông Tư bán rau', topic: 'payment', note: 'Muốn có mã QR', asked_at: now - 3_600_000 });
  put('quota', fixedId(12, 1), '', {
    period: day(0).slice(0, 7),
    people: 5,
    sessions: 2,
    difficulties: 10,
    people_done: 3,
    sessions_done: 1,
    difficulties_done: 4,
  });
  return changes;
}

export function fixturePull(now: number, people?: number): PullAnswer {
  return {
    store_epoch: 'fixture',
    server_time: now,
    cursor: 'fixture-1',
    more: false,
    reset: true,
    purge: [],
    changes: fixtureChanges(now, people),
    account: { id: ACCOUNT, name: 'Nguyễn Thị Lan', role: 'volunteer' },
    grants: VILLAGES.map((village, at) => ({ id: fixedId(13, at), role: 'volunteer', village })),
    rights: RIGHTS,
    keys: [],
    settings: SETTINGS,
  };
}
