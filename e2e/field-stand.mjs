// What the browser tests share that need a server whose every answer they can set: the stand, a phone set up at it, ordinary taps.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openReader } from './browser.mjs';
import { PIN, typePin } from './field.mjs';

const stands = new Set();

/** Ends every server that a test left running. */
export function stopStands() {
  for (const stand of stands) stand.kill();
}

export async function startStand() {
  const script = fileURLToPath(new URL('../web/tests/stand.mjs', import.meta.url));
  const stand = spawn(process.execPath, [script, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  stands.add(stand);
  const [line] = await new Promise((done) => stand.stdout.once('data', (data) => done(String(data).split('\n'))));
  const base = `http://127.0.0.1:${new URL(line).port}`;
  return {
    base,
    ask: async (set = {}) => (await fetch(`${base}/stand`, { method: 'POST', body: JSON.stringify({ set }) })).json(),
    stop: () => stand.kill(),
  };
}

/** A phone that is set up at `base` through the screens; `first` runs before each page, `quota` is all the room it has. */
export async function phone(browser, base, { quota, first } = {}) {
  const context = await openReader(browser, { base, width: 360 });
  if (first !== undefined) await context.addInitScript(first);
  const page = await context.newPage();
  if (quota !== undefined) {
    // Before the first look at the disk: the browser remembers for a while how much room there was.
    const devtools = await context.newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: base, quotaSize: quota });
  }
  await page.setViewportSize({ width: 360, height: 640 });
  page.setDefaultTimeout(20_000);
  await page.goto('/thuc-dia');
  await page.locator('form input').waitFor();
  await page.locator('.button.primary').click();
  await typePin(page);
  await page.getByRole('heading', { name: 'Gõ lại mã một lần nữa' }).waitFor();
  await typePin(page);
  await page.getByRole('heading', { name: 'Đã sẵn sàng' }).waitFor();
  await page.locator('.button.primary').click();
  await page.locator('.f-home').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  return { context, page };
}

/** Help for somebody without a name, through the screens. */
export async function helpSomebody(page) {
  await page.locator('a[href="#/giup"]').first().click();
  await page.locator('[data-key="nobody"]').click();
  await page.locator('[data-key="device"]').click();
  await page.locator('[data-key="unaided"]').click();
  await page.locator('[data-key="primary"]').click();
  await page.locator('.f-flash.good').waitFor();
}

export async function unlock(page) {
  await page.goto('/thuc-dia');
  await page.locator('.pin').waitFor();
  await typePin(page);
  await page.locator('.f-home').waitFor();
}

/** Chooses a PIN for the phone of whoever is signed in, from “name the phone” to the first screen. */
export async function setUpAgain(page, pin = PIN) {
  await page.locator('form .button.primary').click();
  await page.getByRole('heading', { name: 'Chọn mã mở khóa' }).waitFor();
  await typePin(page, pin);
  await page.getByRole('heading', { name: 'Gõ lại mã một lần nữa' }).waitFor();
  await typePin(page, pin);
  await page.getByRole('heading', { name: 'Đã sẵn sàng' }).waitFor();
  await page.locator('.button.primary').click();
  await page.locator('.f-home').waitFor();
}
