import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Batch, pause, pinFault, pinPause, retryAfter } from '../src/field/engine/backoff';
import { base64url, idOf, newId, unbase64url, unhex } from '../src/field/engine/bytes';
import { shortAgent } from '../src/field/engine/browser';
import { Clock } from '../src/field/engine/clock';
import { Box, measureRounds } from '../src/field/engine/seal';
import { inApp } from '../src/field/engine/shell';

test('a pause is anything up to a bound that doubles from 1 s to 5 min', () => {
  for (const [failures, bound] of [[1, 1000], [2, 2000], [5, 16_000], [9, 256_000], [10, 300_000], [5000, 300_000]] as const) {
    assert.equal(pause(failures, 0), 0);
    assert.equal(pause(failures, 0.5), bound / 2);
    assert(pause(failures, 0.999) <= bound);
  }
});

test('Retry-After is seconds or a date, and never more than an hour', () => {
  const now = Date.UTC(2026, 10, 22, 12, 0, 0);
  for (const [header, wait] of [
    ['120', 120_000],
    ['0', 0],
    ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['99999999', 3_600_000],
    ['soon', null],
    ['', null],
    [null, null],
  ] as const) {
    assert.equal(retryAfter(header, now), wait, String(header));
  }
});

test('a batch that was too large is halved, down to one, and grows back', () => {
  const batch = new Batch(200);
  assert(batch.halve(200));
  assert.equal(batch.size, 100);
  assert(batch.halve(3));
  assert.equal(batch.size, 1);
  assert.equal(batch.halve(1), false);
  for (let times = 0; times < 10; times += 1) batch.passed();
  assert.equal(batch.size, 200);
});

test('PINs that anybody would try first are not taken', () => {
  for (const [pin, fault] of [
    ['1234', 'pin_easy'],
    ['9876', 'pin_easy'],
    ['0000', 'pin_easy'],
    ['258', 'pin_short'],
    ['25a0', 'pin_digits'],
    ['2580', null],
    ['202026', null],
  ] as const) {
    assert.equal(pinFault(pin, 4), fault, pin);
  }
  assert.equal(pinFault('2580', 6), 'pin_short');
});

test('wrong PINs wait longer and longer', () => {
  const waits = Array.from({ length: 12 }, (_, at) => pinPause(at));
  assert.deepEqual(waits.slice(0, 3), [0, 0, 0]);
  assert(waits.slice(3).every((wait, at, all) => wait > 0 && (at === 0 || wait >= all[at - 1]!)));
});

test('ids are version 7 and begin with their time', () => {
  const id = newId(0x0199_1234_5678);
  assert(/^01991234-5678-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id), id);
  assert.notEqual(newId(5), newId(5));
  assert.equal(idOf(unhex('0199b1c27d3e7a108f0000000c000001')!), '0199b1c2-7d3e-7a10-8f00-00000c000001');
});

test('base64url has one spelling', () => {
  assert.equal(base64url(new Uint8Array([0xff, 0xef])), '_-8');
  assert.deepEqual(unbase64url('_-8'), new Uint8Array([0xff, 0xef]));
  for (const other of ['_-9', '_-8=', '/+8', 'a', 'é']) assert.equal(unbase64url(other), null, other);
});

// ---------------------------------------------------------------- clock

test('the server looked at its clock half a round trip ago', () => {
  let wall = 1_000_000;
  let mono = 500;
  const clock = new Clock(undefined, () => wall, () => mono);
  assert.deepEqual(clock.stamp(), { captured_at: 1_000_000, mono_since_contact: null, offset_est: 0, last_contact: 0 });
  const sentAt = mono;
  mono += 600;
  wall += 600;
  clock.heard(2_000_000, sentAt);
  assert.deepEqual(clock.stamp(), { captured_at: 1_000_600, mono_since_contact: 300, offset_est: 999_700, last_contact: 2_000_000 });
  assert.equal(clock.now(), 2_000_300);
  assert.equal(clock.off(), 999_700);
});

test('how long an answer takes to come in says nothing about the time', () => {
  let wall = 1_000_000;
  let mono = 0;
  const pass = (ms: number): void => {
    wall += ms;
    mono += ms;
  };
  const clock = new Clock(undefined, () => wall, () => mono);
  pass(600);
  const heardAt = mono;
  pass(12_000);
  clock.heard(1_000_300, 0, heardAt);
  assert.equal(clock.stamp().offset_est, 0);
  assert.equal(clock.now(), wall);
  assert.equal(clock.stamp().mono_since_contact, 12_300);
});

test('after a sleep only the clock that went on tells the time, until the next answer', () => {
  let wall = 1_000_000;
  let mono = 0;
  const clock = new Clock(undefined, () => wall, () => mono);
  clock.heard(900_000, 0);
  wall += 60_000;
  mono += 59_000;
  clock.woke();
  assert.equal(clock.stamp().mono_since_contact, 59_000, 'clocks drift a little');
  wall += 3_600_000;
  clock.woke();
  assert.deepEqual([clock.now(), clock.stamp().mono_since_contact], [wall - 100_000, null]);
  clock.heard(5_000_000, mono);
  wall -= 3_600_000;
  clock.woke();
  assert.equal(clock.now(), 5_000_000, 'a clock that was set back is not followed');
});

test('a clock that is set during the page changes nothing of what is known', () => {
  let wall = 1_000_000;
  let mono = 0;
  const clock = new Clock(undefined, () => wall, () => mono);
  clock.heard(1_000_000, 0);
  mono += 60_000;
  wall += 31_536_000_000;
  const stamp = clock.stamp();
  assert.equal(stamp.mono_since_contact, 60_000);
  assert.equal(stamp.last_contact, 1_000_000);
  assert.equal(clock.now(), 1_060_000);
});

test('after a new start only the offset is left of the guess', () => {
  const clock = new Clock({ offset: -5000, contact: 900_000 }, () => 1_000_000, () => 7);
  assert.deepEqual(clock.stamp(), { captured_at: 1_000_000, mono_since_contact: null, offset_est: -5000, last_contact: 900_000 });
  assert.equal(clock.now(), 995_000);
  assert.equal(clock.off(), 0);
});

// ---------------------------------------------------------------- sealing

const RECOVERY = 'cd'.repeat(32);

test('a box opens with its PIN and its recovery key and with nothing else', async () => {
  const made = await Box.make('b', '2580', RECOVERY, 1000);
  const sealed = await made.box.seal({ name: 'Đào' }, 'op/1');
  const byPin = await Box.byPin('b', made.pin, '2580');
  assert.deepEqual(await byPin!.open(sealed, 'op/1'), { name: 'Đào' });
  assert.equal(await Box.byPin('b', made.pin, '2581'), null);
  assert.equal(await Box.byPin('other', made.pin, '2580'), null);
  const recovered = await Box.recover('b', made.recovery, RECOVERY, '7391', 1000);
  assert.deepEqual(await recovered!.box.open(sealed, 'op/1'), { name: 'Đào' });
  assert.equal(await Box.recover('b', made.recovery, 'ef'.repeat(32), '7391', 1000), null);
  assert.equal(await Box.recover('b', made.recovery, null, '7391', 1000), null);
  assert.equal(await Box.byPin('b', recovered!.pin, '2580'), null);
  const again = await Box.byPin('b', recovered!.pin, '7391');
  assert.deepEqual(await again!.open(sealed, 'op/1'), { name: 'Đào' });
});

test('what is sealed can be moved nowhere and changed nowhere', async () => {
  const { box } = await Box.make('b', '2580', null, 1000);
  const { box: other } = await Box.make('c', '2580', null, 1000);
  const sealed = await box.seal('secret', 'op/1');
  await assert.rejects(box.open(sealed, 'op/2'));
  await assert.rejects(other.open(sealed, 'op/1'));
  const bytes = new Uint8Array(sealed.data);
  bytes[3]! ^= 1;
  await assert.rejects(box.open({ iv: sealed.iv, data: bytes.buffer }, 'op/1'));
});

test('a PIN is changed by who knows it', async () => {
  const made = await Box.make('b', '2580', RECOVERY, 1000);
  assert.equal(await Box.rewrap('b', made.pin, '0007', '7391', 1000), null);
  const wrap = await Box.rewrap('b', made.pin, '2580', '7391', 1000);
  assert.equal(await Box.byPin('b', wrap!, '2580'), null);
  assert(await Box.byPin('b', wrap!, '7391'));
});

test('slow phones stretch less, never under the least', async () => {
  let now = 0;
  assert.equal(await measureRounds(() => (now += 5000)), 120_000);
  assert.equal(await measureRounds(() => (now += 1)), 1_200_000);
});

// ---------------------------------------------------------------- browsers

test('browsers inside other apps are known by name', () => {
  const android = 'Mozilla/5.0 (Linux; Android 12; SM-A125F) AppleWebKit/537.36 (KHTML, like Gecko) ';
  for (const [agent, app] of [
    [`${android}Version/4.0 Chrome/120.0 Mobile Safari/537.36 Zalo android/24010 ZaloTheme/light`, 'Zalo'],
    [`${android}Chrome/120.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0]`, 'Facebook'],
    ['Mozilla/5.0 (Linux; Android 12; SM-A125F; wv) AppleWebKit/537.36 Version/4.0 Chrome/120.0 Mobile Safari/537.36', 'WebView'],
    [`${android}Chrome/120.0.0.0 Mobile Safari/537.36`, null],
    [`${android}SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537.36`, null],
  ] as const) {
    assert.equal(inApp(agent), app, agent);
  }
  assert.equal(shortAgent(`${android}Chrome/140.0.0.0 Mobile Safari/537.36`), 'Chrome 140 Android');
});
