// Every page type, as each role sees it: for readers with a disability, on a narrow phone, without scripts.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bringAxe } from './axe.mjs';
import { launchBrowser, openReader, signIn } from './browser.mjs';
import { pageProblems, sidewaysProblems, wordProblems } from './checks.mjs';
import { WALKS } from './paths.mjs';
import { startServer } from './server.mjs';

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

async function visit(role, wish, look) {
  const context = await openReader(browser, { base: server.base, ...wish });
  try {
    await bringAxe(context);
    const page = await context.newPage();
    if (role !== null) await signIn(page, server.account(role));
    await look(page);
  } finally {
    await context.close();
  }
}

for (const { role, paths } of WALKS) {
  describe(role ?? 'a visitor', () => {
    for (const path of paths) {
      it(`can read ${path}`, () =>
        visit(role, {}, async (page) => {
          assert.deepEqual(await pageProblems(page, path), []);
        }));

      it(`can read ${path} in the largest letters and in high contrast`, () =>
        visit(role, { size: 2, contrast: 'high' }, async (page) => {
          assert.deepEqual(await pageProblems(page, path, { widths: [360] }), []);
        }));

      it(`can read ${path} without scripts`, () =>
        visit(role, { scripts: false, width: 360 }, async (page) => {
          const response = await page.goto(path);
          assert.equal(response.status(), 200);
          assert.deepEqual([...(await wordProblems(page, 'vi')), ...(await sidewaysProblems(page))], []);
        }));
    }
  });
}

describe('signing in', () => {
  it('opens the door to every demo account, and to no wrong password', async () => {
    assert.ok(server.accounts.length > 0);
    for (const account of server.accounts) {
      await visit(null, { width: 360 }, (page) => signIn(page, account));
    }
    const [first] = server.accounts;
    await visit(null, {}, (page) => assert.rejects(signIn(page, { ...first, password: `${first.password}x` }), /was refused/));
  });
});
