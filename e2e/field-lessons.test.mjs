// Lessons on a phone without a network: a pack is fetched, the network goes, and a volunteer finds a lesson, reads it to its
// end and leads the practice, before the PIN and from the class that meets tonight.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { launchBrowser, openReader, signIn } from './browser.mjs';
import { listen } from './checks.mjs';
import { enrol, openClass, openPhone, reopen, waiting } from './field.mjs';
import { startServer } from './server.mjs';

const TITLE = 'Nhận biết cuộc gọi lừa đảo';
const LESSON = 'nhan-biet-cuoc-goi-lua-dao';
let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const offlineNoise = (one) => /ERR_INTERNET_DISCONNECTED/.test(one);
const rows = (page) => page.locator('[data-item]');
const openLessons = async (page) => {
  await page.goto('/thuc-dia#/bai');
  await page.locator('h1', { hasText: 'Bài học' }).waitFor();
};
/** Waits until the worker serves the app's files to this page. */
const served = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ?? new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done))).then(() => undefined));

it('reads a lesson to its end on a phone that nobody set up, without a network, found without marks', async () => {
  const { context, page } = await openPhone(browser, server.base);
  const packs = [];
  page.on('response', (answer) => {
    if (answer.url().includes('/thuc-dia/goi/')) packs.push(`${answer.request().method()} ${answer.status()}`);
  });
  await page.goto('/thuc-dia');
  await page.locator('a[href="#/bai"]').click();
  await page.locator('[data-key="primary"]').click();
  await rows(page).first().waitFor();
  await served(page);
  const fetched = packs.length;

  await context.setOffline(true);
  await page.reload();
  const complaints = listen(page);
  await rows(page).first().waitFor();
  assert.ok((await rows(page).count()) >= 15);
  await page.locator('input[type="search"]').fill('cuoc goi lua dao');
  assert.equal(await rows(page).first().getAttribute('data-item'), LESSON);
  await rows(page).first().click();

  const of = Number(await page.locator('.f-lesson').getAttribute('data-of'));
  assert.ok(of >= 10);
  let pictures = 0;
  for (let at = 1; at < of; at += 1) {
    await page.locator(`.f-lesson[data-at="${at}"]`).waitFor();
    assert.notEqual((await page.locator('.f-text').innerText()).trim(), '');
    assert.equal(await page.locator('.f-drawing.missing').count(), 0);
    pictures += await page.locator('svg.f-drawing').count();
    await page.locator('[data-key="next"]').click();
  }
  assert.ok(pictures >= 8, `only ${pictures} drawings`);
  await page.locator('h2', { hasText: 'Bài này đến đây là hết' }).waitFor();
  // The quiz needs the server, and says so; the practice does not.
  await page.locator('.pick[aria-disabled="true"]', { hasText: 'Bài kiểm tra cần có mạng' }).waitFor();
  await page.locator('a[href="#/tap/cuoc-goi-gia-cong-an"]').click();
  assert.equal(await page.locator('.phone-label', { hasText: 'Màn hình tập, không phải thật' }).count(), 2);
  await page.locator('.phone .button', { hasText: 'Nghe máy' }).click();
  await page.locator('.phone .button', { hasText: 'Đọc số căn cước' }).click();
  await page.locator('.mistake', { hasText: 'Khoan đã bác!' }).waitFor();

  // The phone's own way back leaves the lesson in one press, to what was found.
  await page.goBack();
  await page.goBack();
  await page.locator(`.f-lesson[data-at="${of}"]`).waitFor();
  await page.goBack();
  assert.equal(await page.locator('input[type="search"]').inputValue(), 'cuoc goi lua dao');
  assert.deepEqual(complaints.filter((one) => !offlineNoise(one)), []);

  // With a network again, a pack that did not change costs an answer without a body.
  await context.setOffline(false);
  packs.length = 0;
  await page.locator('.f-top a[href="#/goi"]').click();
  await page.locator('[data-key="bring-citizen"]').click();
  await page.locator('.f-flash.info', { hasText: 'Đã là bản mới nhất' }).waitFor();
  assert.equal(fetched, 1);
  assert.ok(packs.includes('GET 304') && !packs.includes('GET 200'), packs.join());
  await context.close();
});

it('brings the citizens’ pack by itself after sign-in, leads from the class to a lesson and back, and counts nothing as waiting', async () => {
  const officer = await openReader(browser, { base: server.base });
  const desk = await officer.newPage();
  await signIn(desk, server.account('coordinator'));
  await openClass(desk, 'Tránh cuộc gọi lừa đảo');
  const { context, page } = await openPhone(browser, server.base);
  await enrol(page, server.account('ambassador'));
  // Nobody presses anything for it.
  await openLessons(page);
  await rows(page).first().waitFor();

  await context.setOffline(true);
  await reopen(page);
  await page.locator('.f-class, a.pick', { hasText: 'Tránh cuộc gọi lừa đảo' }).first().locator('a.button, .pick-name').first().click();
  await page.locator('a[href^="#/bai?lop="]').click();
  await page.locator('h1', { hasText: 'Dạy bài nào?' }).waitFor();
  const offered = await rows(page).evaluateAll((all) => all.slice(0, 3).map((one) => one.dataset.item));
  assert.ok(offered.includes(LESSON), offered.join());
  await page.locator(`[data-item="${LESSON}"]`).first().click();
  await page.locator('[data-key="trouble"]').click();
  await page.locator('.f-part-trouble').waitFor();
  const of = Number(await page.locator('.f-lesson').getAttribute('data-of'));
  while (Number(await page.locator('.f-lesson').getAttribute('data-at')) < of) await page.locator('[data-key="next"]').click();
  await page.locator('a[href^="#/buoi/"]').click();
  await page.locator('.f-ways').waitFor();
  assert.equal(await waiting(page), 0);
  await context.close();
  await officer.close();
});

it('takes nothing by itself where data is saved, says what to do without room, and keeps what somebody removed away', async () => {
  const { context, page } = await openPhone(browser, server.base);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    navigator.storage.estimate = () => Promise.resolve(globalThis.poor ? { quota: 20_000_000, usage: 19_000_000 } : { quota: 1e9, usage: 0 });
  });
  const packs = [];
  page.on('request', (request) => {
    if (request.url().includes('/thuc-dia/goi/') && request.method() === 'GET') packs.push(request.url());
  });
  await enrol(page, server.account('ambassador'));
  await openLessons(page);
  await page.locator('[data-key="primary"]').waitFor();
  assert.deepEqual(packs, []);

  await page.evaluate(() => {
    globalThis.poor = true;
  });
  await page.locator('[data-key="primary"]').click();
  await page.locator('.notice.bad', { hasText: 'Máy không đủ chỗ' }).waitFor();
  assert.equal(await rows(page).count(), 0);
  await page.evaluate(() => {
    globalThis.poor = false;
  });
  await page.locator('[data-key="primary"]').click();
  await rows(page).first().waitFor();
  await page.locator('.f-top a[href="#/goi"]').click();
  await page.locator('[data-pack="citizen"][data-state="kept"]').waitFor();
  await page.locator('[data-pack="staff"]', { hasText: /Chiếm khoảng \d+ KB/ }).waitFor();
  await page.locator('[data-key="bring-staff"]').click();
  await page.locator('[data-pack="staff"][data-state="kept"]').waitFor();
  await page.locator('[data-key="remove-citizen"]').click();
  await page.locator('[data-pack="citizen"][data-state="none"]').waitFor();
  await page.reload();
  await page.locator('[data-pack="staff"][data-state="kept"]').waitFor();
  assert.equal(await page.locator('[data-pack="citizen"]').getAttribute('data-state'), 'none');
  await context.close();
});
