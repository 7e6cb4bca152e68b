// The field app's engine in a real Chromium, against a server of the protocol in memory: what only a browser can prove.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const PIN = '2580';
const VILLAGE = '01990000-0003-7000-8000-000000000001';
const HELP = {
  type: 'help.log',
  payload: { person: null, village: VILLAGE, topic: 'vneid', result: 'helped', minutes: 10, place: null, note: '', request: null },
};

/** A server of its own for each test, so that none meets another's records. */
async function startStand() {
  const script = fileURLToPath(new URL('../web/tests/stand.mjs', import.meta.url));
  const stand = spawn(process.execPath, [script, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await new Promise((done, fail) => {
    stand.stdout.once('data', (data) => done(String(data).split('\n')));
    stand.once('exit', (code) => fail(new Error(`the stand ended with ${code}`)));
  });
  return { base: new URL(line).origin, stop: () => stand.kill() };
}

const settings = { executablePath: process.env.HOCVUSO_CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu'] };
let profile;
let browser;

before(async () => {
  profile = await mkdtemp(join(tmpdir(), 'hocvuso-phone-'));
  browser = await chromium.launch(settings);
});
after(async () => {
  await browser?.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

const ready = (page) => page.waitForFunction(() => window.field && window.field.status().stage.at !== 'starting');
const waitFor = (page, work, arg) => page.waitForFunction(work, arg, { timeout: 20_000 });
const nothingWaits = (page) => waitFor(page, () => ((c) => c.pending + c.inFlight === 0)(window.field.status().counts));
const record = (page, times = 1) =>
  page.evaluate(
    async ([draft, n]) => {
      const codes = [];
      for (let at = 0; at < n; at += 1) codes.push((await window.field.record(draft)).code);
      return codes;
    },
    [HELP, times],
  );
const unlock = (page) => page.evaluate((pin) => window.field.unlock(window.field.status().stage.residents[0].account, pin), PIN);

async function enrol(page, base) {
  await page.goto(`${base}/thuc-dia/khung`);
  await ready(page);
  assert.deepEqual(await page.evaluate((pin) => window.field.enrol(pin, 'Máy thử'), PIN), { code: 'ok' });
  await waitFor(page, () => window.field.status().lastPull > 0);
}

async function server(base, set = {}) {
  return (await fetch(`${base}/stand`, { method: 'POST', body: JSON.stringify({ set }) })).json();
}

/** A fresh phone that dies with the test. */
async function phone(work, quota) {
  const stand = await startStand();
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    if (quota) {
      // Before the first look at the disk: the browser remembers for a while how much room there was.
      const devtools = await context.newCDPSession(page);
      await devtools.send('Storage.overrideQuotaForOrigin', { origin: stand.base, quotaSize: quota });
    }
    await enrol(page, stand.base);
    await work({ base: stand.base, context, page });
  } finally {
    await context.close();
    stand.stop();
  }
}

test('killed right after “saved”, the record is there and goes up later', async () => {
  const stand = await startStand();
  const open = () => chromium.launchPersistentContext(profile, settings);
  let context = await open();
  try {
    await enrol(context.pages()[0], stand.base);
    await context.setOffline(true);
    for (let killed = 1; killed <= 3; killed += 1) {
      const page = context.pages()[0];
      assert.deepEqual(await record(page, 2), ['saved', 'saved']);
      const [main] = execFileSync('pgrep', ['-f', '--', `--user-data-dir=${profile}`]).toString().split('\n');
      process.kill(Number(main), 'SIGKILL');
      await context.close().catch(() => undefined);
      context = await open();
      await context.setOffline(killed < 3);
      if (killed < 3) {
        // Without a signal the app comes from its worker's files.
        await context.pages()[0].goto(`${stand.base}/thuc-dia`);
        await context.setOffline(false);
      }
      await context.pages()[0].goto(`${stand.base}/thuc-dia/khung`);
      await ready(context.pages()[0]);
      await context.setOffline(killed < 3);
      assert.equal(await context.pages()[0].evaluate(() => window.field.status().stage.residents[0].pending), killed * 2);
      assert.equal((await unlock(context.pages()[0])).code, 'ok');
    }
    await nothingWaits(context.pages()[0]);
    const { effects } = await server(stand.base);
    assert.deepEqual([effects.length, new Set(effects).size], [6, 6]);
  } finally {
    await context.close().catch(() => undefined);
    stand.stop();
  }
});

test('two tabs record at once: numbers without a gap, everything lands once', () =>
  phone(async ({ base, context, page }) => {
    const other = await context.newPage();
    await other.goto(`${base}/thuc-dia/khung`);
    await ready(other);
    await unlock(other);
    await context.setOffline(true);
    await Promise.all([record(page, 40), record(other, 40)]);
    for (const tab of [page, other]) await waitFor(tab, () => window.field.status().counts.pending === 80);
    await context.setOffline(false);
    for (const tab of [page, other]) await nothingWaits(tab);
    const { effects, seqs } = await server(base);
    assert.deepEqual([effects.length, new Set(effects).size, seqs], [80, 80, 80]);
    await waitFor(other, () => window.field.status().counts.accepted === 80);
  }));

test('a full disk refuses the next record, keeps every one that was saved, and goes on when there is room', () =>
  phone(async ({ base, context, page }) => {
    await context.setOffline(true);
    const codes = await page.evaluate(async (draft) => {
      const found = [];
      for (let at = 0; at < 40 && !found.includes('storage_full'); at += 1) {
        const note = Array.from({ length: 8 }, () => Array.from(crypto.getRandomValues(new Uint8Array(50_000)), (byte) => byte.toString(36)).join('')).join('');
        found.push((await window.field.record({ ...draft, payload: { ...draft.payload, note } })).code);
      }
      return found;
    }, HELP);
    assert.equal(codes.at(-1), 'storage_full');
    const saved = codes.filter((code) => code === 'saved').length;
    assert(saved > 2);
    const status = await page.evaluate(() => window.field.status());
    assert.deepEqual([status.storage.full, status.counts.pending, status.notices.map((one) => one.code)], [true, saved, ['storage_full']]);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: base });
    await context.setOffline(false);
    await page.reload();
    await ready(page);
    await unlock(page);
    await waitFor(page, () => window.field.status().counts.accepted > 0);
    await nothingWaits(page);
    assert.equal((await server(base)).effects.length, saved);
    assert.deepEqual(await record(page), ['saved']);
  }, 6_000_000));

test('over 64 kbit/s, 600 ms and a line that drops one answer in twenty, everything lands once', () =>
  phone(async ({ base, context, page }) => {
    await context.setOffline(true);
    await record(page, 250);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 600, downloadThroughput: 8000, uploadThroughput: 8000 });
    // Asked for on every answer, so that some batches are cut before and some after they landed.
    await server(base, { drops: 0.05 });
    await context.setOffline(false);
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 600, downloadThroughput: 8000, uploadThroughput: 8000 });
    for (let end = Date.now() + 60_000; Date.now() < end; ) {
      await page.evaluate(() => window.field.syncNow());
      if (await page.evaluate(() => window.field.status().counts.accepted === 250)) break;
    }
    await server(base, { drops: 0 });
    const { effects } = await server(base);
    assert.deepEqual([effects.length, new Set(effects).size], [250, 250]);
    await nothingWaits(page);
  }));

test('a store that the browser threw away is said, with how much was in it', () =>
  phone(async ({ base, context, page }) => {
    await context.setOffline(true);
    await record(page, 3);
    const devtools = await context.newCDPSession(page);
    await page.goto('about:blank');
    await devtools.send('Storage.clearDataForOrigin', { origin: base, storageTypes: 'indexeddb,local_storage,cache_storage' });
    await context.setOffline(false);
    await page.goto(`${base}/thuc-dia/khung`);
    await ready(page);
    const { stage, storage, notices } = await page.evaluate(() => window.field.status());
    assert.deepEqual([stage.at, storage.lost, notices.map(({ code, n }) => [code, n])], ['new', 3, [['storage_evicted', 3]]]);
  }));

test('a newer version that wants the store gets it, and this one says so', () =>
  phone(async ({ page }) => {
    await record(page, 2);
    const rows = await page.evaluate(async () => {
      const opened = await new Promise((done, fail) => {
        const asked = indexedDB.open('hocvuso-thuc-dia', 2);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = fail;
      });
      const counted = await new Promise((done) => {
        const asked = opened.transaction(['outbox', 'journal']).objectStore('journal').count();
        asked.onsuccess = () => done(asked.result);
      });
      return [counted, window.field.status().stage.at];
    });
    assert.equal(rows[1], 'unfit');
  }));

test('a new worker waits for the page, and the page asks when nothing is being sent', () =>
  phone(async ({ base, context, page }) => {
    await page.goto(`${base}/thuc-dia`);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const caches = () => page.evaluate(() => window.caches.keys());
    const [first] = await caches();
    await page.goto(`${base}/thuc-dia/khung`);
    await ready(page);
    await unlock(page);
    await server(base, { release: 'hai', slow: 1500 });
    await record(page, 1);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration('/thuc-dia')).update());
    await waitFor(page, () => window.field.status().updateReady);
    assert.deepEqual((await caches()).filter((name) => name === first), [first], 'the old files stay while it waits');
    await Promise.all([page.waitForNavigation(), page.evaluate(() => void window.field.applyUpdate())]);
    const { effects } = await server(base, { slow: 0 });
    assert.equal(effects.length, 1, 'what was being sent came to its end first');
    await ready(page);
    await waitFor(page, async (name) => !(await window.caches.keys()).includes(name), first);
    await context.setOffline(true);
    await page.goto(`${base}/thuc-dia`);
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'vi');
  }));

test('answers about people are in no cache', () =>
  phone(async ({ base, page }) => {
    await page.goto(`${base}/thuc-dia`);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.goto(`${base}/thuc-dia/khung`);
    await ready(page);
    await unlock(page);
    await record(page, 1);
    await nothingWaits(page);
    const kept = await page.evaluate(async () => {
      const found = [];
      for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
      return found;
    });
    assert(kept.includes('/thuc-dia'));
    assert(kept.every((path) => path === '/thuc-dia' || path === '/thuc-dia/manifest.webmanifest' || path.startsWith('/assets/')), kept.join());
  }));

test('a picture loses everything but its pixels, and goes up whole', () =>
  phone(async ({ base, page }) => {
    const made = await page.evaluate(async (village) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [3000, 2000];
      const pen = canvas.getContext('2d');
      for (let at = 0; at < 400; at += 1) {
        pen.fillStyle = `hsl(${at * 37} 80% 50%)`;
        pen.fillRect((at * 733) % 3000, (at * 419) % 2000, 200, 150);
      }
      const plain = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
      const bytes = new Uint8Array(await plain.arrayBuffer());
      // The place where it was taken, as a camera would write it: an APP1 part behind the first two bytes.
      const place = new TextEncoder().encode('Exif\u0000\u0000GPS 21.0278 105.8342');
      const part = new Uint8Array([0xff, 0xe1, 0, place.length + 2, ...place]);
      const file = new File([bytes.slice(0, 2), part, bytes.slice(2)], 'anh.jpg', { type: 'image/jpeg' });
      const result = await window.field.preparePhoto(file);
      const { photo } = result;
      const text = new TextDecoder('latin1').decode(photo.bytes);
      const saved = await window.field.record({ type: 'photo.attach', payload: { session: village, what: 'sheet', note: '' }, photos: [photo] });
      const none = await window.field.preparePhoto(new File(['<script>'], 'x.jpg', { type: 'image/jpeg' }));
      return [result.code, photo.width, photo.height, text.includes('GPS'), saved.code, none.code];
    }, VILLAGE);
    assert.deepEqual(made, ['ok', 1600, 1067, false, 'saved', 'not_a_picture']);
    await nothingWaits(page);
    await waitFor(page, () => window.field.status().counts.photos === 0);
    assert.equal((await server(base)).effects.length, 1);
  }));

test('a slow phone opens the app and the box in bearable time', () =>
  phone(async ({ base, context, page }) => {
    await page.goto(`${base}/thuc-dia`);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await context.setOffline(true);
    const began = Date.now();
    await page.goto(`${base}/thuc-dia`);
    await page.waitForFunction(() => document.querySelector('input, button') !== null);
    console.log(`# app shown after ${Date.now() - began} ms without a signal, CPU four times slower`);
  }));
