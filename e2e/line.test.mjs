// The real server at the far end of a village's line: 64 kbit/s, 600 ms, one exchange in twenty cut off. Whatever got through and
// whatever got lost, every operation is there once, and its verdict is the one that was given first.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { openPoorWay } from './poor.mjs';
import { startServer } from './server.mjs';

const BATCH = 5;
const BATCHES = 30;

let server;
let way;
before(async () => {
  server = await startServer();
  way = await openPoorWay(server.base);
});
after(async () => {
  await way?.close();
  await server?.stop();
});

/** An id of version 7 for this moment. */
function newId() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Signs in as a person would, and answers what a page's own requests carry. */
async function signedIn({ login, password }) {
  const cookie = (answer, name) => answer.headers.getSetCookie().find((one) => one.startsWith(`${name}=`))?.split(';')[0];
  const csrf = (html) => /name="csrf" value="([^"]+)"/.exec(html)[1];
  const door = await fetch(`${server.base}/dang-nhap`);
  const form = new URLSearchParams({ csrf: csrf(await door.text()), login, password });
  const headers = { cookie: cookie(door, '__Host-hv-form') };
  const inside = await fetch(`${server.base}/dang-nhap`, { method: 'POST', body: form, headers, redirect: 'manual' });
  const session = cookie(inside, '__Host-hv');
  const own = await fetch(`${server.base}/quan-ly/toi`, { headers: { cookie: session } });
  return { cookie: session, 'x-hocvuso-form': csrf(await own.text()) };
}

async function enrolled() {
  const headers = { ...(await signedIn(server.account('volunteer'))), 'content-type': 'application/json' };
  const answer = await fetch(`${server.base}/api/v1/sync/devices`, { method: 'POST', headers, body: '{"name":"Máy ở cuối đường dây"}' });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

it('lands every operation once over 64 kbit/s with 600 ms and one exchange in twenty cut off', { timeout: 280_000 }, async () => {
  const device = await enrolled();
  const mark = randomBytes(4).toString('hex');
  const op = (seq) => ({
    op_id: newId(),
    device_id: device.device_id,
    seq,
    type: 'person.add',
    schema: 1,
    actor: device.account.id,
    grant_id: device.grants[0].id,
    entity_id: newId(),
    base_version: null,
    deps: [],
    payload: { village: device.grants[0].village, name: `Người ${mark} ${seq}`, birth_year: 1950, hamlet: 'Xóm '.repeat(12), consents: [] },
    blobs: [],
    captured_at: Date.now(),
    mono_since_contact: null,
    offset_est: 0,
    last_contact: device.server_time,
  });
  const headers = { authorization: `Device ${device.device_id}.${device.secret}`, 'x-hocvuso-sync': '1' };
  /** The verdicts, or nothing when nothing is known. */
  const push = async (base, ops) => {
    const body = JSON.stringify({ protocol: 1, device_id: device.device_id, pending: ops.length, lang: 'vi', ops });
    const answer = await fetch(`${base}/api/v1/sync/push`, { method: 'POST', headers, body }).catch(() => null);
    return answer?.status === 200 ? (await answer.json().catch(() => null))?.verdicts : undefined;
  };
  const batches = Array.from({ length: BATCHES }, (_, at) => Array.from({ length: BATCH }, (_, n) => op(at * BATCH + n + 1)));
  way.spoil({ bits: 64_000, delay: 600, resets: 0.05 });
  const first = new Map();
  let tries = 0;
  for (const ops of batches) {
    for (let verdicts; verdicts === undefined; tries += 1) {
      assert.ok(tries < BATCHES * 4, `nothing gets through: ${tries} tries`);
      verdicts = await push(way.base, ops);
      for (const verdict of verdicts ?? []) first.set(verdict.op_id, verdict);
    }
  }
  way.mend();
  assert.ok(way.cuts() > 0, 'the line was never cut');
  assert.equal(first.size, BATCH * BATCHES);
  for (const ops of batches) {
    for (const verdict of await push(server.base, ops)) assert.deepEqual(verdict, first.get(verdict.op_id));
  }
  assert.ok([...first.values()].every((verdict) => verdict.code === 'ok'));
  const names = [];
  for (let cursor = '', more = true; more; ) {
    const page = await (await fetch(`${server.base}/api/v1/sync/pull?cursor=${cursor}&limit=2000`, { headers })).json();
    ({ cursor, more } = page);
    names.push(...page.changes.map((change) => change.data?.name).filter((name) => name?.includes(mark)));
  }
  assert.deepEqual([names.length, new Set(names).size], [BATCH * BATCHES, BATCH * BATCHES]);
});
