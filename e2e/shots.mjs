// Pictures of pages at three widths, for people who build them:
//   node e2e/shots.mjs /quan-ly /lich-hoc --as commune_leader [--size 0|1|2] [--contrast high] [--at http://127.0.0.1:8080]
// Without --at it starts a demo of its own. The pictures land in e2e/out/.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser, openReader, signIn, WIDTHS } from './browser.mjs';
import { demoAccounts, findBinary, startServer } from './server.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    as: { type: 'string' },
    at: { type: 'string' },
    size: { type: 'string', default: '0' },
    contrast: { type: 'string', default: 'normal' },
    widths: { type: 'string' },
  },
});
if (positionals.length === 0) {
  console.error('usage: node e2e/shots.mjs PATH… [--as ROLE] [--size 0|1|2] [--contrast high] [--widths 360,1280] [--at URL]');
  process.exit(2);
}

const out = fileURLToPath(new URL('./out/', import.meta.url));
await mkdir(out, { recursive: true });
const own = values.at === undefined ? await startServer() : undefined;
const base = values.at ?? own.base;
const browser = await launchBrowser();
try {
  const accounts = values.as === undefined ? [] : (own?.accounts ?? (await demoAccounts(await findBinary())));
  const account = accounts.find((one) => one.role === values.as);
  if (values.as !== undefined && account === undefined) throw new Error(`no demo account has the role ${values.as}`);
  for (const width of values.widths?.split(',').map(Number) ?? WIDTHS) {
    const context = await openReader(browser, { base, width, size: Number(values.size), contrast: values.contrast });
    const page = await context.newPage();
    if (account) await signIn(page, account);
    for (const path of positionals) {
      const response = await page.goto(path, { waitUntil: 'load' });
      const name = path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home';
      const look = `${values.size === '0' ? '' : `-size${values.size}`}${values.contrast === 'normal' ? '' : `-${values.contrast}`}`;
      const file = `${out}${name}${values.as ? `-${values.as}` : ''}${look}-${width}.png`;
      await page.screenshot({ path: file, fullPage: true });
      console.log(`${response.status()} ${file}`);
    }
    await context.close();
  }
} finally {
  await browser.close();
  await own?.stop();
}
