// What scripts promise, without a server: no tap is lost, marks do not hide a name, looks are kept, large files are refused.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { axeProblems, bringAxe } from './axe.mjs';
import { launchBrowser, openReader } from './browser.mjs';
import { listen, sidewaysProblems } from './checks.mjs';
import { openStage, pageAround } from './stage.mjs';

let browser;

before(async () => {
  browser = await launchBrowser();
});

after(() => browser?.close());

/** Plays one scene: a page on its stage, a reader before it. Scripts may not complain, unless the scene expects it. */
async function play({ body, answer, quiet = true, reader = {} }, scene) {
  const stage = await openStage({ page: pageAround(body), answer });
  const context = await openReader(browser, { base: stage.base, width: 360, ...reader });
  try {
    await bringAxe(context);
    const page = await context.newPage();
    const complaints = listen(page);
    await page.goto('/');
    await scene(page, stage);
    if (quiet) assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await stage.close();
  }
}

const row = (name, key, state = 'none') => `<li class="tap" data-state="${state}" data-name="${name}"><form method="post" action="/mark">
<input type="hidden" name="person" value="${key}"><button class="tap-main" name="state" value="present"><span class="tap-mark"><svg class="icon" aria-hidden="true"><use href="/assets/icons.svg#none"/></svg></span>
<span class="tap-name">${name}</span><span class="tap-meta"><span class="tap-state">?</span><span class="tap-by"></span></span></button>
<details class="tap-more"><summary aria-label="Khác">…</summary><div class="tap-panel"><button class="button" name="state" value="late">Muộn</button><button class="button" name="state" value="none">Bỏ</button></div></details></form></li>`;

const roll = (rows) => `<h1>Điểm danh</h1><section data-roll><div class="roll-head"><p class="roll-count"><b><span data-roll-present>0</span>/<span data-roll-total>3</span></b>
<span class="roll-save" data-roll-save role="status"></span></p><progress max="3" value="0" aria-label="Có mặt"></progress>
<div class="roll-tools"><label class="search-box">Tìm<input type="search" data-filter="#roll"></label><button class="chip" type="button" data-filter-left hidden aria-pressed="false">Còn lại</button></div></div>
<ul class="roll" id="roll" data-present="Có mặt" data-late="Muộn" data-absent="Vắng" data-none="Chưa">${rows}</ul>
<div class="empty" data-filter-none hidden><p data-filter-text></p></div></section>`;

const three = roll(row('Nguyễn Thị Lan', 'lan') + row('Dương Văn Bách', 'bach') + row('Nguyễn Hữu Đường', 'duong'));
const names = { present: 'Có mặt', late: 'Muộn', absent: 'Vắng', none: 'Chưa' };
const tapOn = (page, name) => page.locator('.tap', { hasText: name }).locator('.tap-main').click();
const saving = (page, kind) => page.locator(`[data-roll-save][data-save="${kind}"]`).waitFor();

function register() {
  const marks = new Map();
  return (form) => {
    marks.set(form.get('person'), form.get('state'));
    const present = [...marks.values()].filter((one) => one === 'present' || one === 'late').length;
    return { status: 200, json: { state: form.get('state'), label: names[form.get('state')], by: 'Hà', at: '19:32', present, total: 3 } };
  };
}

describe('attendance', () => {
  it('marks a person with one tap and says who wrote it, and when', () =>
    play({ body: three, answer: register() }, async (page, stage) => {
      await tapOn(page, 'Lan');
      await saving(page, 'saved');
      await page.locator('.tap[data-save="saved"]').waitFor();
      assert.match(await page.locator('.tap', { hasText: 'Lan' }).innerText(), /Có mặt\s+19:32 · Hà/);
      assert.equal(await page.locator('[data-roll-present]').innerText(), '1');
      assert.match(await page.locator('.tap[data-save="saved"] use').getAttribute('href'), /#check$/);
      assert.equal(stage.posts.length, 1);
      assert.match(stage.posts[0].get('tap'), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }));

  it('never takes a mark back by a second tap: it opens the choices', () =>
    play({ body: three, answer: register() }, async (page, stage) => {
      await tapOn(page, 'Lan');
      await page.locator('.tap[data-save="saved"]').waitFor();
      await tapOn(page, 'Lan');
      await page.locator('.tap .tap-more[open]').waitFor();
      assert.equal(stage.posts.length, 1);
      await page.locator('.tap-more[open] button[value="late"]').click();
      await page.locator('.tap[data-state="late"][data-save="saved"]').waitFor();
      assert.deepEqual(stage.posts.map((form) => form.get('state')), ['present', 'late']);
    }));

  it('loses no tap while the network is away, and sends each again under the same id', () => {
    let away = true;
    const answer = register();
    return play({ body: three, quiet: false, answer: (form) => (away ? 'cut' : answer(form)) }, async (page, stage) => {
      await tapOn(page, 'Lan');
      await tapOn(page, 'Bách');
      await page.locator('.tap[data-save="failed"]').nth(1).waitFor();
      assert.equal(await page.locator('[data-roll-save]').innerText(), 'chưa gửi 2');
      assert.equal(await page.locator('[data-roll-present]').innerText(), '2');
      away = false;
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await saving(page, 'saved');
      await page.locator('.tap[data-save="saved"]').nth(1).waitFor();
      for (const person of ['lan', 'bach']) {
        const ids = stage.posts.filter((form) => form.get('person') === person).map((form) => form.get('tap'));
        assert.ok(ids.length >= 2, `${person} was sent ${ids.length} times`);
        assert.equal(new Set(ids).size, 1);
      }
    });
  });

  it('asks before the page is left while taps wait', () =>
    play({ body: three, quiet: false, answer: () => 'cut' }, async (page) => {
      await tapOn(page, 'Lan');
      await page.locator('.tap[data-save="failed"]').waitFor();
      const asked = page.waitForEvent('dialog');
      const leaving = page.close({ runBeforeUnload: true });
      const dialog = await asked;
      assert.equal(dialog.type(), 'beforeunload');
      await dialog.accept();
      await leaving;
    }));

  it('shows why the server refused, and goes back to what is sure', () =>
    play({ body: three, quiet: false, answer: () => ({ status: 409, json: { error: 'buổi học đã khóa' } }) }, async (page) => {
      await tapOn(page, 'Lan');
      await saving(page, 'failed');
      assert.equal(await page.locator('[data-roll-save]').innerText(), 'bị từ chối: buổi học đã khóa');
      assert.equal(await page.locator('.tap', { hasText: 'Lan' }).getAttribute('data-state'), 'none');
      assert.equal(await page.locator('[data-roll-present]').innerText(), '0');
    }));

  it('finds a name without its marks, and hides who is done', () =>
    play({ body: three, answer: register() }, async (page) => {
      const shown = () => page.locator('.tap:visible .tap-name').allInnerTexts();
      await page.locator('[data-filter]').fill('duong');
      assert.deepEqual(await shown(), ['Dương Văn Bách', 'Nguyễn Hữu Đường']);
      await page.locator('[data-filter]').fill('xyz');
      assert.equal(await page.locator('[data-filter-none]').innerText(), 'không có xyz');
      await page.locator('[data-filter]').fill('');
      await tapOn(page, 'Lan');
      await page.locator('[data-filter-left]').click();
      assert.deepEqual(await shown(), ['Dương Văn Bách', 'Nguyễn Hữu Đường']);
    }));
});

describe('the look', () => {
  it('grows, turns dark, and is kept in the cookie that the server reads', () =>
    play({ body: '<h1>Thử</h1>' }, async (page) => {
      const cookie = async () => (await page.context().cookies()).find((one) => one.name === 'hv_look')?.value;
      for (let times = 0; times < 3; times += 1) await page.locator('button[value="larger"]').click();
      assert.equal(await cookie(), '2.normal');
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).fontSize), '28px');
      await page.locator('button[name="contrast"]').click();
      assert.equal(await cookie(), '2.high');
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor), 'rgba(0, 0, 0, 0)rgb(0, 0, 0)');
      await page.locator('button[value="normal"]').first().click();
      assert.equal(await cookie(), '0.high');
    }));
});

const upload = `<h1>Nhập</h1><form method="post" action="/import" enctype="multipart/form-data" data-upload><div class="drop"><label for="file">Tệp</label>
<input id="file" type="file" name="file" data-limit="1048576"><p class="drop-file" data-file hidden></p><p class="error" data-file-error role="alert" hidden><span></span></p></div>
<div class="progress" data-upload-progress hidden><progress max="1" value="0" aria-label="Đã gửi"></progress><p data-upload-text></p></div><button class="button primary">Gửi</button></form>`;
const file = (size) => ({ name: 'thôn.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.alloc(size) });

describe('files', () => {
  it('are named with their size, and refused kindly when too large', () =>
    play({ body: upload }, async (page) => {
      await page.locator('#file').setInputFiles(file(2048));
      assert.equal(await page.locator('.drop-file').innerText(), 'thôn.xlsx – 2 KB');
      await page.locator('#file').setInputFiles(file(2 * 1048576));
      assert.equal(await page.locator('[data-file-error]').innerText(), '2 MB quá 1 MB');
      assert.equal(await page.locator('#file').inputValue(), '');
    }));

  it('go on to the page that the server names, or stay with the reason', () => {
    const answers = [{ status: 400, json: { error: 'không phải tệp Excel' } }, { status: 200, json: { location: '/preview' } }];
    return play({ body: upload, quiet: false, answer: () => answers.shift() }, async (page) => {
      await page.locator('#file').setInputFiles(file(2048));
      await page.locator('form[data-upload] button').click();
      await page.locator('[data-file-error]:visible').waitFor();
      assert.equal(await page.locator('[data-file-error]').innerText(), 'không phải tệp Excel');
      await page.locator('form[data-upload] button').click();
      await page.waitForURL('**/preview');
    });
  });
});

describe('forms', () => {
  it('put the focus on the error summary, and ask before a changed form is left', () =>
    play(
      { body: '<h1>Ghi tên</h1><div class="error-summary" tabindex="-1" data-focus>Còn 1 chỗ</div><form method="post" data-guard><div class="field"><label for="n">Tên</label><input id="n" name="n"></div></form>' },
      async (page) => {
        assert.equal(await page.evaluate(() => document.activeElement.className), 'error-summary');
        await page.locator('#n').fill('Lan');
        const asked = page.waitForEvent('dialog');
        const leaving = page.close({ runBeforeUnload: true });
        const dialog = await asked;
        assert.equal(dialog.type(), 'beforeunload');
        await dialog.accept();
        await leaving;
      },
    ));
});

describe('the style page', async () => {
  const body = await readFile(new URL('../src/kit/pages/style_body.html', import.meta.url), 'utf8');
  for (const [name, reader] of [
    ['as it is', {}],
    ['in the largest letters', { size: 2 }],
    ['in high contrast', { contrast: 'high' }],
  ]) {
    it(`shows every component without a barrier, ${name}`, () =>
      play({ body, reader: { ...reader } }, async (page) => {
        await page.evaluate(({ size, contrast }) => {
          if (size) document.documentElement.dataset.size = String(size);
          if (contrast) document.documentElement.dataset.contrast = contrast;
        }, reader);
        for (const width of [1280, 768, 360]) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await axeProblems(page), [], `${width} px`);
        }
        await page.setViewportSize({ width: 320, height: 900 });
        assert.deepEqual(await sidewaysProblems(page), []);
      }));
  }
});
