import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreFault } from '../src/field/engine/store';
import { plain, readPack, type Audience, type Pack } from '../src/field/library/pack';
import { find } from '../src/field/library/search';
import { RESERVE, Shelf, STALE, type World } from '../src/field/library/shelf';
import type { Facts, PackStore } from '../src/field/library/store';

const item = (id: string, title: string, more: object = {}): object => ({
  id,
  kind: 'lesson',
  lang: 'vi',
  title,
  summary: '',
  want: '',
  level: 1,
  minutes: 5,
  audience: ['citizen'],
  practice: '',
  guide: '',
  quiz: false,
  checked: '2026-11-22',
  source: '',
  licence: '',
  keywords: [],
  parts: [{ name: 'step', title: 'Một', picture: ['wifi', 'Sóng'], body: [['p', ['strong', 'Chạm'], ' vào máy.']] }],
  ...more,
});

const packFile = (version: string, audience: Audience = 'citizen', lang = 'vi', items = [item('goi-video', 'Gọi video')]): object => ({
  schema: 2,
  version,
  audience,
  lang,
  commune: '09982',
  items,
  pictures: { wifi: ['svg', { viewBox: '0 0 1 1' }] },
  practices: {},
});

/** All or nothing, as IndexedDB has it. */
class Memory implements PackStore {
  rows = new Map<Audience, Facts>();
  packs = new Map<Audience, Pack>();
  /** Refuses writing, as a full phone does. */
  full = false;

  facts = async (): Promise<Facts[]> => structuredClone([...this.rows.values()]);
  pack = async (audience: Audience): Promise<Pack | undefined> => structuredClone(this.packs.get(audience));

  async put(facts: Facts, pack?: Pack): Promise<void> {
    if (this.full) throw new StoreFault('storage_full');
    this.rows.set(facts.audience, structuredClone(facts));
    if (pack !== undefined) this.packs.set(facts.audience, structuredClone(pack));
  }

  async drop(facts: Facts): Promise<void> {
    this.rows.set(facts.audience, structuredClone(facts));
    this.packs.delete(facts.audience);
  }
}

/** A server with one pack for each audience and language, and a phone whose state can be turned. */
class Stand {
  store = new Memory();
  version = 'v1';
  asked: { method: string; path: string; known: string | null }[] = [];
  answer: (() => Response) | null = null;
  net = true;
  paid = false;
  free: number | null = null;
  clock = 1_800_000_000_000;

  world: World = {
    store: this.store,
    online: () => this.net,
    metered: () => this.paid,
    now: () => this.clock,
    room: async () => this.free,
    fetch: async (path, init) => {
      const known = (init.headers as Record<string, string>)['If-None-Match'] ?? null;
      this.asked.push({ method: init.method ?? 'GET', path, known });
      if (!this.net) throw new TypeError('no network');
      if (this.answer !== null) return this.answer();
      const [, audience, lang] = /goi\/(\w+)\.json\?tieng=(\w+)/.exec(path)!;
      const version = `${this.version}-${audience}-${lang}`;
      const body = JSON.stringify(packFile(version, audience as Audience, lang));
      const headers = { etag: `"${version}"`, 'x-pack-bytes': String(new TextEncoder().encode(body).length) };
      if (known === `"${version}"`) return new Response(null, { status: 304, headers });
      return new Response(init.method === 'HEAD' ? null : body, { headers });
    },
  };

  /** The app, opened anew on this phone. */
  async open(): Promise<Shelf> {
    const shelf = new Shelf(this.world);
    await shelf.load();
    return shelf;
  }
}

test('a pack is there after the app was opened anew, without asking anybody', async () => {
  const stand = new Stand();
  assert.equal(await (await stand.open()).bring('citizen', 'vi'), 'fetched');
  stand.net = false;
  const again = await stand.open();
  assert.equal(again.state, 'ready');
  assert.deepEqual(again.items().map((one) => one.title), ['Gọi video']);
  assert.deepEqual(again.picture('wifi'), ['svg', { viewBox: '0 0 1 1' }]);
  assert.equal(again.picture('constructor'), null);
  const [citizen, student] = again.packs();
  assert.equal(citizen?.facts?.at, stand.clock);
  assert(citizen.facts.bytes > 100);
  assert.equal(student?.facts, null);
});

test('an unchanged pack costs an answer without a body; a changed one takes its place', async () => {
  const stand = new Stand();
  const shelf = await stand.open();
  await shelf.bring('citizen', 'vi');
  stand.clock += 1000;
  assert.equal(await shelf.bring('citizen', 'vi'), 'same');
  assert.equal(stand.asked[1]?.known, '"v1-citizen-vi"');
  assert.equal(shelf.packs()[0]?.facts?.askedAt, stand.clock);
  assert.equal(shelf.packs()[0]?.facts?.at, stand.clock - 1000);
  stand.version = 'v2';
  assert.equal(await shelf.bring('citizen', 'vi'), 'fetched');
  assert.equal(stand.store.packs.get('citizen')?.version, 'v2-citizen-vi');
  // Another language is another pack, and the commune it is for is named from then on.
  assert.equal(await shelf.bring('citizen', 'en'), 'fetched');
  assert.deepEqual(stand.asked[3], { method: 'GET', path: '/thuc-dia/goi/citizen.json?tieng=en&xa=09982', known: null });
  assert.equal(shelf.packs()[0]?.facts?.lang, 'en');
});

test('asks what is newer and how large it is without fetching it', async () => {
  const stand = new Stand();
  const shelf = await stand.open();
  await shelf.bring('citizen', 'vi');
  stand.version = 'v2';
  await shelf.look('vi');
  assert.deepEqual(stand.asked.slice(1).map((one) => one.method), ['HEAD', 'HEAD', 'HEAD', 'HEAD']);
  const [citizen, student] = shelf.packs();
  assert(citizen?.newer);
  assert.equal(student?.newer, false);
  assert((student?.weight ?? 0) > 100);
  await shelf.bring('citizen', 'vi');
  assert.equal(shelf.packs()[0]?.newer, false);
});

test('a phone without room keeps what it has, and its records keep their room', async () => {
  const stand = new Stand();
  const shelf = await stand.open();
  await shelf.bring('citizen', 'vi');
  stand.version = 'v2';
  // Too little is left before anything is written.
  stand.free = RESERVE + 100;
  assert.equal(await shelf.bring('citizen', 'vi'), 'storage_full');
  assert.equal(shelf.packs()[0]?.fault, 'storage_full');
  // The browser refuses in the middle.
  stand.free = null;
  stand.store.full = true;
  assert.equal(await shelf.bring('citizen', 'vi'), 'storage_full');
  assert.equal(stand.store.packs.get('citizen')?.version, 'v1-citizen-vi');
  assert.equal(shelf.items().length, 1);
  stand.store.full = false;
  assert.equal(await shelf.bring('citizen', 'vi'), 'fetched');
  assert.equal(shelf.packs()[0]?.fault, null);
});

test('what is not a pack changes nothing: a sign-in page of a Wi-Fi, half an answer, another audience, a later form', async () => {
  const stand = new Stand();
  const shelf = await stand.open();
  await shelf.bring('citizen', 'vi');
  const whole = JSON.stringify(packFile('v9'));
  for (const body of [
    '<html>Xin đăng nhập</html>',
    whole.slice(0, -20),
    JSON.stringify(packFile('v9', 'staff')),
    JSON.stringify({ ...packFile('v9'), schema: 3 }),
    JSON.stringify(packFile('v9', 'citizen', 'vi', [{ id: 'x', title: 'x' }])),
    'null',
  ]) {
    stand.answer = () => new Response(body);
    assert.equal(await shelf.bring('citizen', 'vi'), 'server', body.slice(0, 40));
    assert.equal(stand.store.packs.get('citizen')?.version, 'v1-citizen-vi');
  }
  stand.answer = () => new Response('', { status: 503 });
  assert.equal(await shelf.bring('citizen', 'vi'), 'server');
  stand.net = false;
  assert.equal(await shelf.bring('citizen', 'vi'), 'offline');
  assert.equal(shelf.items().length, 1);
});

test('progress is told while a pack comes in, and two presses fetch once', async () => {
  const stand = new Stand();
  const shelf = await stand.open();
  const seen: number[] = [];
  shelf.subscribe(() => {
    const under = shelf.packs()[0]?.under;
    if (under && under.total > 0) seen.push(under.done / under.total);
  });
  await Promise.all([shelf.bring('citizen', 'vi'), shelf.bring('citizen', 'vi')]);
  assert.equal(stand.asked.length, 1);
  assert.equal(seen[seen.length - 1], 1);
  assert.equal(shelf.packs()[0]?.under, null);
});

test('the citizens’ pack comes by itself, where it costs nothing, and is renewed a day later', async () => {
  const stand = new Stand();
  stand.paid = true;
  let shelf = await stand.open();
  await shelf.tend('vi');
  stand.paid = false;
  stand.net = false;
  await shelf.tend('vi');
  assert.equal(stand.asked.length, 0);
  stand.net = true;
  await shelf.tend('vi');
  assert.deepEqual(stand.asked.map((one) => one.path), ['/thuc-dia/goi/citizen.json?tieng=vi']);
  // Fresh: nobody is asked, even after the app was opened anew.
  shelf = await stand.open();
  await shelf.tend('vi');
  assert.equal(stand.asked.length, 1);
  stand.clock += STALE + 1;
  await shelf.tend('vi');
  assert.equal(stand.asked.length, 2);
  assert.equal(stand.asked[1]?.known, '"v1-citizen-vi"');
});

test('what somebody removed stays removed until they fetch it', async () => {
  const stand = new Stand();
  let shelf = await stand.open();
  await shelf.bring('citizen', 'vi');
  await shelf.remove('citizen');
  assert.equal(stand.store.packs.size, 0);
  assert.equal(shelf.items().length, 0);
  stand.clock += 2 * STALE;
  shelf = await stand.open();
  await shelf.tend('vi');
  assert.equal(stand.asked.length, 1);
  assert.equal(shelf.packs()[0]?.facts, null);
  assert.equal(await shelf.bring('citizen', 'vi'), 'fetched');
  assert.equal(stand.asked[1]?.known, null);
  assert.equal(shelf.items().length, 1);
});

test('search finds without marks, by beginnings, with one letter wrong, exact marks first', () => {
  const pack = readPack(
    packFile('v', 'citizen', 'vi', [
      item('goi-video', 'Gọi video cho con cháu', { want: 'nhìn thấy con cháu', keywords: ['zalo'] }),
      item('lua-dao', 'Nhận biết cuộc gọi lừa đảo'),
      item('lua-chon', 'Lúa chín ngoài đồng'),
      item('lua', 'Lụa Vạn Phúc bán qua mạng'),
    ]),
  );
  assert(pack !== null);
  const ids = (question: string): string[] => find(pack.items, question).map((one) => one.id);
  for (const [question, first] of [
    ['cuoc goi lua dao', 'lua-dao'],
    ['LỪA  ĐẢO', 'lua-dao'],
    ['lụa', 'lua'],
    ['lua dong', 'lua-chon'],
    ['zal', 'goi-video'],
    ['viedo', 'goi-video'],
    ['gọi vide0', 'goi-video'],
    ['dạy cách gọi video thế nào', 'goi-video'],
    ['cuộc gọi'.normalize('NFD'), 'lua-dao'],
  ] as const) {
    assert.equal(ids(question)[0], first, question);
  }
  for (const nothing of ['', '  ', '̀́', '<>', '中文', 'xyzxyz']) assert.deepEqual(ids(nothing), [], nothing);
  assert(ids('goi '.repeat(5000)).length > 0);
});

test('a tree is read aloud line by line', () => {
  assert.deepEqual(plain([['p', ['strong', 'Chạm'], ' vào', ['br'], 'máy.'], ['ol', { start: '2' }, ['li', 'Hai'], ['li', ['em', 'Ba']]], ['table', ['tr', ['td', 'a'], ['td', 'b']]]]), [
    'Chạm vào',
    'máy.',
    'Hai',
    'Ba',
    'a b',
  ]);
});
