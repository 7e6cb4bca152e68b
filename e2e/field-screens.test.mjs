// Every screen of the field app and every state it can be in, on the stage: readable and large enough for everybody, nothing
// wider than the phone, no word missing in either language, and the taps that each task takes.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { axeProblems, bringAxe } from './axe.mjs';
import { launchBrowser, openReader } from './browser.mjs';
import { listen, sidewaysProblems, wordProblems } from './checks.mjs';
import { openFieldStage } from './field-stage.mjs';

const OPEN = { stage: 'open' };
const SMALLEST_TARGET = 56; // pixels of CSS
let stage;
let browser;

before(async () => {
  stage = await openFieldStage();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await stage?.close();
});

const pin = async (page, digits) => {
  for (const digit of digits) await page.locator('.pin-key', { hasText: new RegExp(`^${digit}$`) }).click();
};
const first = (page) => page.locator('.picks .pick').first().click();
const key = (page, name) => page.locator(`[data-key="${name}"]`).first().click();
const toRoll = async (page, way) => {
  await page.locator('a.button[href^="#/buoi/"]').first().click();
  await page.locator(`[data-way="${way}"]`).click();
};
const offline = async (page) => page.context().setOffline(true);
const help = async (page, note = '') => {
  await page.locator('a[href="#/giup"]').first().click();
  await first(page);
  await key(page, 'payment');
  await key(page, 'unaided');
  if (note !== '') await page.locator('textarea').fill(note);
  await key(page, 'primary');
  await page.locator('.f-flash').waitFor();
};
/** Fetches the citizens' pack, then goes on to `screen`. */
const lessons = async (page, screen = '') => {
  await key(page, 'primary');
  await page.locator('[data-item]').first().waitFor();
  if (screen === '') return;
  await page.evaluate((to) => {
    location.hash = to;
  }, screen);
  await page.locator(`.f-lesson, .f-guide, .phone`).first().waitFor();
};
const newPerson = async (page) => {
  await page.locator('input').nth(0).fill('Bùi Thị Zét');
  await page.locator('input').nth(1).fill('1950');
  const village = page.locator('.ask-answer input');
  if ((await village.count()) > 0) await village.first().check();
  await page.locator('.button.primary').click();
};

/** name, knobs, address, and what is done there before it is looked at */
const SCREENS = [
  ['home', OPEN, '/'],
  ['classes', OPEN, '/buoi'],
  ['other work', OPEN, '/viec'],
  ['roll: scan without a camera', OPEN, '/', (page) => toRoll(page, 'scan').then(() => page.locator('.f-no-camera').waitFor())],
  ['roll: code refused', OPEN, '/', async (page) => {
    await toRoll(page, 'code');
    await page.locator('#code').fill('ABCDEFGH');
    await page.locator('.answer.bad').waitFor();
  }],
  ['roll: name marked', OPEN, '/', async (page) => {
    await toRoll(page, 'names');
    await page.locator('.tap[data-state="none"] .tap-main').first().click();
    await page.locator('.answer.good').waitFor();
  }],
  ['roll: choices', OPEN, '/', async (page) => {
    await toRoll(page, 'names');
    await page.locator('.tap[data-state="none"] .tap-main').first().click();
    await page.locator('.tap[data-state="present"] .f-tap-more').first().click();
  }],
  ['roll: too early', OPEN, '/buoi/01990000-0005-7000-8000-000000000003'],
  ['roll: too late', OPEN, '/buoi/01990000-0005-7000-8000-000000000002'],
  ['roll: too late, marked anyway', OPEN, '/buoi/01990000-0005-7000-8000-000000000002', async (page) => {
    await key(page, 'anyway');
    await page.locator('[data-way="names"]').click();
    await page.locator('.tap[data-state="none"] .tap-main').first().click();
    await page.locator('.answer.info').waitFor();
  }],
  ['walk-in: name wrong', OPEN, '/nguoi-moi', async (page) => {
    await page.locator('.button.primary').click();
  }],
  ['walk-in: consent', OPEN, '/nguoi-moi', newPerson],
  ['walk-in: signature', OPEN, '/nguoi-moi', async (page) => {
    await newPerson(page);
    await page.locator('[data-value="true"]').first().check();
    await page.locator('.button.primary').click();
    await page.locator('[data-value="screen"]').check();
  }],
  ['help: who', OPEN, '/giup'],
  ['help: nobody found', OPEN, '/giup', (page) => page.locator('input[type="search"]').fill('xyz')],
  ['help: what', OPEN, '/giup', first],
  ['help: result', OPEN, '/giup', async (page) => {
    await first(page);
    await key(page, 'payment');
  }],
  ['help: save', OPEN, '/giup', async (page) => {
    await first(page);
    await key(page, 'payment');
    await key(page, 'helped');
  }],
  ['help: saved', OPEN, '/', (page) => help(page)],
  ['skill: part', OPEN, '/kynang', first],
  ['skill: tasks', OPEN, '/kynang', async (page) => {
    await first(page);
    await key(page, 'service');
    await page.locator('.tick').first().click();
  }],
  ['skill: result', OPEN, '/kynang', async (page) => {
    await first(page);
    await key(page, 'service');
    await key(page, 'primary');
  }],
  ['skill: save', OPEN, '/kynang', async (page) => {
    await first(page);
    await key(page, 'service');
    await key(page, 'primary');
    await key(page, 'not_yet');
  }],
  ['my person', OPEN, '/', (page) => page.locator('a[href^="#/nguoi/"]').first().click()],
  ['contact', OPEN, '/', async (page) => {
    await page.locator('a[href^="#/nguoi/"]').first().click();
    await page.locator('a[href^="#/gap"]').click();
  }],
  ['visit', OPEN, '/tham'],
  ['visit: what was told', OPEN, '/tham', async (page) => {
    await first(page);
    await key(page, 'yes');
  }],
  ['commitment: how', OPEN, '/giadinhso', async (page) => {
    await first(page);
    await first(page);
  }],
  ['commitment: sign', OPEN, '/giadinhso', async (page) => {
    await first(page);
    await first(page);
    await key(page, 'screen');
  }],
  ['commitment: paper', OPEN, '/giadinhso', async (page) => {
    await first(page);
    await first(page);
    await key(page, 'paper');
    await page.locator('.button.primary').click();
  }],
  ['stall', OPEN, '/sap', (page) => page.locator('.button.primary').click()],
  ['stall: questions', OPEN, '/sap', async (page) => {
    await page.locator('input[type="text"]').nth(0).fill('Chợ Săn');
    await page.locator('input[type="text"]').nth(1).fill('Cô Hoa bán rau');
    await page.locator('.ask-answer input').first().check();
    await page.locator('.button.primary').click();
  }],
  ['VNeID', OPEN, '/vneid', first],
  ['shift', OPEN, '/ca'],
  ['shift: running', OPEN, '/ca', async (page) => {
    for (const one of await page.locator('fieldset').all()) await one.locator('input').first().check();
    await key(page, 'primary');
  }],
  ['request', OPEN, '/', (page) => page.locator('a[href^="#/yeu-cau"]').first().click()],
  ['lost card', OPEN, '/mat-the', first],
  ['photo: class', OPEN, '/anh'],
  ['photo: take', OPEN, '/anh', async (page) => {
    await first(page);
    await key(page, 'sheet');
  }],
  ['on this phone: every state', OPEN, '/', async (page) => {
    await help(page, 'từ chối');
    await help(page, 'để xem');
    await page.locator('.f-strip.refused').waitFor();
    await offline(page);
    await help(page);
    await page.locator('.f-strip').click();
    await page.locator('[data-group="refused"]').waitFor();
  }],
  ['a refused record', OPEN, '/', async (page) => {
    await help(page, 'từ chối');
    await page.locator('.f-strip.refused').click();
    await page.locator('[data-group="refused"] a').click();
  }],
  ['settings', OPEN, '/cai-dat'],
  ['change the PIN', OPEN, '/doi-ma'],
  ['sign out: nothing waits', OPEN, '/roi-may'],
  ['sign out: records wait', OPEN, '/', async (page) => {
    await offline(page);
    await help(page);
    await page.evaluate(() => {
      location.hash = '#/roi-may';
    });
    await page.locator('.notice.warn').waitFor();
  }],
  ['lessons: none here', { stage: 'locked' }, '/bai', (page) => page.locator('[data-key="primary"]').waitFor()],
  ['lessons: no network', { stage: 'locked' }, '/bai', async (page) => {
    await page.locator('[data-key="primary"]').waitFor();
    await offline(page);
    await key(page, 'primary');
    await page.locator('.notice.warn').waitFor();
  }],
  ['lessons', { stage: 'locked' }, '/bai', (page) => lessons(page)],
  ['lessons: guides', { stage: 'locked' }, '/bai', async (page) => {
    await lessons(page);
    await key(page, 'view-guide');
  }],
  ['lessons: nothing found', { stage: 'locked' }, '/bai', async (page) => {
    await lessons(page);
    await page.locator('input[type="search"]').fill('xyzxyz');
  }],
  ['lessons: for a class', OPEN, '/', async (page) => {
    await page.locator('a.button[href^="#/buoi/"]').first().click();
    await page.locator('a[href^="#/bai?lop="]').click();
    await lessons(page);
  }],
  ['lesson: first step', { stage: 'locked' }, '/bai', (page) => lessons(page, '/bai/goi-video-citizen')],
  ['lesson: a drawing', { stage: 'locked' }, '/bai', async (page) => {
    await lessons(page, '/bai/goi-video-citizen/2');
    await page.locator('svg.f-drawing').waitFor();
  }],
  ['lesson: no drawing, a table', { stage: 'locked' }, '/bai', (page) => lessons(page, '/bai/goi-video-citizen/3')],
  ['lesson: trouble', { stage: 'locked' }, '/bai', async (page) => {
    await lessons(page, '/bai/goi-video-citizen');
    await key(page, 'trouble');
    await page.locator('.f-part-trouble').waitFor();
  }],
  ['lesson: end', OPEN, '/bai', (page) => lessons(page, '/bai/goi-video-citizen/9')],
  ['lesson: end without a network', OPEN, '/bai', async (page) => {
    await lessons(page, '/bai/goi-video-citizen/9');
    await offline(page);
    await page.locator('.pick[aria-disabled="true"]').waitFor();
  }],
  ['lesson: not here', { stage: 'locked' }, '/bai/khong-co'],
  ['guide', { stage: 'locked' }, '/bai', (page) => lessons(page, '/bai/hd-goi-video-citizen')],
  ['packs', { stage: 'locked' }, '/bai', async (page) => {
    await lessons(page);
    await page.locator('.f-top a[href="#/goi"]').click();
    await page.locator('[data-pack="student"][data-state="none"]').waitFor();
  }],
  ['practice: a mistake, a hint', { stage: 'locked' }, '/bai', async (page) => {
    await lessons(page, '/tap/goi-thu');
    await page.locator('.phone .button.danger').click();
    await page.locator('.mistake:not([hidden])').waitFor();
    await page.locator('.page > .button').click();
  }],
  ['practice: typing', { stage: 'locked' }, '/bai', (page) => lessons(page, '/tap/goi-thu/hai')],
  ['practice: done', { stage: 'locked' }, '/bai', (page) => lessons(page, '/tap/goi-thu/xong')],
  ['first run', { stage: 'new' }, '/', (page) => page.locator('form input').waitFor()],
  ['first run: PIN', { stage: 'new' }, '/', async (page) => {
    await page.locator('.button.primary').click();
    await pin(page, '1111');
    await pin(page, '2222');
    await page.locator('.pin-error:not(:empty)').waitFor();
  }],
  ['locked', { stage: 'locked' }, '/'],
  ['locked: wrong PIN', { stage: 'locked' }, '/', async (page) => {
    await pin(page, '1111');
    await page.locator('.pin-error:not(:empty)').waitFor();
  }],
  ['locked: forgotten', { stage: 'locked' }, '/', (page) => page.locator('.button.quiet').first().click()],
  ['inside Zalo', { stage: 'unfit', unfit: { code: 'in_app', app: 'Zalo' } }, '/'],
  ['no storage', { stage: 'unfit', unfit: { code: 'no_storage' } }, '/'],
  ['too old', { stage: 'unfit', unfit: { code: 'too_old' } }, '/'],
  ['another window', { stage: 'unfit', unfit: { code: 'blocked' } }, '/'],
  ['locked: forgotten, somebody else signed in', { stage: 'locked', signedIn: 'other' }, '/', (page) => page.locator('.button.quiet').first().click()],
  ['locked: somebody else', { stage: 'locked', signedIn: 'other' }, '/', (page) => page.getByText('Trần Văn Minh').first().waitFor()],
  ['locked: somebody else, nobody signed in', { stage: 'locked', two: true, signedIn: 'nobody' }, '/', async (page) => {
    await page.locator('.f-gate > .button').first().click();
    await page.locator('a.button.primary').waitFor();
  }],
  ['locked: two people', { stage: 'locked', two: true }, '/'],
  ['first run: nobody signed in', { stage: 'new', signedIn: 'nobody' }, '/', (page) => page.locator('a.button.primary').waitFor()],
  ['first run: first password', { stage: 'new', signedIn: 'first-password' }, '/', (page) => page.locator('a.button.primary').waitFor()],
  ['revoked', { stage: 'locked', sealed: 'revoked' }, '/', (page) => page.locator('[data-key="primary"]').waitFor()],
  ['revoked: name the phone again', { stage: 'locked', sealed: 'revoked' }, '/', (page) => key(page, 'primary')],
  ['revoked: sign in', { stage: 'locked', sealed: 'revoked', signedIn: 'nobody' }, '/', (page) => page.locator('a.button.primary').waitFor()],
  ['revoked: somebody else signed in', { stage: 'locked', sealed: 'unknown', signedIn: 'other' }, '/', (page) => key(page, 'primary')],
  ['revoked: open to look', { stage: 'open', sealed: 'revoked' }, '/'],
  ['everything out of order', {
    stage: 'open',
    status: {
      clockOff: 31_536_000_000,
      updateReady: true,
      rosters: 'old',
      fault: 'protocol',
      storage: { persisted: false, used: 95, quota: 100, full: true, lost: 0 },
      notices: ['storage_evicted', 'storage_full', 'purged', 'server_restored', 'cloned', 'revoked', 'rosters_expired', 'rosters_wiped', 'rejected', 'blocked'].map((code) => ({
        id: code,
        code,
        at: 0,
        n: 3,
        names: ['Thôn Đông'],
      })),
    },
  }, '/'],
];

async function open(knobs, screen, { width = 360, look = '0.normal', lang = 'vi' } = {}) {
  const context = await openReader(browser, { base: stage.base, width });
  await bringAxe(context);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.setViewportSize({ width, height: 640 });
  await page.addInitScript(([kept]) => localStorage.setItem('hv_field_look', kept), [look]);
  const complaints = listen(page);
  await page.goto(stage.address({ ...knobs, status: { ...knobs.status, lang } }, screen));
  await page.locator('h1:not(:empty)').waitFor();
  await page.locator('main > *').first().waitFor();
  return { page, complaints, close: () => context.close() };
}

/** What can be pressed and is smaller than a thumb that trembles; links in running text and boxes inside large labels do not count. */
function smallTargets(page, least) {
  return page.evaluate((size) => {
    const found = [...document.querySelectorAll('button, a[href], input:not([type="radio"]):not([type="checkbox"]):not([type="file"]), label.tick, label.ask-answer')].filter(
      (one) => one.checkVisibility() && !one.closest('.unseen') && one.className !== 'skip',
    );
    return found
      .map((one) => [one, one.getBoundingClientRect()])
      .filter(([, box]) => box.height < size - 0.5 || box.width < size - 0.5)
      .map(([one, box]) => `small: ${one.tagName} ${one.className} “${one.textContent.trim().slice(0, 20)}” ${Math.round(box.width)}×${Math.round(box.height)}`);
  }, least);
}

for (const [name, knobs, screen, act] of SCREENS) {
  it(`${name}: readable, large enough, in both languages`, async () => {
    const problems = [];
    for (const [lang, look] of [
      ['vi', '0.normal'],
      ['en', '2.high'],
    ]) {
      const { page, complaints, close } = await open(knobs, screen, { look, lang });
      const offlineComplaint = /ERR_INTERNET_DISCONNECTED/;
      await act?.(page);
      const where = `${lang} ${look}`;
      // As tall as it needs: what the line at the foot covers is only a matter of scrolling.
      await page.setViewportSize({ width: 360, height: 6000 });
      problems.push(...(await wordProblems(page, lang)).map((one) => `${where}: ${one}`));
      problems.push(...(await axeProblems(page)).map((one) => `${where}: ${one}`));
      problems.push(...(await smallTargets(page, SMALLEST_TARGET)).map((one) => `${where}: ${one}`));
      await page.setViewportSize({ width: 320, height: 568 });
      problems.push(...(await sidewaysProblems(page)).map((one) => `${where}: ${one}`));
      problems.push(...complaints.filter((one) => !offlineComplaint.test(one)));
      await close();
    }
    assert.deepEqual(problems, []);
  });
}

it('records help in four taps, and takes it back', async () => {
  const { page, close } = await open(OPEN, '/giup');
  let taps = 0;
  await page.exposeFunction('tapped', () => (taps += 1));
  await page.evaluate(() => addEventListener('click', () => globalThis.tapped(), true));
  await first(page);
  await key(page, 'vneid');
  await key(page, 'unaided');
  await key(page, 'primary');
  await page.locator('.f-flash.good').waitFor();
  assert.equal(taps, 4);
  assert.match(await page.locator('.f-flash').innerText(), /Đã lưu trên máy/);
  assert.match(await page.locator('.f-strip').innerText(), /1 việc còn trên máy/);
  await page.locator('.f-flash button').click();
  await page.locator('.f-flash.info').waitFor();
  await close();
});

it('leads back through a task with the phone’s own button, and leaves nothing behind after saving', async () => {
  const { page, close } = await open(OPEN, '/');
  await page.locator('a[href="#/giup"]').first().click();
  await first(page);
  await key(page, 'vneid');
  assert.equal(await page.locator('h1').innerText(), 'Kết quả?');
  await page.goBack();
  assert.equal(await page.locator('h1').innerText(), 'Việc gì?');
  await key(page, 'health');
  await key(page, 'not_yet');
  await key(page, 'primary');
  await page.locator('.f-flash.good').waitFor();
  assert.match(await page.locator('h1').innerText(), /Chào/);
  assert.match(await page.locator('.f-flash').innerText(), /Sổ sức khỏe/);
  await close();
});

it('marks thirty names in thirty taps, and answers the second tap on a name with choices', async () => {
  const { page, close } = await open(OPEN, '/');
  await toRoll(page, 'names');
  const before = Number(await page.locator('[data-present]').getAttribute('data-present'));
  const left = page.locator('.tap[data-state="none"] .tap-main');
  const many = Math.min(30, await left.count());
  for (let n = 1; n <= many; n += 1) {
    await left.first().click();
    await page.locator(`[data-present="${before + n}"]`).waitFor();
  }
  assert.ok(many >= 30, `only ${many} names on the stage`);
  await page.locator('.tap[data-state="present"] .tap-main').first().click();
  assert.ok((await page.locator('.f-tap-panel:not([hidden]) .button').count()) >= 3);
  await close();
});

it('says before the first tap that a roll is closed, leads to the open one, and never shows green what an officer has to look at', async () => {
  const { page, close } = await open(OPEN, '/buoi/01990000-0005-7000-8000-000000000003');
  await page.locator('[data-roll="early"] .notice.warn', { hasText: 'Chưa đến giờ điểm danh' }).waitFor();
  assert.equal(await page.locator('.f-ways').count(), 0);
  await page.locator('.picks a[href^="#/buoi/"]').click();
  await page.locator('.f-ways').waitFor();
  await page.goBack();
  await key(page, 'anyway');
  await page.locator('[data-way="names"]').click();
  await page.locator('input[type="search"]').fill('nguyen');
  await page.locator('.tap[data-state="none"] .tap-main').first().click();
  await page.locator('.answer.info', { hasText: 'Đã ghi, chờ cán bộ' }).waitFor();
  assert.equal(await page.locator('.answer.good').count(), 0);
  assert.equal(await page.locator('[data-present]').getAttribute('data-present'), '0');
  await page.locator('.tap.held').first().waitFor();
  await close();
});

it('finds names without marks, and đ as d', async () => {
  const { page, close } = await open(OPEN, '/');
  await toRoll(page, 'names');
  const name = await page.locator('.tap-name').filter({ hasText: /Đ/ }).first().innerText();
  const plain = name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();
  await page.locator('input[type="search"]').fill(plain);
  assert.ok((await page.locator('.tap-name').allInnerTexts()).includes(name));
  await close();
});

it('can be used with the keyboard alone', async () => {
  const { page, close } = await open({ stage: 'locked' }, '/');
  await page.locator('.pin').focus();
  await page.keyboard.type('2580');
  await page.locator('.f-home').waitFor();
  await page.keyboard.press('Tab');
  for (let n = 0; n < 6 && !(await page.evaluate(() => document.activeElement?.getAttribute('href')?.startsWith('#/buoi/'))); n += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.f-ways').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
  await close();
});

it('asks for consent before a name is kept, with nothing ticked beforehand', async () => {
  const { page, close } = await open(OPEN, '/nguoi-moi');
  await newPerson(page);
  assert.equal(await page.locator('input:checked').count(), 0);
  await page.locator('.button.primary').click();
  assert.match(await page.locator('.error:visible').first().innerText(), /Cần hỏi câu này/);
  await page.locator('[data-value="false"]').first().check();
  await page.locator('.button.primary').click();
  assert.match(await page.locator('.error:visible').first().innerText(), /không đồng ý nên không ghi tên/);
  await close();
});
