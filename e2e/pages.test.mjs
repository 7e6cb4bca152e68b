// Every page type, as each role sees it: for readers with a disability, on a narrow phone, without scripts.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bringAxe } from './axe.mjs';
import { launchBrowser, openReader, signIn } from './browser.mjs';
import { pageProblems, sidewaysProblems, wordProblems } from './checks.mjs';
import { WALKS, follow } from './paths.mjs';
import { startServer } from './server.mjs';

/** How each page is read. */
const READERS = {
  plain: {},
  large: { size: 2, contrast: 'high' },
  bare: { scripts: false, width: 360, lang: 'en' },
};

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
    await look(page, context);
  } finally {
    await context.close();
  }
}

for (const { role, paths } of WALKS) {
  describe(role ?? 'a visitor', () => {
    // One reader of each kind for all pages of a role: signing in is slow on purpose.
    const readers = {};
    before(async () => {
      for (const [name, wish] of Object.entries(READERS)) {
        const context = await openReader(browser, { base: server.base, ...wish });
        await bringAxe(context);
        const page = await context.newPage();
        if (role !== null) await signIn(page, server.account(role));
        if (wish.lang) await context.addCookies([{ name: 'hv_lang', value: wish.lang, url: server.base }]);
        readers[name] = { context, page };
      }
    });
    after(async () => {
      for (const { context } of Object.values(readers)) await context.close();
    });

    for (const path of paths) {
      it(`can read ${path}`, async () => {
        const { page } = readers.plain;
        assert.deepEqual(await pageProblems(page, await follow(page, path)), []);
      });

      it(`can read ${path} in the largest letters and in high contrast`, async () => {
        const { page } = readers.large;
        assert.deepEqual(await pageProblems(page, await follow(page, path), { widths: [360] }), []);
      });

      it(`can read ${path} in English, without scripts`, async () => {
        const { page } = readers.bare;
        const response = await page.goto(await follow(page, path));
        assert.equal(response.status(), 200);
        assert.deepEqual([...(await wordProblems(page, 'en')), ...(await sidewaysProblems(page))], []);
      });
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
