// The screens over the real engine and a server of the protocol in memory: ten thousand records on one phone, a network of
// 64 kbit/s that is cut off, a slow processor, two windows, a phone that was revoked.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { launchBrowser } from './browser.mjs';
import { allSent, PIN, typePin, waiting } from './field.mjs';
import { helpSomebody, phone, setUpAgain, startStand, stopStands, unlock } from './field-stand.mjs';
import { openPoorWay } from './poor.mjs';

const MANY = 10_000;
const VILLAGE = '01990000-0003-7000-8000-000000000001';
const HELP = {
  type: 'help.log',
  payload: { person: null, village: VILLAGE, topic: 'vneid', result: 'helped', minutes: 10, place: null, note: '', request: null },
};

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(async () => {
  stopStands();
  await browser?.close();
});

/** Records `times` help at the engine itself, in the page without screens. */
async function recordMany(context, base, times) {
  const page = await context.newPage();
  await page.goto(`${base}/thuc-dia/khung`);
  await page.waitForFunction(() => window.field && window.field.status().stage.at === 'locked');
  await context.setOffline(true);
  const codes = await page.evaluate(
    async ([draft, n, pin]) => {
      await window.field.unlock(window.field.status().stage.residents[0].account, pin);
      const found = {};
      for (let at = 0; at < n; at += 1) {
        const { code } = await window.field.record(draft);
        found[code] = (found[code] ?? 0) + 1;
      }
      return found;
    },
    [HELP, times, PIN],
  );
  await page.close();
  assert.deepEqual(codes, { saved: times });
}

it('opens, lists and sends ten thousand records', { timeout: 600_000 }, async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base);
  await page.close();
  await recordMany(context, stand.base, MANY);
  const again = await context.newPage();
  await again.setViewportSize({ width: 360, height: 640 });
  again.setDefaultTimeout(60_000);
  await again.goto('/thuc-dia');
  await again.locator('.pin').waitFor();
  const opened = Date.now();
  await typePin(again);
  await again.locator('.f-home').waitFor();
  console.log(`# the box with ${MANY} records open after ${Date.now() - opened} ms`);
  assert.match(await again.locator('.f-strip').innerText(), /10\.000 việc còn trên máy/);
  const listed = Date.now();
  await again.locator('.f-strip').click();
  await again.locator('[data-group="pending"] .pick').first().waitFor();
  console.log(`# its list after ${Date.now() - listed} ms`);
  assert.ok((await again.locator('[data-group="pending"] .pick').count()) <= 60, 'a list as long as a screen needs');
  const sent = Date.now();
  await context.setOffline(false);
  await allSent(again, 300_000);
  console.log(`# all sent after ${Date.now() - sent} ms`);
  const { effects } = await stand.ask();
  assert.deepEqual([effects.length, new Set(effects).size], [MANY, MANY]);
  await context.close();
  stand.stop();
});

it('sends over 64 kbit/s with 600 ms and one exchange in ten cut off, each record once', { timeout: 300_000 }, async () => {
  const stand = await startStand();
  const way = await openPoorWay(stand.base);
  const { context, page } = await phone(browser, way.base);
  await page.close();
  await recordMany(context, way.base, 2_000);
  const again = await context.newPage();
  again.setDefaultTimeout(60_000);
  await unlock(again);
  way.spoil({ bits: 64_000, delay: 600, resets: 0.1 });
  const began = Date.now();
  await context.setOffline(false);
  // Meanwhile the person goes on working.
  for (let n = 0; n < 12; n += 1) {
    await helpSomebody(again);
  }
  await allSent(again, 200_000);
  assert.ok(way.cuts() > 0, 'nothing was cut off');
  console.log(`# 2012 records in ${Date.now() - began} ms, ${way.cuts()} connection(s) cut`);
  const { effects } = await stand.ask();
  assert.deepEqual([effects.length, new Set(effects).size], [2012, 2012]);
  await context.close();
  await way.close();
  stand.stop();
});

it('is ready for the first tap on a processor four times slower, without a signal', async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await context.setOffline(true);
  const began = Date.now();
  await page.goto('/thuc-dia');
  await page.locator('.pin-key').first().waitFor();
  const shown = Date.now() - began;
  await typePin(page);
  const typed = Date.now();
  await page.locator('.f-home').waitFor();
  console.log(`# PIN pad after ${shown} ms, home ${Date.now() - typed} ms after the last digit; CPU four times slower, no signal`);
  assert.ok(shown < 15_000);
  await context.close();
  stand.stop();
});

it('works in two windows at once', async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base);
  const other = await context.newPage();
  other.setDefaultTimeout(60_000);
  await unlock(other);
  await context.setOffline(true);
  for (const tab of [page, other, page, other]) {
    await tab.bringToFront();
    await helpSomebody(tab);
  }
  for (const tab of [page, other]) await tab.locator('.f-strip[data-waiting="4"]').waitFor();
  await context.setOffline(false);
  for (const tab of [page, other]) await allSent(tab);
  const { effects } = await stand.ask();
  assert.deepEqual([effects.length, new Set(effects).size], [4, 4]);
  await context.close();
  stand.stop();
});

it('seals what waits when the phone is revoked, and says what to do', async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base);
  await context.setOffline(true);
  await helpSomebody(page);
  assert.equal(await waiting(page), 1);
  await stand.ask({ revoke: true });
  await context.setOffline(false);
  await page.locator('.notice.bad', { hasText: 'Máy này đã bị thu hồi' }).first().waitFor();
  assert.match(await page.locator('.f-strip').innerText(), /1 việc còn trên máy/);
  await context.close();
  stand.stop();
});

it('takes a revoked phone back to work: sign in, set up again, and what was on it is sent', async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base);
  await context.setOffline(true);
  for (let n = 0; n < 3; n += 1) await helpSomebody(page);
  await stand.ask({ revoke: true, signedIn: null });
  await context.setOffline(false);
  await page.locator('.notice.bad', { hasText: 'Máy này đã bị thu hồi' }).first().waitFor();
  await page.locator('[data-key="again"]').click();
  await page.getByRole('heading', { name: 'Máy cần đặt lại' }).waitFor();
  await page.getByRole('link', { name: 'Đăng nhập', exact: true }).click();
  await page.getByRole('button', { name: 'Nguyễn Thị Lan' }).click();
  // Back from the sign-in page, the way goes on: not the PIN pad alone.
  await page.getByRole('button', { name: 'Đặt lại máy để dùng tiếp' }).click();
  await setUpAgain(page, '7391');
  await allSent(page);
  const { effects } = await stand.ask();
  assert.deepEqual([effects.length, new Set(effects).size], [3, 3]);
  // The new PIN opens it from now on.
  await page.goto('/thuc-dia');
  await page.locator('.pin').waitFor();
  await typePin(page, '7391');
  await page.locator('.f-home').waitFor();
  await context.close();
  stand.stop();
});

it('sets a second person up on a phone that has one, through the sign-in of the first and without it', async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base);
  await context.setOffline(true);
  await helpSomebody(page);
  await context.setOffline(false);
  await allSent(page);
  await page.goto('/thuc-dia');
  await page.getByRole('button', { name: 'Người khác' }).click();
  await page.getByText('Bạn đang đăng nhập: Nguyễn Thị Lan').waitFor();
  await page.getByRole('button', { name: 'Đăng nhập tài khoản khác' }).click();
  await page.getByRole('button', { name: 'Trần Văn Minh' }).click();
  // Signed in, he meets her PIN; the way past it is there.
  await page.getByRole('button', { name: 'Đặt máy này cho Trần Văn Minh' }).click();
  await setUpAgain(page, '1593');
  assert.match(await page.locator('h1').innerText(), /Minh/);
  await stand.ask({ signedIn: null });
  // Two live here now. Without a session and without a signal, “somebody else” says what is missing.
  await page.goto('/thuc-dia');
  await page.locator('.picks .pick').nth(1).waitFor();
  assert.equal(await page.locator('.picks .pick').count(), 2);
  await page.getByRole('button', { name: 'Người khác' }).click();
  await page.getByRole('link', { name: 'Đăng nhập', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Quay lại' }).click();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Người khác' }).click();
  await page.locator('.notice.warn', { hasText: 'Chưa có mạng' }).waitFor();
  await page.getByRole('button', { name: 'Quay lại' }).click();
  // Her box is hers still, and opens without a signal: nothing is asked for.
  await page.locator('.pick', { hasText: 'Nguyễn Thị Lan' }).click();
  await page.locator('.pin').waitFor();
  // What the app asked before has failed too by now.
  await page.evaluate(() => fetch('/thuc-dia/toi').catch(() => undefined));
  assert.equal(await page.locator('.notice').count(), 0);
  await typePin(page);
  await page.locator('.f-home').waitFor();
  await context.close();
  stand.stop();
});

it('says on the first screen that the phone threw the store away, and how much was in it', async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base);
  await context.setOffline(true);
  for (let n = 0; n < 2; n += 1) await helpSomebody(page);
  await page.goto('about:blank');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin: stand.base, storageTypes: 'indexeddb,local_storage' });
  await page.goto(`${stand.base}/thuc-dia`);
  const said = page.locator('.notice.bad', { hasText: 'Điện thoại đã xóa dữ liệu của ứng dụng' });
  await said.waitFor();
  assert.match(await said.innerText(), /tới 2 việc/);
  await context.close();
  stand.stop();
});

it('keeps what is on the screen when the disk is full, and says what to do', async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base, { quota: 6_000_000 });
  await context.setOffline(false);
  await page.goto(`${stand.base}/thuc-dia/khung`);
  await page.waitForFunction(() => window.field && window.field.status().stage.at === 'locked');
  await context.setOffline(true);
  // Notes that cannot be packed, smaller and smaller, until not even a short one finds room.
  const saved = await page.evaluate(
    async ([draft, pin]) => {
      await window.field.unlock(window.field.status().stage.residents[0].account, pin);
      let kept = 0;
      for (const size of [400_000, 50_000, 5_000, 500, 10]) {
        for (let full = false, n = 0; !full && n < 60; n += 1) {
          const note = Array.from({ length: Math.ceil(size / 50_000) }, () => Array.from(crypto.getRandomValues(new Uint8Array(Math.min(size, 50_000))), (byte) => byte.toString(36)).join('')).join('');
          full = (await window.field.record({ ...draft, payload: { ...draft.payload, note } })).code === 'storage_full';
          if (!full) kept += 1;
        }
      }
      return kept;
    },
    [HELP, PIN],
  );
  await unlock(page);
  await page.locator('a[href="#/giup"]').first().click();
  await page.locator('[data-key="nobody"]').click();
  await page.locator('[data-key="device"]').click();
  await page.locator('[data-key="unaided"]').click();
  await page.locator('textarea').fill('đã chỉ cách gọi video');
  await page.locator('[data-key="primary"]').click();
  await page.locator('.f-flash.bad', { hasText: 'Bộ nhớ máy đã đầy' }).waitFor();
  assert.equal(await page.locator('textarea').inputValue(), 'đã chỉ cách gọi video');
  assert.equal(await waiting(page), saved);
  await context.close();
  stand.stop();
});
