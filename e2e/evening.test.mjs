// The whole path of an evening, through the real program: a list is loaded, a class opened, attendance taken on a phone,
// the figures move, a figure opens down to an entry, the leader locks the report.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launchBrowser, openReader, signIn } from './browser.mjs';
import { listen } from './checks.mjs';
import { startServer } from './server.mjs';

const LIST = fileURLToPath(new URL('../fixtures/lists/danh-sach-thon-dong-mau.xlsx', import.meta.url));
const VILLAGE = 'Thôn Đồng Mẫu';
const HALL = 'Nhà văn hóa để thử một buổi tối';

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

async function as(role, width = 1280) {
  const context = await openReader(browser, { base: server.base, width });
  const page = await context.newPage();
  await signIn(page, server.account(role));
  return { page, complaints: listen(page), close: () => context.close() };
}

const press = (page, locator) => Promise.all([page.waitForNavigation(), locator.click()]);

/** The first number of a text: "1.234 lượt" is 1234. */
const number = (text) => Number((text.match(/\d[\d.]*/)?.[0] ?? 'NaN').replaceAll('.', ''));

/** Today in Vietnam, and minutes of the day, as the server sees them. */
function now() {
  const local = new Date(Date.now() + 7 * 3_600_000);
  return { day: local.toISOString().slice(0, 10), minute: local.getUTCHours() * 60 + local.getUTCMinutes() };
}

const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;


it('goes from a messy list to a figure that opens down to its entry', async () => {
  const officer = await as('coordinator');
  const { page } = officer;

  // The list: looked at first, then loaded.
  await page.goto('/quan-ly/nguoi-dan/nhap');
  await page.locator('select[name="village"]').selectOption({ label: VILLAGE });
  await page.locator('input[type="file"]').setInputFiles(LIST);
  await Promise.all([page.waitForURL(/\/nguoi-dan\/nhap\/[0-9a-f-]{36}/), page.locator('form[enctype] button').last().click()]);
  const preview = await page.locator('main').innerText();
  assert.match(preview, /233/);
  assert.match(preview, /ngày sinh không có thật/);
  await press(page, page.locator('form[action$="/ghi"] button.primary'));
  await page.goto('/quan-ly/nguoi-dan?q=khuat');
  assert.match(await page.locator('main').innerText(), /Khuất/);

  // A hall of its own, so that no class of the demo stands in the way.
  await page.goto('/quan-ly/dia-diem/moi');
  await page.locator('[name="name"]').fill(HALL);
  await page.locator('[name="kind"]').selectOption({ index: 1 });
  await page.locator('[name="village"]').selectOption({ label: VILLAGE });
  await press(page, page.locator('main form button.primary'));

  // A class this very hour.
  const { day, minute } = now();
  const start = Math.max(0, Math.min(minute - 10, 22 * 60));
  await page.goto('/quan-ly/lop/moi');
  await page.locator('[name="title"]').fill('Chụp ảnh mùa gặt');
  await page.locator('[name="teacher"]').fill('Đỗ Minh Hà');
  await page.locator('[name="capacity"]').fill('40');
  await page.locator('[name="audience"]').selectOption('citizen');
  await page.locator('[name="village"]').selectOption({ label: VILLAGE });
  const hall = page.locator('select[name="venue"] option', { hasText: HALL });
  await page.locator('[name="venue"]').selectOption(await hall.getAttribute('value'));
  await page.locator('[name="start"]').fill(clock(start));
  await page.locator('[name="end"]').fill(clock(start + 90));
  await page.locator('[name="repeat"][value="given"]').check();
  await page.locator('[name="given"]').fill(day);
  await press(page, page.locator('button[name="step"][value="preview"]'));
  assert.match(await page.locator('main').innerText(), /âm lịch/i);
  await press(page, page.locator('main form button.primary'));
  assert.match(await page.locator('main').innerText(), /Chụp ảnh mùa gặt/);

  // What the figures say before.
  const before = await figures(page);

  // Attendance, on a phone: a walk-in from the register, then taps.
  await page.goto('/quan-ly/lop');
  const roll = await page.locator('main a[href^="/quan-ly/lop/buoi/"]', { hasText: 'Chụp ảnh mùa gặt' }).first().getAttribute('href');
  const phone = await as('team_member', 360);
  for (let added = 0; added < 2; added += 1) {
    await phone.page.goto(`${roll}/them`);
    await phone.page.locator('input[name="ten"]').fill('khuat');
    await press(phone.page, phone.page.locator('form.filters button'));
    await press(phone.page, phone.page.locator('.rows form button').first());
  }
  await phone.page.goto(roll);
  assert.equal(await phone.page.locator('.tap[data-state="present"], .tap[data-state="late"]').count(), 2);

  // One name is taken back and marked again by a tap: the server is told without the page being left.
  const name = phone.page.locator('.tap').first();
  await name.locator('summary').click();
  await name.locator('button[value="none"]').click();
  await phone.page.locator('[data-roll-save][data-save="saved"]').waitFor();
  assert.equal(await name.getAttribute('data-state'), 'none');
  await name.locator('.tap-main').click();
  await phone.page.locator('.tap[data-state="none"]').waitFor({ state: 'detached' });
  await phone.page.locator('[data-roll-save][data-save="saved"]').waitFor();
  assert.deepEqual(phone.complaints, []);
  await phone.close();

  // The figures moved, by attendances and by people, and T3's first component with them.
  const later = await figures(page);
  assert.equal(later.attendances, before.attendances + 2);
  assert.equal(later.sessions, before.sessions + 1);
  assert.ok(later.knowledge > before.knowledge, `${before.knowledge} → ${later.knowledge}`);

  // From the figure to an entry in at most three clicks.
  await page.goto('/quan-ly');
  await press(page, page.locator('main a[href*="/quan-ly/so-lieu/i5-attendances"]').first());
  await press(page, page.locator('main a[href^="/quan-ly/bang-chung/"]').first());
  const entry = await page.locator('main').innerText();
  assert.match(entry, /Chụp ảnh mùa gặt/);
  assert.match(entry, /[0-9a-f]{8}/);
  assert.deepEqual(officer.complaints, []);
  await officer.close();
});

/** The figures that an evening moves, read where an officer reads them. */
async function figures(page) {
  const { day } = now();
  const range = `?tu=${day.slice(0, 4)}-01-01&den=${day}`;
  const read = async (code) => {
    await page.goto(`/quan-ly/so-lieu/${code}${range}`);
    return number(await page.locator('main [data-figure], main .tile-value b').first().innerText());
  };
  return {
    sessions: await read('i5-sessions'),
    attendances: await read('i5-attendances'),
    knowledge: await read('t3-knowledge'),
  };
}
