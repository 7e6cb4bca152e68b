// What the browser tests of the field app share: an evening made ready at the server, and a phone that goes to it.
import decodeQR from 'qr/decode.js';
import { fileURLToPath } from 'node:url';
import { openReader, signIn } from './browser.mjs';

const LIST = fileURLToPath(new URL('../fixtures/lists/danh-sach-thon-dong-mau.xlsx', import.meta.url));
const VILLAGE = 'Thôn Đồng Mẫu';
export const PIN = '2580';

const press = (page, locator) => Promise.all([page.waitForNavigation(), locator.click()]);
const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Today in Vietnam, and minutes of the day, as the server sees them. */
export function today() {
  const local = new Date(Date.now() + 7 * 3_600_000);
  return { day: local.toISOString().slice(0, 10), minute: local.getUTCHours() * 60 + local.getUTCMinutes() };
}

/** Loads the village's list and opens a class of this very hour. `page` is an officer's. Answers the address of its roll. */
export async function openClass(page, title) {
  await page.goto('/quan-ly/nguoi-dan/nhap');
  await page.locator('select[name="village"]').selectOption({ label: VILLAGE });
  await page.locator('input[type="file"]').setInputFiles(LIST);
  await Promise.all([page.waitForURL(/\/nguoi-dan\/nhap\/[0-9a-f-]{36}/), page.locator('form[enctype] button').last().click()]);
  await press(page, page.locator('form[action$="/ghi"] button.primary'));
  const { day, minute } = today();
  const start = Math.max(0, Math.min(minute - 10, 22 * 60));
  await page.goto('/quan-ly/lop/moi');
  await page.locator('[name="title"]').fill(title);
  await page.locator('[name="teacher"]').fill('Đỗ Minh Hà');
  await page.locator('[name="capacity"]').fill('60');
  await page.locator('[name="audience"]').selectOption('citizen');
  await page.locator('[name="village"]').selectOption({ label: VILLAGE });
  const venues = page.locator('select[name="venue"] option:not([value=""])');
  await page.locator('[name="venue"]').selectOption(await venues.nth((await venues.count()) - 1).getAttribute('value'));
  await page.locator('[name="start"]').fill(clock(start));
  await page.locator('[name="end"]').fill(clock(start + 90));
  await page.locator('[name="repeat"][value="given"]').check();
  await page.locator('[name="given"]').fill(day);
  await press(page, page.locator('button[name="step"][value="preview"]'));
  await press(page, page.locator('main form button.primary'));
  await page.goto('/quan-ly/lop');
  return page.locator('main a[href^="/quan-ly/lop/buoi/"]', { hasText: title }).first().getAttribute('href');
}

/** What the QR code on a page says, seen as a camera would. */
async function readCode(page, blank, picture) {
  const png = (await picture.screenshot({ scale: 'css' })).toString('base64');
  const { width, height, data } = await blank.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    pen.drawImage(bitmap, 0, 0);
    const { width, height, data } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
    return { width, height, data: [...data] };
  }, png);
  return decodeQR({ width, height, data: Uint8Array.from(data) }, { timeLimit: 5000 });
}

/**
 * Makes cards for the whole village and reads the first `many`.
 *
 * @returns {Promise<{ person: string, name: string, text: string, code: string }[]>}
 */
export async function issueCards(page, many) {
  await page.goto('/quan-ly/the');
  const village = await page.locator('select[name="thon"] option', { hasText: VILLAGE }).getAttribute('value');
  await page.goto(`/quan-ly/the?thon=${village}`);
  await press(page, page.locator('button[value="lam-het"]'));
  await page.goto(`/quan-ly/the?thon=${village}&the=chua-in`);
  const people = await page.locator('input[name="chon"]').evaluateAll((all) => all.map((one) => one.value));
  const blank = await page.context().newPage();
  const cards = [];
  for (const person of people.slice(0, many)) {
    await page.goto(`/quan-ly/nguoi-dan/${person}/the`);
    const card = page.locator('#lam');
    cards.push({
      person,
      name: (await card.locator('.row-text p').nth(1).innerText()).trim(),
      code: (await card.locator('h2.number').innerText()).trim(),
      text: await readCode(page, blank, card.locator('svg').first()),
    });
  }
  await blank.close();
  return cards;
}

/** Types a PIN on the pad. */
export async function typePin(page, pin = PIN) {
  for (const digit of pin) await page.locator('.pin-key', { hasText: new RegExp(`^${digit}$`) }).click();
}

/** A phone: 360 × 640, its camera allowed. */
export async function openPhone(browser, base) {
  const context = await openReader(browser, { base, width: 360 });
  await context.grantPermissions(['camera'], { origin: base });
  const page = await context.newPage();
  await page.setViewportSize({ width: 360, height: 640 });
  page.setDefaultTimeout(30_000);
  return { context, page };
}

/** Signs in, names the phone, chooses a PIN, waits for the lists and for the worker that serves the app without a signal. */
export async function enrol(page, account, name = 'Máy thử') {
  await signIn(page, account);
  await page.goto('/thuc-dia');
  const box = page.locator('form input');
  await box.fill(name);
  await page.locator('.button.primary').click();
  await typePin(page);
  await page.getByRole('heading', { name: 'Gõ lại mã một lần nữa' }).waitFor();
  await typePin(page);
  await page.getByRole('heading', { name: 'Đã sẵn sàng' }).waitFor();
  await page.locator('.button.primary').click();
  await page.locator('.f-home').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** Opens the app anew, as from the home screen. */
export async function reopen(page, pin = PIN) {
  await page.goto('/thuc-dia');
  await page.locator('.pin').waitFor();
  await typePin(page, pin);
  await page.locator('.f-home').waitFor();
}

/** How many records wait on the phone, as the line at the foot says. */
export const waiting = (page) => page.locator('.f-strip').getAttribute('data-waiting').then(Number);

/** Waits until the line at the foot says that nothing is left. */
export const allSent = (page, timeout = 60_000) => page.locator('.f-strip.done[data-waiting="0"]').waitFor({ timeout });

/** Records help for the first person found by `text`. */
export async function help(page, text, topic = 'vneid', result = 'helped') {
  await page.locator('a[href="#/giup"]').first().click();
  await page.locator('input[type="search"]').fill(text);
  await page.locator('.found .pick').first().click();
  await page.locator(`[data-key="${topic}"]`).click();
  await page.locator(`[data-key="${result}"]`).click();
  await page.locator('[data-key="primary"]').click();
  await page.locator('.f-flash.good').waitFor();
}

/** A witnessed check of one component: every task seen, done unaided. */
export async function checkSkill(page, text, component) {
  await page.locator('a[href="#/viec"]').click();
  await page.locator('a[href="#/kynang"]').click();
  await page.locator('input[type="search"]').fill(text);
  await page.locator('.found .pick').first().click();
  await page.locator(`[data-key="${component}"]`).click();
  for (const box of await page.locator('.tick').all()) await box.click();
  await page.locator('[data-key="primary"]').click();
  await page.locator('[data-key="unaided"]').click();
  const place = page.locator('.ask-answer input').first();
  if (!(await place.isChecked())) await place.check();
  await page.locator('[data-key="primary"]').click();
  await page.locator('.f-flash.good').waitFor();
  await page.goBack();
  await page.locator('.f-home').waitFor();
}

/** Somebody without a card: name, year, consent signed on the screen, present at once. */
export async function walkIn(page, name, year) {
  await page.locator('a[href^="#/nguoi-moi"]').click();
  await page.locator('input[type="text"]').nth(0).fill(name);
  await page.locator('input[type="text"]').nth(1).fill(year);
  await page.locator('form .button.primary').click();
  await page.locator('[data-value="true"]').first().check();
  await page.locator('form .button.primary').click();
  await page.locator('[data-value="screen"]').check();
  const pad = page.locator('.sign-pad');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  await page.mouse.move(box.x + 30, box.y + 40);
  await page.mouse.down();
  for (let n = 1; n <= 12; n += 1) await page.mouse.move(box.x + 30 + n * 18, box.y + 40 + (n % 2) * 30);
  await page.mouse.up();
  await page.locator('[data-key="primary"]').click();
  await page.locator('.f-flash.good').waitFor();
}
