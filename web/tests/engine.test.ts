import assert from 'node:assert/strict';
import { test } from 'node:test';
import cards from '../../fixtures/cards.json';
import { SESSION_NOW, VILLAGES, fixedId, fixturePull } from '../src/field/engine/fixture';
import type { Model } from '../src/field/engine/model';
import { rollWindow } from '../src/field/engine/views';
import { StoreFault, type Kept, type Vault, type Waiting } from '../src/field/engine/store';
import type { Photo } from '../src/field/engine/api';
import type { Op } from '../src/field/engine/wire';
import { ACCOUNT, NOON, PIN, Phone, Server } from './server';

const person = (n: number): string => fixedId(6, n);
const help = (note = ''): { type: 'help.log'; payload: Parameters<typeof draft>[0] } => draft({ note });
function draft(said: { note?: string; person?: string | null }) {
  const { note = '', person: whom = person(1) } = said;
  const payload = { person: whom, village: VILLAGES[0], topic: 'vneid', result: 'helped', minutes: 10, place: null, note, request: null };
  return { type: 'help.log' as const, payload: payload as never };
}

const outbox = (phone: Phone): Waiting[] => [...phone.disk.data.get('outbox')!.values()] as Waiting[];
const journal = (phone: Phone): Kept[] => [...phone.disk.data.get('journal')!.values()] as Kept[];
const vault = (phone: Phone): Vault => [...phone.disk.data.get('vaults')!.values()][0] as Vault;
const counts = (phone: Phone) => phone.engine.status().counts;
const codes = (phone: Phone): string[] => phone.engine.status().notices.map((notice) => notice.code);

// ---------------------------------------------------------------- the way in

test('enrolment opens a box and fetches the rosters', async () => {
  const phone = await Phone.enrolled();
  const { stage, held, rosters } = phone.engine.status();
  assert.equal(stage.at, 'open');
  assert.deepEqual(held, { people: 48, sessions: 3, cards: 48 });
  assert.equal(rosters, 'fresh');
  assert.equal(phone.engine.seats(SESSION_NOW).length, 32);
});

test('nothing about anybody can be read on the disk', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  await phone.engine.record(help('Bà Đào quên mật khẩu'));
  for (const [name, rows] of phone.disk.data) {
    const text = [...rows.entries()].map(([key, value]) => key + readable(value)).join();
    for (const secret of ['Đào', 'mật khẩu', person(1), 'Nguyễn Thị Lan', 'secret-of-device']) {
      // Whose box it is stands at the door.
      if (name === 'vaults' && secret === 'Nguyễn Thị Lan') continue;
      assert(!text.includes(secret), `${name} shows ${secret}`);
    }
  }
});

/** Everything in a value, bytes as text. */
function readable(value: unknown): string {
  if (value instanceof ArrayBuffer) return new TextDecoder().decode(value);
  if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value as Uint8Array);
  if (value && typeof value === 'object') return Object.entries(value).map(([key, one]) => `${key}:${readable(one)}`).join();
  return JSON.stringify(value) ?? '';
}

test('nobody comes in without being signed in, and the reason is said', async () => {
  const server = new Server();
  const phone = new Phone(server);
  await phone.open();
  assert.equal(phone.engine.status().stage.at, 'new');
  server.signedIn = null;
  assert.deepEqual(await phone.engine.enrol(PIN, 'x'), { code: 'signed_out' });
  phone.air.signal = false;
  assert.deepEqual(await phone.engine.enrol(PIN, 'x'), { code: 'offline' });
  assert.deepEqual(await phone.engine.enrol('1111', 'x'), { code: 'pin_easy' });
  assert.equal(phone.disk.data.get('vaults')!.size, 0);
});

test('who is signed in gives the browser to somebody else, and no box changes', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  assert.equal(await phone.engine.leaveAccount(), false);
  phone.air.signal = true;
  assert.equal(await phone.engine.leaveAccount(), true);
  assert.equal(phone.server.signedIn, null);
  assert.equal(vault(phone).state, 'live');
  assert.deepEqual(await phone.engine.enrol(PIN, 'x'), { code: 'signed_out' });
});

test('wrong PINs wait, then wipe the rosters, and the records stay', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  await phone.engine.record(help());
  await phone.open();
  const answers: string[] = [];
  for (let tries = 0; tries < 10; tries += 1) {
    let answer = await phone.engine.unlock(ACCOUNT, '9999');
    if (answer.code === 'wait') {
      await phone.wait(answer.retryAt - phone.air.wall());
      answer = await phone.engine.unlock(ACCOUNT, '9999');
    }
    answers.push(answer.code);
  }
  assert.deepEqual(answers, [...Array(9).fill('wrong'), 'wiped']);
  assert.equal(phone.disk.data.get('rows')!.size, 0);
  assert.equal(outbox(phone).length, 1);
  assert.equal((await phone.engine.unlock(ACCOUNT, PIN)).code, 'wait');
  await phone.wait(3_600_000);
  assert.equal((await phone.engine.unlock(ACCOUNT, PIN)).code, 'ok');
  assert.equal(counts(phone).pending, 1);
  assert.equal(phone.engine.status().held.people, 0);
});

test('a try counts even when the app is killed while it tries', async () => {
  const phone = await Phone.enrolled();
  await phone.open();
  const trying = phone.engine.unlock(ACCOUNT, '9999');
  for (let turn = 0; turn < 50 && vault(phone).tries === 0; turn += 1) await new Promise((done) => setImmediate(done));
  assert.equal(vault(phone).tries, 1);
  await trying;
});

test('a forgotten PIN is replaced by its signed-in owner, and by nobody else', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  await phone.engine.record(help());
  phone.air.signal = true;
  phone.server.faults = Array(9).fill(() => new Response('{}', { status: 500 }));
  await phone.open();
  phone.server.faults = [];
  phone.server.signedIn = { id: fixedId(1, 2), name: 'Người khác' };
  assert.deepEqual(await phone.engine.recover(ACCOUNT, '7391'), { code: 'other_person' });
  phone.server.signedIn = null;
  assert.deepEqual(await phone.engine.recover(ACCOUNT, '7391'), { code: 'signed_out' });
  phone.server.signedIn = { id: ACCOUNT, name: 'Nguyễn Thị Lan' };
  assert.deepEqual(await phone.engine.recover(ACCOUNT, '7391'), { code: 'ok' });
  await phone.rest();
  assert.equal(phone.server.effects.length, 1);
  await phone.open();
  assert.equal((await phone.engine.unlock(ACCOUNT, PIN)).code, 'wrong');
  assert.equal((await phone.engine.unlock(ACCOUNT, '7391')).code, 'ok');
});

test('the PIN is changed by who knows the old one', async () => {
  const phone = await Phone.enrolled();
  assert.equal((await phone.engine.changePin('9999', '7391')).code, 'wrong');
  assert.equal((await phone.engine.changePin(PIN, '7777')).code, 'pin_easy');
  assert.equal((await phone.engine.changePin(PIN, '7391')).code, 'ok');
  await phone.open();
  assert.equal((await phone.engine.unlock(ACCOUNT, '7391')).code, 'ok');
});

test('another person on the same phone sees nothing and sends nothing of the first', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  await phone.engine.record(help('của Lan'));
  phone.engine.lock();
  await phone.rest();
  phone.air.signal = true;
  phone.server.signedIn = { id: fixedId(1, 2), name: 'Trần Văn Hòa' };
  assert.equal((await phone.engine.enrol('7391', 'x')).code, 'ok');
  await phone.rest();
  await phone.sync();
  const asked = phone.server.requests.filter((one) => one.path.endsWith('/devices')).at(-1)!;
  assert.equal((JSON.parse(String(asked.init.body)) as { again: string | null }).again, null, 'the phone was never theirs');
  assert.equal(phone.engine.items().length, 0);
  assert.equal(phone.server.ops.size, 0);
  assert.equal((await phone.engine.unlock(ACCOUNT, '7391')).code, 'wrong');
  assert.equal(outbox(phone).length, 1);
});

test('rosters that are too old, or too long away, are gone before the PIN', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  await phone.engine.record(help());
  phone.air.offset = 13 * 86_400_000;
  await phone.open();
  assert(phone.disk.data.get('rows')!.size > 0);
  phone.air.offset = 15 * 86_400_000;
  await phone.open();
  assert.equal(phone.disk.data.get('rows')!.size, 0);
  assert(codes(phone).includes('rosters_expired'));
  // The record is there, and the rosters come again.
  phone.air.offset = 0;
  await phone.reopen();
  assert.equal(counts(phone).pending, 1);
  assert.equal(phone.engine.status().rosters, 'old');
  phone.air.signal = true;
  await phone.sync();
  assert.equal(phone.engine.status().rosters, 'fresh');
  assert.equal(phone.engine.status().held.people, 48);
});

test('signing out with records waiting is refused, or seals them', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  await phone.engine.record(help());
  assert.deepEqual(await phone.engine.signOut(false), { code: 'pending', pending: 1 });
  assert.equal(phone.engine.status().stage.at, 'open');
  assert.deepEqual(await phone.engine.signOut(true), { code: 'ok' });
  const { stage } = phone.engine.status();
  assert(stage.at === 'locked' && stage.residents[0]!.state === 'sealed' && stage.residents[0]!.pending === 1);
  assert.equal(phone.disk.data.get('rows')!.size, 0);
  assert.equal(outbox(phone).length, 1);
  // It opens to look and to save as a file, and records nothing more.
  await phone.engine.unlock(ACCOUNT, PIN);
  assert.deepEqual(await phone.engine.record(help()), { code: 'sealed' });
  assert.equal(phone.engine.items().length, 1);
  // Set up again by the same person, it goes.
  phone.air.signal = true;
  await phone.engine.enrol(PIN, 'x');
  await phone.rest();
  assert.equal(phone.server.effects.length, 1);
});

test('signing out with nothing waiting leaves nothing but the journal', async () => {
  const phone = await Phone.enrolled();
  assert.deepEqual(await phone.engine.signOut(false), { code: 'ok' });
  assert.equal(phone.engine.status().stage.at, 'new');
  for (const [name, rows] of phone.disk.data) if (name !== 'meta') assert.equal(rows.size, 0, name);
  assert.equal(phone.server.devices.size, 0);

  const other = await Phone.enrolled();
  await other.engine.record(help());
  await other.rest();
  await other.engine.signOut(false);
  assert.equal(other.engine.status().stage.at, 'new');
  assert.equal(journal(other).length, 1);
});

// ---------------------------------------------------------------- recording

test('what was answered “saved” is on the disk with its number, whatever happens next', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  const before = phone.disk.strictCommits;
  const saved = await Promise.all([1, 2, 3, 4, 5].map(() => phone.engine.record(help())));
  assert(saved.every((one) => one.code === 'saved'));
  assert.equal(phone.disk.strictCommits - before, 5);
  assert.deepEqual(outbox(phone).map((row) => row.seq), [1, 2, 3, 4, 5]);
  await phone.reopen();
  assert.equal(counts(phone).pending, 5);
});

test('what could not be written is not called saved, and takes no number', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  await phone.engine.record(help());
  phone.disk.beforeCommit = () => {
    throw new StoreFault('storage_full');
  };
  assert.deepEqual(await phone.engine.record(help()), { code: 'storage_full' });
  assert.equal(phone.engine.status().storage.full, true);
  assert(codes(phone).includes('storage_full'));
  phone.disk.beforeCommit = null;
  assert.equal((await phone.engine.record(help())).code, 'saved');
  assert.equal(phone.engine.status().storage.full, false);
  assert.deepEqual(outbox(phone).map((row) => row.seq), [1, 2]);
  assert.equal(counts(phone).pending, 2);
});

test('when room is short, pictures that the server has go first', async () => {
  const phone = await Phone.enrolled();
  const photo: Photo = { hash: 'a'.repeat(64), type: 'image/jpeg', width: 1, height: 1, bytes: new Uint8Array(300_000) };
  await phone.engine.record({ type: 'photo.attach', payload: { session: SESSION_NOW, what: 'sheet', note: '' }, photos: [photo] });
  await phone.rest();
  assert.equal(phone.disk.data.get('blobs')!.size, 1);
  let full = true;
  phone.disk.beforeCommit = () => {
    if (full && phone.disk.data.get('blobs')!.size > 0) throw new StoreFault('storage_full');
    full = false;
  };
  assert.equal((await phone.engine.record(help())).code, 'saved');
  assert.equal(phone.disk.data.get('blobs')!.size, 0);
});

test('one card held before the camera is one mark', async () => {
  const phone = await Phone.enrolled();
  const marks = await Promise.all([1, 2, 3].map(() => phone.engine.mark(SESSION_NOW, person(1), 'present', 'card', 'x')));
  assert.deepEqual(marks.map((one) => one.code).sort(), ['already', 'already', 'saved']);
  const later = await phone.engine.mark(SESSION_NOW, person(1), 'present', 'card', 'x');
  assert(later.code === 'already' && later.by === null);
  const other = await phone.engine.mark(SESSION_NOW, person(4), 'present', 'name');
  assert(other.code === 'already' && other.by === 'Trần Văn Hòa');
});

test('the first mark stays when this phone has another one', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  await phone.engine.record({ type: 'attendance.mark', entity: SESSION_NOW, payload: { person: person(4), said: 'late', how: 'name', card: null } });
  const seat = phone.engine.seats(SESSION_NOW).find((one) => one.person.person.id === person(4))!;
  assert.deepEqual([seat.said, seat.by], ['present', 'Trần Văn Hòa']);
});

test('somebody who was marked absent and comes is here, and the scan is written', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  const seat = (n: number) => phone.engine.seats(SESSION_NOW).find((one) => one.person.person.id === person(n))!;
  assert.equal((await phone.engine.mark(SESSION_NOW, person(1), 'absent', 'name')).code, 'saved');
  await phone.wait(60_000);
  assert.equal((await phone.engine.mark(SESSION_NOW, person(1), 'present', 'card', 'x')).code, 'saved');
  assert.equal(seat(1).said, 'present');
  // Being absent outdoes nothing, nor does a second scan.
  assert.equal((await phone.engine.mark(SESSION_NOW, person(1), 'absent', 'name')).code, 'already');
  assert.equal((await phone.engine.mark(SESSION_NOW, person(1), 'present', 'card', 'x')).code, 'already');
  const all = await Promise.all(['absent', 'late', 'present'].map((said) => phone.engine.mark(SESSION_NOW, person(2), said as 'late', 'name')));
  assert.deepEqual([all.map((one) => one.code), seat(2).said], [['saved', 'saved', 'already'], 'late']);
  phone.air.signal = true;
  await phone.sync();
  assert.equal(phone.server.effects.length, 4);
});

test('outside the time for attendance a mark is drawn as one that waits for an officer', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  const [past, coming] = [fixedId(5, 2), fixedId(5, 3)];
  const roll = (id: string) => phone.engine.session(id)!.roll;
  assert.deepEqual([roll(SESSION_NOW), roll(past), roll(coming)], ['open', 'late', 'early']);
  const seat = (id: string) => phone.engine.seats(id).find((one) => one.person.person.id === person(1))!;
  for (const id of [SESSION_NOW, past, coming]) await phone.engine.mark(id, person(1), 'present', 'name');
  assert.deepEqual([SESSION_NOW, past, coming].map((id) => [seat(id).said, seat(id).held]), [['present', false], ['present', true], ['present', true]]);
  assert.deepEqual([phone.engine.session(SESSION_NOW)!.present, phone.engine.session(past)!.present], [2, 0]);
  phone.server.fate = (op) => (op.entity_id === SESSION_NOW ? undefined : { status: 'quarantined', code: 'outside_window' });
  phone.air.signal = true;
  await phone.sync();
  assert.equal(seat(past).held, true);
});

test('attendance opens an hour before the start and closes with the day after', () => {
  const row = { day: '2026-10-05', start_minute: 1170 } as Parameters<typeof rollWindow>[0];
  const vietnam = (day: number, hour: number, minute: number): number => Date.UTC(2026, 9, day, hour - 7, minute);
  assert.deepEqual(rollWindow(row), { opens: vietnam(5, 18, 30), closes: vietnam(7, 0, 0) });
});

test('a mark shows at once, is taken back, and may be made again', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  const seat = () => phone.engine.seats(SESSION_NOW).find((one) => one.person.person.id === person(1))!;
  await phone.engine.mark(SESSION_NOW, person(1), 'late', 'name');
  assert.deepEqual([seat().said, seat().onPhone], ['late', true]);
  const markId = seat().opId!;
  await phone.engine.undo(markId, 'nhầm người');
  assert.equal(seat().said, null);
  const [unmark] = phone.engine.items({ limit: 1 });
  assert.equal(unmark!.type, 'attendance.unmark');
  await phone.engine.mark(SESSION_NOW, person(1), 'present', 'name');
  assert.equal(seat().said, 'present');
  phone.air.signal = true;
  await phone.sync();
  const sent = phone.server.pushes.flatMap((push) => push.ops);
  assert.deepEqual(sent.find((op) => op.type === 'attendance.unmark')!.deps, [markId]);
});

test('a walk-in is on the list at once, and what is recorded of them waits for them', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  const payload = { village: VILLAGES[0], name: 'Đỗ Thị Ngoãn', birth_year: 1950, sex: null, phone: '0912345678', hamlet: null, household: null, consents: [] };
  const added = await phone.engine.record({ type: 'person.add', payload });
  assert(added.code === 'saved');
  const marked = await phone.engine.mark(SESSION_NOW, added.entity, 'present', 'name');
  assert(marked.code === 'saved');
  const seat = phone.engine.seats(SESSION_NOW).find((one) => one.person.person.id === added.entity)!;
  assert.deepEqual([seat.walkIn, seat.person.onPhone, seat.person.person.phone], [true, true, '678']);
  assert.equal(phone.engine.findPersons('do ngoan')[0]!.person.id, added.entity);
  phone.air.signal = true;
  await phone.sync();
  const mark = phone.server.pushes.flatMap((push) => push.ops).find((op) => op.type === 'attendance.mark')!;
  assert.deepEqual(mark.deps, [added.opId]);
  assert.equal(mark.grant_id, fixedId(13, 0));
});

test('types that the server finds too old are not recorded any more, and still sent', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  await phone.engine.record(help());
  phone.air.signal = true;
  phone.server.minSchema = { 'help.log': 2 };
  await phone.sync();
  assert.equal(phone.server.effects.length, 1);
  assert.deepEqual(await phone.engine.record(help()), { code: 'stale' });
  assert.deepEqual(phone.engine.status().stale, ['help.log']);
});

// ---------------------------------------------------------------- sending

test('every verdict has its place', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  const states = ['applied', 'duplicate', 'deferred', 'quarantined', 'rejected'] as const;
  for (const state of states) await phone.engine.record(help(state));
  phone.server.fate = (op) => {
    const { note } = op.payload as { note: (typeof states)[number] };
    return { status: note, code: `c-${note}`, message: `m-${note}` };
  };
  phone.air.signal = true;
  await phone.sync();
  const items = phone.engine.items();
  for (const state of states) {
    const item = items.find((one) => (one.payload as { note: string }).note === state)!;
    assert.deepEqual([item.state, item.code, item.message], [state, `c-${state}`, `m-${state}`]);
  }
  const { deferred, quarantined, rejected, accepted, pending } = counts(phone);
  assert.deepEqual({ deferred, quarantined, rejected, accepted, pending }, { deferred: 1, quarantined: 1, rejected: 1, accepted: 2, pending: 0 });
  assert.equal(outbox(phone).length, 1);
  assert.equal(journal(phone).length, 4);
  assert(codes(phone).includes('rejected'));
  await phone.reopen();
  assert.equal(phone.engine.items({ states: ['rejected'] })[0]!.message, 'm-rejected');
});

test('what others hold up is asked about again, and what became of it is shown', async () => {
  const phone = await Phone.enrolled();
  phone.server.fate = (op) => ({ status: (op.payload as { note: string }).note === 'q' ? 'quarantined' : 'deferred', code: 'waiting' });
  await phone.engine.record(help('q'));
  await phone.engine.record(help('d'));
  await phone.rest();
  assert.deepEqual([counts(phone).quarantined, counts(phone).deferred], [1, 1]);
  phone.server.fate = () => ({ status: 'applied', code: 'ok' });
  await phone.wait(31 * 60_000);
  await phone.reopen();
  await phone.sync();
  assert.deepEqual([counts(phone).quarantined, counts(phone).deferred, counts(phone).accepted], [0, 0, 2]);
  assert.equal(outbox(phone).length, 0);
});

test('an answer that got lost, was cut off or came from a gateway changes nothing; the same comes again', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  for (let n = 0; n < 3; n += 1) await phone.engine.record(help());
  phone.air.signal = true;
  phone.server.faults = [
    () => 'swallow',
    () => 'cut',
    () => 'drop',
    () => new Response('<html>Đăng nhập Wi-Fi</html>', { status: 200 }),
    () => new Response('', { status: 502 }),
    () => new Response('{"code":"x"}', { status: 422 }),
    () => new Response('<html>', { status: 401 }),
  ];
  let rounds = 0;
  while (phone.server.faults.length > 0) {
    await phone.sync();
    if (phone.server.faults.length > 0) assert.equal(outbox(phone).length, 3);
    rounds += 1;
    assert(rounds < 20);
  }
  await phone.sync();
  assert.equal(outbox(phone).length, 0);
  assert.equal(phone.server.effects.length, 3);
  assert.equal(phone.engine.status().stage.at, 'open');
});

test('after a failure it tries by itself after a pause, and Retry-After is kept to even when pressed', async () => {
  const phone = await Phone.enrolled();
  phone.server.faults = [() => new Response('{}', { status: 503, headers: { 'retry-after': '120' } })];
  await phone.engine.record(help());
  await phone.rest();
  assert.equal(phone.engine.status().fault, 'busy');
  const asked = phone.server.requests.length;
  await phone.sync();
  assert.equal(phone.server.requests.length, asked);
  await phone.wait(121_000);
  assert.equal(phone.server.effects.length, 1);
  assert.equal(phone.engine.status().fault, null);
});

test('a batch that is too large is halved until it fits', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  for (let n = 0; n < 40; n += 1) await phone.engine.record(help());
  phone.server.maxOps = 7;
  phone.air.signal = true;
  await phone.sync();
  assert.equal(phone.server.effects.length, 40);
  assert(phone.server.pushes.some((push) => push.ops.length === 5));
});

for (const status of [413, 422]) {
  test(`one record that nobody can take (${status}) is set aside and holds up nothing`, async () => {
    const phone = await Phone.enrolled();
    phone.air.signal = false;
    for (let n = 0; n < 30; n += 1) await phone.engine.record(help(n === 13 ? 'poison' : ''));
    phone.server.poison = (op) => (JSON.stringify(op).includes('poison') ? status : undefined);
    phone.air.signal = true;
    await phone.sync();
    assert.equal(phone.server.effects.length, 29);
    const [item] = phone.engine.items({ states: ['set_aside'] });
    assert.equal(item!.code, status === 413 ? 'too_large' : 'malformed');
    assert.equal(outbox(phone).length, 1);
    const { ops } = JSON.parse(await (await phone.engine.exportFile()).blob.text()) as { ops: Op[] };
    assert.deepEqual(ops.map((op) => op.op_id), [item!.opId]);
    phone.server.poison = () => undefined;
    await phone.reopen();
    await phone.engine.retry(item!.opId);
    await phone.rest();
    assert.equal(phone.server.effects.length, 30);
  });
}

test('killed at any moment of a push, everything lands once', async () => {
  const server = new Server();
  const phone = await Phone.enrolled(server);
  phone.air.signal = false;
  for (let n = 0; n < 25; n += 1) await phone.engine.record(help());
  phone.air.signal = true;
  server.maxOps = 5;
  for (let kill = 0; kill < 12; kill += 1) {
    // The app dies while the answer of this request is under way: the disk is all that is left.
    let died = false;
    phone.disk.beforeCommit = () => {
      if (died) throw new StoreFault('storage_broken');
    };
    server.faults = [...Array(kill % 4).fill(() => undefined), () => ((died = true), undefined)];
    await phone.open();
    await phone.engine.unlock(ACCOUNT, PIN).catch(() => undefined);
    await phone.rest();
    phone.disk.beforeCommit = null;
  }
  server.faults = [];
  await phone.reopen();
  await phone.sync();
  assert.equal(new Set(server.effects).size, 25);
  assert.equal(server.effects.length, 25);
  assert.equal(outbox(phone).length, 0);
  assert.equal(journal(phone).length, 25);
});

test('the journal goes when a proven backup is newer, and not before', async () => {
  const phone = await Phone.enrolled();
  await phone.engine.record(help());
  await phone.rest();
  assert.equal(journal(phone).length, 1);
  phone.server.durable = phone.server.now + 30_000;
  await phone.wait(60_000);
  await phone.engine.record(help());
  await phone.rest();
  assert.equal(journal(phone).length, 1);
  assert.equal(phone.engine.items().length, 1);
});

test('a restored server gets back what it had acknowledged, once', async () => {
  const phone = await Phone.enrolled();
  await phone.engine.record(help('before the backup'));
  await phone.rest();
  const restore = phone.server.backup();
  await phone.engine.record(help('after the backup'));
  await phone.engine.record(help('after the backup'));
  await phone.rest();
  assert.equal(phone.server.effects.length, 3);
  restore();
  assert.equal(phone.server.effects.length, 1);
  await phone.sync();
  await phone.sync();
  assert.equal(phone.server.effects.length, 3);
  assert.equal(new Set(phone.server.effects).size, 3);
  assert(codes(phone).includes('server_restored'));
  assert.equal(outbox(phone).length, 0);
  assert.equal(vault(phone).epoch, phone.server.epoch);
  // The rosters were fetched whole, once.
  const pulls = phone.server.requests.filter((one) => one.path.includes('/pull'));
  assert(pulls.at(-1)!.path.includes(`c-${phone.server.epoch}`), pulls.at(-1)!.path);
});

test('an answer to the device that this phone was before says nothing about the numbers of the new one', async () => {
  const phone = await Phone.enrolled();
  for (let n = 0; n < 4; n += 1) await phone.engine.record(help());
  await phone.rest();
  const tab = new Phone(phone.server);
  tab.disk = phone.disk;
  await tab.reopen();
  const fetch = tab.air.fetch.bind(tab.air);
  let answer = (): void => undefined;
  const asked = new Promise<void>((heard) => {
    tab.air.fetch = async (path, init) => {
      const reply = await fetch(path, init);
      if (!path.endsWith('/push')) return reply;
      tab.air.fetch = fetch;
      heard();
      return new Promise((done) => (answer = () => done(reply)));
    };
  });
  await tab.engine.record(help());
  await asked;
  await phone.engine.enrol(PIN, 'x');
  await phone.rest();
  answer();
  await tab.rest();
  await phone.reopen();
  assert.deepEqual(codes(phone), []);
  assert.equal(vault(phone).seq, 1);
});

test('a server that counts less than it did gets the journal again, though it calls itself the same', async () => {
  const phone = await Phone.enrolled();
  await phone.engine.record(help('kept'));
  await phone.rest();
  const restore = phone.server.backup();
  for (let n = 0; n < 3; n += 1) await phone.engine.record(help('lost'));
  await phone.rest();
  restore();
  phone.server.epoch = 'first';
  await phone.reopen();
  await phone.engine.record(help('new'));
  await phone.rest();
  await phone.sync();
  assert.deepEqual([phone.server.effects.length, new Set(phone.server.effects).size], [5, 5]);
  assert.deepEqual(phone.engine.status().notices.map(({ code, n }) => [code, n]), [['server_restored', 5]]);
  assert.equal(outbox(phone).length, 0);
  // Once is enough, and a new device begins to count anew.
  const pushes = phone.server.pushes.length;
  await phone.sync();
  assert.equal(phone.server.pushes.length, pushes);
  for (const device of phone.server.devices.values()) device.revoked = true;
  await phone.sync();
  await phone.engine.enrol(PIN, 'x');
  await phone.engine.record(help('after'));
  await phone.rest();
  assert.deepEqual(phone.engine.status().notices.filter((one) => one.code === 'server_restored').map((one) => one.n), [5]);
});

/** Holds the next pull back; answers what lets it through with a whole snapshot. */
function holdPull(phone: Phone): { asked: Promise<AbortSignal>; answer: () => Promise<void> } {
  const fetch = phone.air.fetch.bind(phone.air);
  let release = (_: Response): void => undefined;
  const asked = new Promise<AbortSignal>((heard) => {
    phone.air.fetch = (path, init) => {
      if (!path.includes('/pull')) return fetch(path, init);
      phone.air.fetch = fetch;
      heard(init.signal!);
      return new Promise((done) => (release = done));
    };
  });
  const page = { ...fixturePull(NOON), store_epoch: 'first', account: { id: ACCOUNT, name: 'Nguyễn Thị Lan', role: 'volunteer' } };
  return {
    asked,
    answer: async () => {
      release(new Response(JSON.stringify(page)));
      await phone.rest();
    },
  };
}

test('a page that was on its way when somebody signs out brings no roster back', async () => {
  const phone = await Phone.enrolled();
  phone.server.fate = () => ({ status: 'quarantined', code: 'no_longer_allowed' });
  await phone.engine.record(help());
  await phone.rest();
  const pull = holdPull(phone);
  void phone.engine.syncNow();
  const signal = await pull.asked;
  await phone.engine.signOut(false);
  assert(signal.aborted);
  await pull.answer();
  assert.equal(phone.disk.data.get('rows')!.size, 0);
  assert.deepEqual([vault(phone).state, vault(phone).cursor, vault(phone).pulledAt], ['sealed', '', 0]);
});

test('a page that another tab was fetching brings no roster back either, nor into a box that was emptied', async () => {
  const phone = await Phone.enrolled();
  await phone.engine.record(help());
  await phone.rest();
  const tab = new Phone(phone.server);
  tab.disk = phone.disk;
  await tab.reopen();
  const pull = holdPull(tab);
  void tab.engine.syncNow();
  await pull.asked;
  await phone.engine.signOut(false);
  await pull.answer();
  assert.equal(phone.disk.data.get('rows')!.size, 0);
  assert.equal(vault(phone).cursor, '');
  assert.equal(tab.engine.status().held.people, 0);

  const other = await Phone.enrolled();
  const late = holdPull(other);
  void other.engine.syncNow();
  await late.asked;
  other.air.offset = 15 * 86_400_000;
  other.engine.used();
  other.engine.woke();
  for (let turn = 0; turn < 50; turn += 1) await new Promise((done) => setImmediate(done));
  other.air.signal = false;
  await late.answer();
  assert.equal(other.engine.status().rosters, 'old');
  assert.equal(other.disk.data.get('rows')!.size, 0);
});

test('an operation without a verdict stays, and nobody is asked without end', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  for (let n = 0; n < 3; n += 1) await phone.engine.record(help(n === 1 ? 'silent' : ''));
  phone.server.silent = (op) => (op.payload as { note: string }).note === 'silent';
  phone.air.signal = true;
  await phone.sync();
  assert.equal(counts(phone).pending, 1);
  assert(phone.server.pushes.length <= 2);
  phone.server.silent = () => false;
  await phone.sync();
  assert.equal(phone.server.effects.length, 3);
});

test('a gateway that dislikes a single record is not our server saying that it is malformed', async () => {
  const phone = await Phone.enrolled();
  phone.server.faults = [() => new Response('{"code":"waf"}', { status: 422 })];
  await phone.engine.record(help());
  await phone.rest();
  assert.deepEqual([counts(phone).pending, counts(phone).setAside], [1, 0]);
});

test('a counter that fell behind goes on where the server stands, and it is said', async () => {
  const phone = await Phone.enrolled();
  phone.server.fate = () => ({ status: 'quarantined', code: 'no_longer_allowed' });
  for (let n = 0; n < 3; n += 1) await phone.engine.record(help());
  await phone.rest();
  vault(phone).seq = 1;
  await phone.reopen();
  await phone.sync();
  assert.deepEqual(phone.engine.status().notices.map(({ code, n }) => [code, n]), [['storage_evicted', 2]]);
  await phone.engine.record(help());
  assert.equal(outbox(phone)[0]?.seq ?? journal(phone).at(-1)!.seq, 4);
});

test('a server restored to before the enrolment: set up again, everything comes back under new numbers', async () => {
  const server = new Server();
  const restore = server.backup();
  const phone = await Phone.enrolled(server);
  for (let n = 0; n < 3; n += 1) await phone.engine.record(help());
  await phone.rest();
  restore();
  await phone.engine.record(help());
  await phone.rest();
  const { stage } = phone.engine.status();
  assert(stage.at === 'open' && !stage.me.live && stage.me.why === 'unknown');
  assert.equal(phone.disk.data.get('rows')!.size, 0);
  const ids = phone.engine.items().map((item) => item.opId);
  assert.equal((await phone.engine.enrol(PIN, 'x')).code, 'ok');
  await phone.rest();
  assert.deepEqual([...server.effects].sort(), ids.sort());
  assert.equal(server.highWater(vault(phone).device), 4);
});

test('a copied phone is set up again by itself, numbers anew, keeps its ids', async () => {
  const server = new Server();
  const phone = await Phone.enrolled(server);
  const copy = new Phone(server);
  copy.disk.data = structuredClone(phone.disk.data);
  await phone.engine.record(help('one'));
  await phone.rest();
  await copy.reopen();
  const made = await copy.engine.record(help('two'));
  await copy.rest();
  await copy.rest();
  assert(made.code === 'saved');
  assert.deepEqual(server.effects.length, 2);
  assert(server.effects.includes(made.opId));
  assert.notEqual(vault(copy).device, vault(phone).device);
  assert(codes(copy).includes('cloned'));
});

test('a copied phone that was set up again does not take its new count for a loss', async () => {
  const server = new Server();
  const phone = await Phone.enrolled(server);
  for (let n = 0; n < 3; n += 1) await phone.engine.record(help());
  await phone.rest();
  const copy = new Phone(server);
  copy.disk.data = structuredClone(phone.disk.data);
  await phone.engine.record(help('one'));
  await phone.rest();
  await copy.reopen();
  await copy.engine.record(help('two'));
  await copy.rest();
  await copy.rest();
  assert.deepEqual(codes(copy), ['cloned']);
  assert.equal(server.effects.length, 5);
});

test('a copied phone whose owner is not signed in is sealed with everything in it', async () => {
  const server = new Server();
  const phone = await Phone.enrolled(server);
  const copy = new Phone(server);
  copy.disk.data = structuredClone(phone.disk.data);
  await phone.engine.record(help('one'));
  await phone.rest();
  server.signedIn = null;
  await copy.reopen();
  await copy.engine.record(help('two'));
  await copy.rest();
  const { stage } = copy.engine.status();
  assert(stage.at === 'open' && stage.me.why === 'cloned');
  assert.equal(outbox(copy).length, 1);
  server.signedIn = { id: ACCOUNT, name: 'Nguyễn Thị Lan' };
  await copy.engine.enrol(PIN, 'x');
  await copy.rest();
  assert.equal(server.effects.length, 2);
});

test('a revoked phone keeps its records sealed, loses its rosters, and may be set up again', async () => {
  const phone = await Phone.enrolled();
  for (let n = 0; n < 3; n += 1) await phone.engine.record(help());
  await phone.rest();
  const [old] = [...phone.server.devices.keys()];
  phone.air.signal = false;
  await phone.engine.record(help());
  for (const device of phone.server.devices.values()) device.revoked = true;
  phone.air.signal = true;
  await phone.sync();
  const { stage } = phone.engine.status();
  assert(stage.at === 'open' && !stage.me.live && stage.me.why === 'revoked');
  assert.equal(phone.engine.status().held.people, 0);
  assert.equal(phone.disk.data.get('rows')!.size, 0);
  const file = JSON.parse(await (await phone.engine.exportFile()).blob.text()) as { ops: Op[]; account: string };
  assert.deepEqual([file.ops.map((op) => op.seq), file.account], [[1, 2, 3, 4], ACCOUNT]);
  assert(codes(phone).includes('revoked'));
  assert.equal((await phone.engine.enrol(PIN, 'x')).code, 'ok');
  await phone.rest();
  assert.deepEqual(codes(phone), []);
  assert.equal(phone.server.effects.length, 4);
  // Told who it was before, and numbered anew from 1.
  const asked = phone.server.requests.filter((one) => one.path.endsWith('/devices')).at(-1)!;
  assert.equal((JSON.parse(String(asked.init.body)) as { again: string }).again, old);
  assert.equal(phone.server.highWater(vault(phone).device), 1);
});

test('a phone whose store was thrown away says so, and its number goes on where the server stands', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  for (let n = 0; n < 2; n += 1) await phone.engine.record(help());
  phone.disk = new (phone.disk.constructor as new () => typeof phone.disk)();
  await phone.open();
  assert.equal(phone.engine.status().stage.at, 'new');
  assert.equal(phone.engine.status().storage.lost, 2);
  assert(codes(phone).includes('storage_evicted'));

  const other = await Phone.enrolled();
  for (let n = 0; n < 3; n += 1) await other.engine.record(help());
  await other.rest();
  const kept = vault(other);
  kept.seq = 1;
  await other.reopen();
  await other.engine.record(help());
  await other.rest();
  assert(codes(other).includes('cloned'));
  assert.equal(new Set(other.server.effects).size, 4);
});

test('a village that is no longer in reach is gone from the phone', async () => {
  const phone = await Phone.enrolled();
  const before = phone.engine.status().held.people;
  phone.server.purge = [VILLAGES[1]];
  await phone.sync();
  assert.equal(phone.engine.status().held.people, before - 16);
  assert.deepEqual(phone.engine.status().notices.map((one) => one.names), [['Thôn Đoài']]);
  await phone.reopen();
  assert.equal(phone.engine.status().held.people, before - 16);
});

test('an accepted mark stays on the screen until the server tells it', async () => {
  const phone = await Phone.enrolled();
  const pullFails = (path: string) => (path.includes('/pull') ? ('drop' as const) : undefined);
  phone.server.faults = [pullFails, pullFails];
  await phone.engine.mark(SESSION_NOW, person(1), 'present', 'name');
  await phone.rest();
  assert.equal(counts(phone).accepted, 1);
  const seat = phone.engine.seats(SESSION_NOW).find((one) => one.person.person.id === person(1))!;
  assert.deepEqual([seat.said, seat.onPhone], ['present', false]);
});

test('a refused record is corrected by a new one', async () => {
  const phone = await Phone.enrolled();
  phone.server.fate = (op) => ((op.payload as { note: string }).note === 'x' ? { status: 'rejected', code: 'invalid' } : undefined);
  await phone.engine.record(help('x'));
  await phone.rest();
  assert.equal(counts(phone).rejected, 1);
  const [refused] = phone.engine.items({ states: ['rejected'] });
  const anew = await phone.engine.correct(refused!.opId, help('y'));
  assert(anew.code === 'saved');
  await phone.rest();
  await phone.reopen();
  assert.equal(counts(phone).rejected, 0);
  assert.equal(phone.engine.items({ states: ['rejected'] })[0]!.correctedBy, anew.opId);
});

const exported = async (phone: Phone, ids?: string[]) =>
  JSON.parse(await (await phone.engine.exportFile(ids)).blob.text()) as { ops: Op[]; blobs: Record<string, string>; device_id: string };

test('a refused or held record goes into a file of its own, word for word, with its picture', async () => {
  const phone = await Phone.enrolled();
  phone.server.fate = (op) => {
    if (op.type === 'photo.attach') return { status: 'rejected', code: 'not_found' };
    return (op.payload as { note: string }).note === 'q' ? { status: 'quarantined', code: 'outside_window' } : undefined;
  };
  const photo: Photo = { hash: 'c'.repeat(64), type: 'image/jpeg', width: 1, height: 1, bytes: new Uint8Array([1, 2, 3]) };
  await phone.engine.record(help('fine'));
  await phone.engine.record(help('q'));
  await phone.engine.record({ type: 'photo.attach', payload: { session: SESSION_NOW, what: 'sheet', note: '' }, photos: [photo] });
  await phone.rest();
  const sent = phone.server.pushes.flatMap((push) => push.ops);
  const [refused] = phone.engine.items({ states: ['rejected'] });
  const [held] = phone.engine.items({ states: ['quarantined'] });
  const file = await exported(phone, [refused!.opId]);
  assert.deepEqual(file.ops, sent.filter((op) => op.op_id === refused!.opId));
  assert.deepEqual(file.blobs, { [photo.hash]: 'AQID' });
  assert.deepEqual((await exported(phone, [held!.opId])).ops.map((op) => op.op_id), [held!.opId]);
  assert.deepEqual((await exported(phone)).ops, [], 'nothing waits to be sent');
});

test('the file of a sealed box holds what was answered for too, as it was sent, but not what was put away', async () => {
  const phone = await Phone.enrolled();
  phone.server.fate = (op) => ((op.payload as { note: string }).note.startsWith('x') ? { status: 'rejected', code: 'invalid' } : undefined);
  for (const note of ['one', 'two', 'x put away', 'x open']) await phone.engine.record(help(note));
  await phone.rest();
  const away = phone.engine.items({ states: ['rejected'] }).find((item) => (item.payload as { note: string }).note === 'x put away')!;
  await phone.engine.dismiss(away.opId);
  const sent = phone.server.pushes.flatMap((push) => push.ops);
  phone.air.signal = false;
  await phone.engine.record(help('three'));
  for (const device of phone.server.devices.values()) device.revoked = true;
  phone.air.signal = true;
  await phone.sync();
  const { ops } = await exported(phone);
  assert.deepEqual(ops.map((op) => (op.payload as { note: string }).note), ['one', 'two', 'x open', 'three']);
  assert.deepEqual(ops.slice(0, 3), sent.filter((op) => op.op_id !== away.opId));
});

// ---------------------------------------------------------------- pictures, clocks, cards

test('a picture goes up in pieces and goes on where it stopped', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  const bytes = new Uint8Array(300_000).map((_, at) => at % 251);
  const photo: Photo = { hash: 'b'.repeat(64), type: 'image/jpeg', width: 1, height: 1, bytes };
  await phone.engine.record({ type: 'photo.attach', payload: { session: SESSION_NOW, what: 'class', note: '' }, photos: [photo] });
  phone.air.signal = true;
  let patches = 0;
  const cut = (path: string) => (/blobs\/\d/.test(path) && (patches += 1) === 2 ? ('swallow' as const) : undefined);
  phone.server.faults = Array(50).fill(cut);
  await phone.sync();
  assert.equal(counts(phone).photos, 1);
  await phone.sync();
  await phone.rest();
  assert.equal(counts(phone).photos, 0);
  const [blob] = [...phone.server.blobs.values()];
  assert.equal(phone.server.blobs.size, 1);
  assert.equal(blob!.hash, photo.hash);
  const sent = new Uint8Array(blob!.parts.reduce((sum, part) => sum + part.length, 0));
  blob!.parts.reduce((at, part) => (sent.set(part, at), at + part.length), 0);
  assert.deepEqual(sent, bytes);
});

test('what is recorded later is never told as earlier, unless a clock was set', async () => {
  const phone = await Phone.enrolled();
  const told = () => outbox(phone).concat().map((row) => phone.engine.items().find((item) => item.opId === row.op_id)!.capturedAt);
  phone.air.signal = false;
  await phone.engine.mark(SESSION_NOW, person(1), 'present', 'name');
  // A better guess of the server's time is six seconds earlier.
  phone.server.now -= 6000;
  phone.air.signal = true;
  const pushFails = (path: string) => (path.includes('/push') ? new Response('{}', { status: 500 }) : undefined);
  phone.server.faults = Array(3).fill(pushFails);
  const pull = (phone.engine as unknown as { courier: { pull(): Promise<unknown> } }).courier;
  await pull.pull();
  phone.air.signal = false;
  await phone.wait(3000);
  await phone.engine.unmark(SESSION_NOW, person(1), 'nhầm');
  // Still in order when the app is opened anew.
  await phone.reopen();
  await phone.engine.mark(SESSION_NOW, person(1), 'late', 'name');
  const [first, second, third] = told();
  assert(first! < second! && second! < third!, `${first} ${second} ${third}`);
  assert(third! - first! < 10, 'no further than it must be');
  // A clock that was a year ahead for a while is not followed.
  phone.air.offset += 31_536_000_000;
  await phone.engine.record(help('ahead'));
  phone.air.offset -= 31_536_000_000;
  await phone.engine.record(help('back'));
  assert(Math.abs(told().at(-1)! - third!) < 60_000);
});

test('a phone that slept in a pocket locks, forgets rosters that are too old, and knows the time', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  const sleep = (ms: number): void => {
    phone.air.offset += ms;
  };
  const at = (): string => phone.engine.status().stage.at;
  phone.engine.used();
  sleep(9 * 60_000);
  phone.engine.woke();
  assert.equal(at(), 'open');
  assert.equal(phone.engine.now(), phone.air.wall());
  sleep(2 * 60_000);
  phone.engine.woke();
  await phone.rest();
  assert.equal(at(), 'locked');
  // The timer sees it too, when nobody looks.
  await phone.engine.unlock(ACCOUNT, PIN);
  sleep(11 * 60_000);
  await phone.wait(60_000);
  assert.equal(at(), 'locked');
  assert(phone.disk.data.get('rows')!.size > 0);
  sleep(15 * 86_400_000);
  await phone.wait(60_000);
  assert.equal(phone.disk.data.get('rows')!.size, 0);
  assert(codes(phone).includes('rosters_expired'));

  const used = await Phone.enrolled();
  used.air.signal = false;
  await used.engine.record(help());
  used.air.offset += 15 * 86_400_000;
  used.engine.used();
  used.engine.woke();
  await used.rest();
  assert.deepEqual([used.engine.status().stage.at, used.engine.status().held.people, used.engine.status().rosters, counts(used).pending], ['open', 0, 'old', 1]);
  used.air.signal = true;
  await used.sync();
  assert.equal(used.engine.status().held.people, 48);
});

test('sessions that the server tells no more are gone from the phone with their marks', async () => {
  const server = new Server();
  const past = fixedId(5, 2);
  server.extra = [{ kind: 'mark', id: `${past}.x`, village: VILLAGES[0], data: { session: past, person: person(1), said: 'present', at: NOON, by: 'A' } }];
  const phone = await Phone.enrolled(server);
  const held = () => {
    const { rows } = (phone.engine as unknown as { chest: { model: Model } }).chest.model;
    return [rows.session.has(past), rows.mark.size, rows.session.has(SESSION_NOW)];
  };
  assert.deepEqual(held(), [true, 2, true]);
  // A clock that is ahead takes nothing away: the server's own time counts.
  phone.air.signal = false;
  phone.air.offset = 10 * 86_400_000;
  await phone.reopen();
  assert.deepEqual(held(), [true, 2, true]);
  phone.air.offset = 5 * 86_400_000;
  server.now += 5 * 86_400_000;
  phone.air.signal = true;
  await phone.sync();
  assert.deepEqual(held(), [false, 1, true]);
  phone.air.signal = false;
  await phone.reopen();
  assert.deepEqual(held(), [false, 1, true]);
});

test('somebody of another village stands on the roll by name, and nowhere else', async () => {
  const server = new Server();
  const [enrolled, came] = [fixedId(6, 901), fixedId(6, 902)];
  server.extra = [
    { kind: 'enrolment', id: fixedId(8, 901), village: VILLAGES[0], data: { series: fixedId(4, 1), person: enrolled, who: { name: 'Phùng Thị Mơ', year: 1950 } } },
    { kind: 'mark', id: `${SESSION_NOW}.${came}`, village: VILLAGES[0], data: { session: SESSION_NOW, person: came, said: 'present', at: NOON, by: 'A', who: { name: 'Kiều Văn Bách', year: null } } },
  ];
  const phone = await Phone.enrolled(server);
  phone.air.signal = false;
  const seat = (id: string) => phone.engine.seats(SESSION_NOW).find((one) => one.person.person.id === id)!.person;
  assert.deepEqual([seat(enrolled).person.name, seat(enrolled).person.birth_year, seat(enrolled).onPhone], ['Phùng Thị Mơ', 1950, false]);
  assert.deepEqual([seat(came).person.name, seat(came).person.birth_year], ['Kiều Văn Bách', null]);
  const marked = await phone.engine.mark(SESSION_NOW, enrolled, 'present', 'name');
  assert(marked.code === 'saved' && marked.person?.person.name === 'Phùng Thị Mơ');
  assert.equal(phone.engine.items({ limit: 1 })[0]!.who, 'Phùng Thị Mơ');
  assert.deepEqual(phone.engine.findPersons('phung mo').map((one) => one.person.id), []);
  await phone.reopen();
  assert.equal(seat(enrolled).person.name, 'Phùng Thị Mơ');
});

for (const years of [-1, 1]) {
  test(`with a clock ${years} year off, every record says how far, and nothing is lost`, async () => {
    const server = new Server();
    const phone = new Phone(server);
    phone.air.offset = years * 31_536_000_000;
    await phone.open();
    await phone.engine.enrol(PIN, 'x');
    await phone.rest();
    phone.air.signal = false;
    await phone.engine.record(help());
    assert(Math.abs(phone.engine.status().clockOff + phone.air.offset) < 1000);
    phone.air.signal = true;
    await phone.sync();
    const op = server.pushes.flatMap((push) => push.ops)[0]!;
    assert(Math.abs(op.captured_at + op.offset_est - NOON) < 60_000);
    assert(op.last_contact > 0 && op.mono_since_contact !== null);
    assert.equal(server.effects.length, 1);
  });
}

test('cards: good, new, lost and foreign ones', async () => {
  const phone = await Phone.enrolled();
  const good = cards.good[0]!;
  const read = await phone.engine.scan(good.text);
  assert(read.code === 'new' && read.personId === good.person && read.card === good.nonce);
  assert.equal((await phone.engine.scan('https://example.vn')).code, 'not_a_card');
  const forged = cards.bad.find((one) => one.fault === 'forged')!;
  assert.equal((await phone.engine.scan(forged.text)).code, 'forged');
  const foreign = cards.bad.find((one) => one.fault === 'elsewhere')!;
  assert.equal((await phone.engine.scan(foreign.text)).code, 'other_commune');
  phone.air.signal = false;
  await phone.engine.record({ type: 'card.lost', entity: good.nonce, payload: {} });
  assert.equal((await phone.engine.scan(good.text)).code, 'revoked');
  assert.equal(phone.engine.typeCode('7K3M9PQD').code, 'mistyped');
  assert.equal(phone.engine.typeCode('7k3m 9pqc').code, 'no_such_code');
});

test('a round that outlives its locked box holds nobody else up and loses nothing of its own', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  await phone.engine.record(help('của Lan'));
  phone.air.signal = true;
  const fetch = phone.air.fetch.bind(phone.air);
  let answer = (_: Response): void => undefined;
  const asked = new Promise<void>((heard) => {
    phone.air.fetch = (path, init) => {
      if (!path.endsWith('/push')) return fetch(path, init);
      phone.air.fetch = fetch;
      heard();
      return new Promise((done) => (answer = done));
    };
  });
  void phone.engine.syncNow();
  await asked;
  phone.engine.lock();
  phone.server.signedIn = { id: fixedId(1, 2), name: 'Trần Văn Hòa' };
  assert.equal((await phone.engine.enrol('7391', 'x')).code, 'ok');
  await phone.engine.record(help('của Hòa'));
  // What Lan's round is told now is about Lan's box alone: Hòa has no pause of an hour to keep, and nothing of hers is told to him.
  answer(new Response('{"code":"later","message":"x"}', { status: 503, headers: { 'retry-after': '3600' } }));
  await phone.rest();
  assert.equal(phone.server.effects.length, 1);
  assert.deepEqual([phone.engine.status().fault, counts(phone).pending, codes(phone)], [null, 0, []]);
  await phone.engine.unlock(ACCOUNT, PIN);
  await phone.rest();
  assert.equal(phone.server.effects.length, 2);
  assert.equal(outbox(phone).length, 0);
});

// ---------------------------------------------------------------- much

test('10,000 records wait, are opened again and sent, each once', async () => {
  const phone = await Phone.enrolled();
  phone.air.signal = false;
  const began = performance.now();
  for (let n = 0; n < 10_000; n += 1) await phone.engine.record(help(`việc thứ ${n}`));
  const recorded = performance.now();
  await phone.reopen();
  const opened = performance.now();
  assert.equal(counts(phone).pending, 10_000);
  phone.air.signal = true;
  await phone.sync();
  const sent = performance.now();
  assert.equal(phone.server.effects.length, 10_000);
  assert.equal(new Set(phone.server.effects).size, 10_000);
  assert.equal(outbox(phone).length, 0);
  assert.equal(phone.server.pushes.length, 50);
  const ms = (from: number, to: number): string => `${Math.round(to - from)} ms`;
  console.log(`# 10,000 records: written in ${ms(began, recorded)}, opened in ${ms(recorded, opened)}, sent in ${ms(opened, sent)}`);
});
