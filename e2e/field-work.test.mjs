// What the screens write down, as it reaches the server: hours of a shift on a clock that is wrong, the village of a stall,
// why somebody has no digital identity.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { launchBrowser } from './browser.mjs';
import { allSent, PIN, typePin } from './field.mjs';
import { phone, setUpAgain, startStand, stopStands } from './field-stand.mjs';

const VILLAGES = ['01990000-0003-7000-8000-000000000001', '01990000-0003-7000-8000-000000000002'];
const SLOW = 600_000; // milliseconds by which the phone's clock is behind
const slowClock = (behind) => {
  const now = Date.now.bind(Date);
  Date.now = () => now() - behind;
};

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(async () => {
  stopStands();
  await browser?.close();
});

/** The last operation of a type that the server was sent, once it has one. */
async function sent(stand, type) {
  for (;;) {
    const { ops } = await stand.ask();
    const last = ops.findLast((op) => op.type === type);
    if (last !== undefined) return last;
  }
}

async function startShift(page) {
  await page.goto('/thuc-dia#/ca');
  for (const one of await page.locator('fieldset').all()) await one.locator('input').first().check();
  await page.locator('[data-key="primary"]').click();
  await page.locator('.f-running').waitFor();
}

it('tells the hours of a shift by the clock that every record is told by, so that they are put right once', async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base, { first: `(${slowClock})(${SLOW})` });
  const began = Date.now();
  await startShift(page);
  await page.locator('[data-key="primary"]').click();
  await page.locator('.f-flash.good').waitFor();
  await allSent(page);
  const op = await sent(stand, 'shift.log');
  const { began_at: from, ended_at: until } = op.payload;
  assert.ok(from >= began - SLOW - 1000 && from <= op.captured_at, `began ${from - op.captured_at} ms beside the record's own clock`);
  // An end after the record itself would be one that is still to come.
  assert.ok(until >= from && until <= op.captured_at, `ended ${until - op.captured_at} ms after the record`);
  assert.ok(Math.abs(op.offset_est - SLOW) < 5000, `the clock is known to be ${op.offset_est} ms behind`);
  await context.close();
  stand.stop();
});

it('keeps a running shift for each person of a phone', async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base);
  await startShift(page);
  await stand.ask({ signedIn: { id: '01990000-0001-7000-8000-000000000002', name: 'Trần Văn Minh' } });
  await page.goto('about:blank');
  await page.goto('/thuc-dia');
  await page.getByRole('button', { name: 'Đặt máy này cho Trần Văn Minh' }).click();
  await setUpAgain(page, '1593');
  await page.goto('/thuc-dia#/ca');
  await page.locator('fieldset').first().waitFor();
  assert.equal(await page.locator('.f-running').count(), 0, 'her shift is not his');
  await startShift(page);
  await page.locator('[data-key="primary"]').click();
  await page.locator('.f-flash.good').waitFor();
  await page.goto('about:blank');
  await page.goto('/thuc-dia#/ca');
  await page.locator('.pick', { hasText: 'Nguyễn Thị Lan' }).click();
  await typePin(page);
  await page.locator('.f-running').waitFor();
  await context.close();
  stand.stop();
});

it('asks in which village a stall stands, and says it', async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base);
  const stall = async (name) => {
    await page.locator('input[type="text"]').nth(1).fill(name);
    await page.locator('form .button.primary').click();
  };
  await page.goto('/thuc-dia#/sap');
  await page.locator('input[type="text"]').nth(0).fill('Chợ Săn');
  await stall('Cô Hoa bán rau');
  await page.locator('.error:visible', { hasText: 'Hãy chọn thôn' }).waitFor();
  await page.locator(`[data-value="${VILLAGES[1]}"]`).check();
  await page.locator('form .button.primary').click();
  await page.locator('[data-key="primary"]').click();
  await page.locator('.f-flash.good').waitFor();
  await allSent(page);
  const op = await sent(stand, 'stall.survey');
  assert.equal(op.payload.village, VILLAGES[1]);
  assert.equal(op.grant_id.slice(-1), '1', 'under the grant of that village');
  // The next stall stands in the same market: nothing to choose again.
  await page.goto('/thuc-dia#/');
  await page.locator('a[href="#/viec"]').click();
  await page.locator('a[href="#/sap"]').click();
  assert.ok(await page.locator(`[data-value="${VILLAGES[1]}"]`).isChecked());
  await context.close();
  stand.stop();
});

it('says why somebody has no digital identity in the server’s own codes', async () => {
  const stand = await startStand();
  const { context, page } = await phone(browser, stand.base);
  const said = [];
  for (const code of ['under_age', 'away', 'unable', 'declined', 'other']) {
    await page.goto('/thuc-dia#/');
    await page.locator('a[href="#/viec"]').click();
    await page.locator('a[href="#/vneid"]').click();
    await page.locator('.picks .pick').first().click();
    await page.locator(`[data-value="${code}"]`).check();
    await page.locator('[data-key="primary"]').click();
    await page.locator('.f-flash.good').waitFor();
    await allSent(page);
    said.push((await sent(stand, 'identity.check')).payload.excluded);
  }
  assert.deepEqual(said, ['under_age', 'away', 'unable', 'declined', 'other']);
  await context.close();
  stand.stop();
});
