// Learner cards on paper: the sheets are printed, looked at as a camera would, and what they say marks its person.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import decodeQR from 'qr/decode.js';
import { launchBrowser, openReader, signIn } from './browser.mjs';
import { listen } from './checks.mjs';
import { startServer } from './server.mjs';

const run = promisify(execFile);
/** Where a card's code lies on the sheet, in millimetres: `src/kit/print/cards.typ`. */
const SHEET = { left: (210 - 2 * 85.6) / 2 + 2, top: (297 - 5 * 54) / 2 + 7.5, wide: 85.6, high: 54, code: 36 };

let server;
let browser;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocvuso-cards-'));
  server = await startServer();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function as(role) {
  const context = await openReader(browser, { base: server.base });
  const page = await context.newPage();
  await signIn(page, server.account(role));
  return { page, complaints: listen(page), close: () => context.close() };
}

/** The pages of a PDF in grey: width, height, one byte a point. */
async function pictures(pdf, dpi) {
  const { stdout } = await run('pdftoppm', ['-gray', '-r', String(dpi), pdf], { encoding: 'buffer', maxBuffer: 1 << 28 });
  const pages = [];
  for (let at = 0; at < stdout.length; ) {
    const head = stdout.subarray(at, at + 40).toString('latin1').match(/^P5\s(\d+) (\d+)\s255\s/);
    assert.ok(head, 'a picture in grey');
    const [width, height] = [Number(head[1]), Number(head[2])];
    const from = at + head[0].length;
    pages.push({ width, height, grey: stdout.subarray(from, from + width * height) });
    at = from + width * height;
  }
  return pages;
}

/** What the code of the card at `place` of a page says. */
function read(page, place, dpi) {
  const points = (millimetres) => Math.round((millimetres / 25.4) * dpi);
  const left = points(SHEET.left + (place % 2) * SHEET.wide);
  const top = points(SHEET.top + Math.floor(place / 2) * SHEET.high);
  const side = points(SHEET.code);
  const data = new Uint8Array(side * side * 4).fill(255);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      data.fill(page.grey[(top + row) * page.width + left + column], (row * side + column) * 4, (row * side + column) * 4 + 3);
    }
  }
  return decodeQR({ width: side, height: side, data }, { timeLimit: 5000 });
}

async function print(page, button, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const file = join(folder, name);
  await download.saveAs(file);
  return file;
}

it('prints sheets whose every code can be read, also from a poor picture', async () => {
  const officer = await as('coordinator');
  const { page } = officer;
  await page.goto('/quan-ly/the?the=chua-in');
  const rows = page.locator('main .rows > .row');
  const listed = await rows.evaluateAll((all) => all.map((row) => [row.querySelector('.row-name').textContent, row.querySelector('.row-end .number').textContent]));
  assert.ok(listed.length >= 40, `${listed.length} new cards in the demo`);
  const pdf = await print(page, page.locator('button[value="in-moi"]'), 'moi.pdf');

  const { stdout: text } = await run('pdftotext', ['-layout', pdf, '-']);
  for (const [name, code] of listed) {
    assert.ok(text.includes(code), `${code} of ${name}`);
    assert.ok(text.replace(/\s+/g, ' ').includes(name), name);
  }
  assert.doesNotMatch(text, /\b0\d{9}\b|\b\d{12}\b/, 'no phone and no identity number');
  assert.match(text, /HƯ CẤU/, 'invented people are tagged');

  const seen = new Set();
  for (const dpi of [200, 110]) {
    const pages = await pictures(pdf, dpi);
    for (const [at, sheet] of pages.slice(0, 3).entries()) {
      for (let place = 0; place < 10; place += 1) {
        const said = read(sheet, place, dpi);
        assert.match(said, /^HV1\.[\w-]{56}\.[\w-]{86}$/, `sheet ${at + 1}, card ${place + 1} at ${dpi} dpi`);
        seen.add(said);
      }
    }
  }
  assert.equal(seen.size, 30, 'thirty cards, each the same at both sizes');
  await page.goto('/quan-ly/the?the=chua-in');
  assert.ok((await rows.count()) < listed.length || !(await page.locator('main').innerText()).includes(listed[0][1]), 'they are noted as printed');
  assert.deepEqual(officer.complaints, []);
  await officer.close();
});

it('takes what a printed card says at the door, and knows a lost one', async () => {
  const officer = await as('coordinator');
  const { page } = officer;
  // At any hour of the day: a coordinator may also mark at a class that is over, and says why.
  const links = (start) => page.locator(`main a[href^="${start}"]`).evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  await page.goto('/quan-ly/lop');
  const classes = (await links('/quan-ly/lop/')).filter((href) => /^\/quan-ly\/lop\/[a-z0-9-]+$/.test(href));
  let roll;
  search: for (const one of [...new Set(classes)]) {
    await page.goto(one);
    for (const href of new Set(await links('/quan-ly/lop/buoi/'))) {
      await page.goto(`${href.split('?')[0]}?ly-do=bo-sung`);
      if ((await page.locator('#the').count()) > 0 && (await page.locator('.roll .tap').count()) > 0) {
        roll = page.url();
        break search;
      }
    }
  }
  assert.ok(roll, 'a class of the demo with a roll');
  const learners = await page.locator('.roll .tap').evaluateAll((all) => all.map((tap) => [tap.id.slice(2), tap.querySelector('.tap-name').innerText]));
  const printing = page.locator('form[action$="/the/in"] button');
  const [person, name] = learners[0];
  await page.goto(`/quan-ly/nguoi-dan/${person}/the`);
  if ((await printing.count()) === 0) {
    await Promise.all([page.waitForNavigation(), page.locator(`form[action="/quan-ly/nguoi-dan/${person}/the"] button`).click()]);
  }
  const pdf = await print(page, printing, 'mot.pdf');
  const [sheet] = await pictures(pdf, 200);
  const said = read(sheet, 0, 200);

  await page.goto(roll);
  await page.locator('#the').fill(said);
  await Promise.all([page.waitForNavigation(), page.locator('#the').press('Enter')]);
  const done = await page.locator('main .notice[role="status"]').innerText();
  assert.ok(done.includes(name) && /\d\d:\d\d/.test(done), done);
  assert.ok(await page.locator('#the').evaluate((box) => box === document.activeElement), 'ready for the next card');

  await page.goto(`/quan-ly/nguoi-dan/${person}/the`);
  await Promise.all([page.waitForNavigation(), page.locator('a.danger').first().click()]);
  await Promise.all([page.waitForNavigation(), page.locator('button[value="moi"]').click()]);
  await page.goto(roll);
  await page.locator('#the').fill(said);
  await Promise.all([page.waitForNavigation(), page.locator('#the').press('Enter')]);
  assert.match(await page.locator('.error-summary').innerText(), /đã bị khóa/);
  await officer.close();
});
