// The whole path of a skill, through the real program: a lesson and a practice without an account, a quiz at a supervised evening,
// the task before a witness, the certificate, and its check by whoever holds the paper.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import decodeQR from 'qr/decode.js';
import { launchBrowser, openReader, signIn } from './browser.mjs';
import { startServer } from './server.mjs';

const run = promisify(execFile);
const LESSON = 'nhan-biet-cuoc-goi-lua-dao';
const QUIZ = fileURLToPath(new URL(`../content/lessons/${LESSON}.vi.toml`, import.meta.url));
const OUT = fileURLToPath(new URL('./out/', import.meta.url));

let server;
let browser;
let bank;

before(async () => {
  await mkdir(OUT, { recursive: true });
  bank = questions(await readFile(QUIZ, 'utf8'));
  server = await startServer();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The quiz file as far as this test needs it: every question's text, type and right answer. */
function questions(source) {
  return source
    .split('[[question]]')
    .slice(1)
    .map((block) => {
      const value = (key) => block.match(new RegExp(`^${key} = (.*)$`, 'm'))?.[1];
      const list = block.match(/^(?:options|pairs) = \[([\s\S]*?)\]$/m)?.[1] ?? '';
      const texts = [...list.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((one) => one[1]);
      return { text: JSON.parse(value('text')), type: JSON.parse(value('type')), answer: value('answer'), accept: value('accept'), texts };
    });
}

const press = (page, locator) => Promise.all([page.waitForNavigation(), locator.click()]);
const said = (page) => page.locator('main').innerText();

/** Answers the question on the page rightly. Under supervision the next question comes at once, and nothing is told before the end. */
async function answer(page, supervised = false) {
  const text = await page.locator('h1').innerText();
  const question = bank.find((one) => one.text === text.trim());
  assert.ok(question, `“${text}” is not in the file`);
  const choose = (value) => page.locator(`input[name="chosen"][value="${value}"]`).check();
  if (question.type === 'true_false') await choose(question.answer);
  else if (question.type === 'short') await page.fill('input[name="words"]', JSON.parse(question.accept)[0]);
  else if (question.type === 'order') {
    for (const at of question.texts.keys()) await page.selectOption(`select[name="place-${at}"]`, { value: String(at) });
  } else if (question.type === 'match') {
    for (let at = 0; at < question.texts.length / 2; at += 1) await page.selectOption(`select[name="pair-${at}"]`, { value: String(at) });
  } else for (const place of JSON.parse(question.answer)) await choose(place);
  await press(page, page.locator('form button.primary'));
  if (supervised) return;
  assert.match(await said(page), /Đúng rồi/);
  await press(page, page.locator('a.button.primary'));
}

async function reader(scripts, width = 360) {
  const context = await openReader(browser, { base: server.base, width, scripts });
  return { page: await context.newPage(), close: () => context.close() };
}

async function as(role, width = 768) {
  const context = await openReader(browser, { base: server.base, width, scripts: false });
  const page = await context.newPage();
  await signIn(page, server.account(role));
  return { page, close: () => context.close() };
}

for (const scripts of [false, true]) {
  it(`practises the fake call and takes the quiz alone, scripts ${scripts ? 'on' : 'off'}`, async () => {
    const { page, close } = await reader(scripts);
    const wrong = [];
    page.on('pageerror', (error) => wrong.push(String(error)));
    await page.goto('/tap/cuoc-goi-gia-cong-an');
    await page.screenshot({ path: `${OUT}practice-${scripts}.png`, fullPage: true });
    const tap = async (words) => {
      await page.locator('.phone a.button', { hasText: words }).click();
      await page.waitForLoadState();
    };
    await tap('Nghe máy');
    await page.waitForURL(/man=xung-ten/);
    await tap('Đọc số căn cước');
    await page.waitForURL(/sai=/);
    assert.match(await said(page), /Khoan đã bác/);
    await page.screenshot({ path: `${OUT}practice-mistake-${scripts}.png`, fullPage: true });
    await tap('Tôi sẽ tự gọi lại');
    await page.waitForURL(/man=tat-may/);
    await tap('Gọi Công an xã theo số ghi');
    await page.waitForURL(/man=cong-an-xa/);
    await tap('Báo số vừa gọi đến');
    await page.waitForURL(/man=bao-cao/);
    await page.fill('.phone input[name="typed"]', '156');
    await press(page, page.locator('.phone form button'));
    assert.match(await said(page), /Nhầm 1 lần/);
    await page.screenshot({ path: `${OUT}practice-end-${scripts}.png`, fullPage: true });

    await page.goto(`/kiem-tra/${LESSON}`);
    await page.screenshot({ path: `${OUT}quiz-intro-${scripts}.png`, fullPage: true });
    await press(page, page.locator('main form button.primary'));
    for (let at = 0; at < 8; at += 1) {
      await page.screenshot({ path: `${OUT}quiz-${at}-${scripts}.png`, fullPage: true });
      await answer(page);
    }
    assert.match(await said(page), /Trả lời đúng 8 trên 8/);
    await page.screenshot({ path: `${OUT}quiz-result-${scripts}.png`, fullPage: true });
    assert.deepEqual(wrong, []);
    await close();
  });
}

const AREA = 'nd.an-toan.cuoc-goi';
const NAME = 'Khuất Thị Thử Bài';

/** How many people have the safety component now, as the drill-down of the target says. */
async function safe(page) {
  await page.goto('/quan-ly/so-lieu/t3-safety');
  return Number((await page.locator('main [data-figure], main .tile-value b').first().innerText()).replace(/\D/g, ''));
}

/** Somebody new of the helpers' village, with a learner card: the id, and the code on the card. */
async function newcomer(office) {
  await office.goto('/quan-ly/nguoi-dan/moi');
  await office.fill('input[name="name"]', NAME);
  await office.fill('input[name="birth"]', '1951');
  await office.selectOption('select[name="village"]', { label: server.account('volunteer').place });
  await office.locator('input[name="audience"][value="citizen"]').check();
  await press(office, office.locator('main form button.primary').first());
  await office.goto(`/quan-ly/nguoi-dan?q=${encodeURIComponent(NAME)}`);
  const person = (await office.locator('main a[href^="/quan-ly/nguoi-dan/"]', { hasText: NAME }).first().getAttribute('href')).split('/').pop();
  await office.goto(`/quan-ly/nguoi-dan/${person}/the`);
  if ((await office.locator(`form[action="/quan-ly/nguoi-dan/${person}/the"] button`).count()) > 0) {
    await press(office, office.locator(`form[action="/quan-ly/nguoi-dan/${person}/the"] button`).first());
  }
  await office.goto(`/quan-ly/nguoi-dan/${person}`);
  return { person, code: (await office.locator('dd .number.strong').first().innerText()).trim() };
}

/** What the code on the first page of a PDF says, as a camera held over it reads it. */
async function scanned(pdf) {
  const { stdout } = await run('pdftoppm', ['-gray', '-r', '110', '-l', '1', pdf], { encoding: 'buffer', maxBuffer: 1 << 28 });
  const head = stdout.subarray(0, 40).toString('latin1').match(/^P5\s(\d+) (\d+)\s255\s/);
  const [width, height] = [Number(head[1]), Number(head[2])];
  const grey = stdout.subarray(head[0].length);
  // The lower left quarter, where the code lies.
  const [wide, high, top] = [Math.floor(width / 4), Math.floor(height / 2), Math.floor(height / 2)];
  const data = new Uint8Array(wide * high * 4).fill(255);
  for (let row = 0; row < high; row += 1) {
    for (let column = 0; column < wide; column += 1) {
      data.fill(grey[(top + row) * width + column], (row * wide + column) * 4, (row * wide + column) * 4 + 3);
    }
  }
  return decodeQR({ width: wide, height: high, data }, { timeLimit: 10_000 });
}

it('goes from a supervised quiz by card and a witness to a certificate that a camera checks, and the target moves', async () => {
  const office = await as('coordinator', 1280);
  const { person, code } = await newcomer(office.page);
  const before = await safe(office.page);

  // A volunteer opens the evening and calls the learner up by the card.
  const { page, close } = await as('volunteer');
  await page.goto('/quan-ly/hoc/buoi/moi');
  await page.selectOption('select[name="item"]', `quiz:${LESSON}`);
  await page.fill('input[name="place"]', 'Nhà văn hóa');
  await page.screenshot({ path: `${OUT}round-open.png`, fullPage: true });
  await press(page, page.locator('main form button.primary'));
  const round = page.url();
  await page.screenshot({ path: `${OUT}round.png`, fullPage: true });
  await page.fill('input[name="ten"]', code);
  await press(page, page.locator('main form button.primary'));
  assert.ok(!(await said(page)).includes(NAME), 'the tablet shows the short name only');
  for (let at = 0; at < 8; at += 1) {
    assert.doesNotMatch(await said(page), /Đúng rồi|Câu trả lời đúng/);
    await answer(page, true);
  }
  assert.match(await said(page), /Kết quả đã được ghi vào sổ học/);
  await page.goto(round);
  assert.match(await said(page), new RegExp(`${NAME}[\\s\\S]*Đạt 8/8`));
  await page.screenshot({ path: `${OUT}round-after.png`, fullPage: true });
  await close();

  // An ambassador watches the task being done.
  const ambassador = await as('ambassador', 360);
  await ambassador.page.goto(`/quan-ly/hoc/nguoi/${person}?ky-nang=${AREA}`);
  assert.match(await said(ambassador.page), /Nhận biết cuộc gọi/);
  await ambassador.page.locator('input[name="outcome"][value="unaided"]').check();
  await ambassador.page.fill('input[name="place"]', 'Nhà văn hóa');
  await ambassador.page.screenshot({ path: `${OUT}skills.png`, fullPage: true });
  await press(ambassador.page, ambassador.page.locator('main form button.primary.large'));
  await ambassador.page.screenshot({ path: `${OUT}skills-after.png`, fullPage: true });
  await ambassador.close();

  // The target's component moved by this one person, with both entries behind it.
  assert.equal(await safe(office.page), before + 1);
  await office.page.goto(`/quan-ly/hoc/nguoi/${person}?ky-nang=${AREA}`);
  const entries = await office.page.locator('main a[href^="/quan-ly/bang-chung/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const kinds = [];
  for (const entry of new Set(entries)) {
    await office.page.goto(entry);
    kinds.push((await said(office.page)).match(/quiz\.passed|skill\.shown|Đạt bài kiểm tra|Tự làm/)?.[0]);
  }
  assert.equal(kinds.filter(Boolean).length, 2, `two entries behind it: ${kinds}`);
  for (const [path, file] of [
    ['/quan-ly/hoc/ky-nang', 'matrix'],
    ['/quan-ly/hoc/den-han?truoc=7', 'due'],
    ['/quan-ly/hoc/cau-hoi', 'bank'],
    [`/quan-ly/hoc/cau-hoi/${LESSON}`, 'bank-one'],
    ['/quan-ly/hoc/cau-hoi/nhap', 'import'],
  ]) {
    const answered = await office.page.goto(path);
    assert.equal(answered.status(), 200, path);
    await office.page.screenshot({ path: `${OUT}${file}.png`, fullPage: true });
  }
  await office.close();

  // The leader hands the certificate out.
  const leader = await as('commune_leader', 1280);
  await leader.page.goto(`/quan-ly/hoc/chung-nhan/nguoi/${person}`);
  await leader.page.locator('input[name="rule"][value="safety"]').check();
  await leader.page.fill('input[name="signer"]', 'Khuất Văn Mẫu');
  await leader.page.screenshot({ path: `${OUT}certificate-person.png`, fullPage: true });
  await press(leader.page, leader.page.locator('main form button.primary'));
  await leader.page.screenshot({ path: `${OUT}certificate.png`, fullPage: true });
  const pdf = await leader.page.request.get(await leader.page.locator('a[href$="/giay.pdf"]').getAttribute('href'));
  assert.equal(pdf.headers()['content-type'], 'application/pdf');
  await writeFile(`${OUT}certificate.pdf`, await pdf.body());
  await leader.close();

  // A neighbour holds a phone's camera over the paper.
  const check = await scanned(`${OUT}certificate.pdf`);
  assert.match(check, /\/chung-nhan\/[0-9A-Z]+#HVC1\./);
  const neighbour = await reader(false);
  await neighbour.page.goto(new URL(check).pathname);
  const page_of = await said(neighbour.page);
  assert.match(page_of, /là thật và còn giá trị/);
  assert.ok(!page_of.includes(NAME), 'a stranger learns the given name and one letter only');
  await neighbour.page.screenshot({ path: `${OUT}certificate-check.png`, fullPage: true });
  await neighbour.close();
});
