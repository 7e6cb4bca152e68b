// The library in a real browser: a lesson one step a screen and without scripts, guides on one sheet, the size of a first load.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { launchBrowser, openReader } from './browser.mjs';
import { listen } from './checks.mjs';
import { startServer } from './server.mjs';

const LESSON = '/hoc/nhan-biet-cuoc-goi-lua-dao';
const FIRST_LOAD = 50 * 1024; // bytes, packed
const REQUESTS = 6;

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

const reader = async (wishes = {}) => {
  const context = await openReader(browser, { base: server.base, width: 360, ...wishes });
  const page = await context.newPage();
  return { context, page, complaints: listen(page) };
};

it('shows one step of a lesson a screen, keeps the place on the device, and tells of it where lessons are chosen', async () => {
  const { context, page, complaints } = await reader();
  await page.goto(LESSON);
  const steps = page.locator('[data-step]');
  const count = await steps.count();
  assert.ok(count >= 7, `${count} steps`);
  assert.equal(await page.locator('[data-step]:visible').count(), 1);
  await page.locator('[data-step-next]').click();
  assert.equal(await page.locator('[data-step]:visible').count(), 1);
  assert.match(page.url(), /#buoc-2$/);
  const next = await page.locator('[data-step-next]').boundingBox();
  assert.ok(next.height >= 60 && next.y + next.height <= 740, 'the way on is large and in reach');
  await page.goBack();
  assert.equal(await page.locator('#buoc-1').isVisible(), true, 'the way back of the device goes a step back');
  await page.goto('/hoc/vneid-la-gi#buoc-3');
  await page.goto('/hoc');
  assert.equal(await page.locator('[data-resume-link]').getAttribute('href'), '/hoc/vneid-la-gi#buoc-3');
  await page.goto(`${LESSON}#buoc-${count}`);
  await page.goto('/hoc');
  assert.equal(await page.locator('[data-item="nhan-biet-cuoc-goi-lua-dao"] [data-item-done]').isVisible(), true);
  assert.deepEqual(complaints, []);
  await context.close();
});

it('shows every step on one page without scripts', async () => {
  const { context, page } = await reader({ scripts: false });
  await page.goto(LESSON);
  const steps = page.locator('[data-step]');
  assert.equal(await page.locator('[data-step]:visible').count(), await steps.count());
  assert.equal(await page.locator('[data-step-nav]').isVisible(), false);
  await context.close();
});

it('loads a lesson in few and small pieces', async () => {
  const { context, page } = await reader();
  const answers = [];
  page.on('response', (answer) => answers.push(answer));
  await page.goto(LESSON, { waitUntil: 'networkidle' });
  let bytes = 0;
  for (const answer of answers) bytes += (await answer.request().sizes()).responseBodySize;
  assert.ok(answers.length <= REQUESTS, `${answers.length} requests`);
  assert.ok(bytes <= FIRST_LOAD, `${bytes} bytes`);
  await context.close();
});

it('prints every quick guide on one A4', async () => {
  const { context, page } = await reader({ width: 1280 });
  const over = [];
  for (const lang of ['vi', 'en']) {
    await context.addCookies([{ name: 'hv_lang', value: lang, url: server.base }]);
    for (let number = 1; number <= 3; number += 1) {
      await page.goto(`/thu-vien?loai=guide&trang=${number}`);
      for (const href of await page.locator('.row-name').evaluateAll((links) => links.map((link) => link.getAttribute('href')))) {
        const guide = await context.newPage();
        await guide.goto(href);
        const pdf = await guide.pdf({ preferCSSPageSize: true });
        await guide.close();
        const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
        if (sheets !== 1 && !over.includes(`${lang} ${href}`)) over.push(`${lang} ${href}: ${sheets}`);
      }
    }
  }
  assert.deepEqual(over, []);
  await context.close();
});
