// Serves the built field app with a server of the protocol in memory, for looking at it in a browser: node tests/stand.mjs [port].
// POST /stand with {"set": {…}} changes fields of that server, such as {"set": {"signedIn": null}}; `release` makes a new worker,
// `revoke` takes every phone out of use, `slow` holds back every answer by so many milliseconds, `drops` is the share of answers that are lost after they were made.
import { build } from 'esbuild';
import { createServer } from 'node:http';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const absWorkingDir = new URL('..', import.meta.url).pathname;
process.chdir(absWorkingDir);

const out = await mkdtemp(join(tmpdir(), 'hocvuso-stand-'));
await build({ absWorkingDir, entryPoints: ['tests/server.ts'], outfile: `${out}/server.mjs`, bundle: true, format: 'esm', platform: 'node', define: { VERSION: '"stand"' } });
const { Server } = await import(`${out}/server.mjs`);
await rm(out, { recursive: true });
const stand = new Server();

// The engine without screens, as `window.field`, at /thuc-dia/khung.
const engine = await build({
  stdin: { contents: "import { openField } from './src/field/engine/index'; window.field = openField();", resolveDir: absWorkingDir },
  absWorkingDir,
  bundle: true,
  write: false,
  format: 'esm',
  target: 'chrome90',
  define: { VERSION: '"stand"' },
});
const FRAME = '<!doctype html><title>khung</title><link rel="icon" href="/thuc-dia/favicon.svg"><script type="module" src="/thuc-dia/khung.js"></script>';

// The server's sign-in page: whoever is signed in already is led on, as there.
const PEOPLE = { lan: { id: '01990000-0001-7000-8000-000000000001', name: 'Nguyễn Thị Lan' }, minh: { id: '01990000-0001-7000-8000-000000000002', name: 'Trần Văn Minh' } };
const SIGN_IN = `<!doctype html><html lang="vi"><title>Đăng nhập</title><link rel="icon" href="/thuc-dia/favicon.svg"><form method="post">${Object.keys(PEOPLE)
  .map((who) => `<button name="who" value="${who}">${PEOPLE[who].name}</button>`)
  .join('')}</form></html>`;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types hocvuso-worker";
const TYPES = { js: 'text/javascript', css: 'text/css', png: 'image/png', svg: 'image/svg+xml', html: 'text/html; charset=utf-8', webmanifest: 'application/manifest+json' };

async function file(path) {
  if (path === '/thuc-dia') return ['shell.html', await readFile('dist/field/shell.html')];
  if (path.startsWith('/thuc-dia/')) return [path, await readFile(`dist/field/${path.slice(10)}`).catch(() => null)];
  const shared = /^\/assets\/(icons|favicon)\.[0-9a-f]+\.svg$/.exec(path);
  if (shared) return [path, await readFile(`dist/${shared[1]}.svg`)];
  if (/^\/assets\/field\/[\w.-]+$/.test(path)) return [path, await readFile(`dist/field/${path.slice(14)}`).catch(() => null)];
  return [path, null];
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  let body = Buffer.concat(chunks);
  const path = request.url.split('?')[0];
  const headers = { 'content-security-policy': POLICY, 'service-worker-allowed': '/thuc-dia' };
  if (path === '/stand') {
    const { set } = JSON.parse(body.toString() || '{}');
    const { revoke, ...fields } = set ?? {};
    Object.assign(stand, fields);
    if (revoke) for (const device of stand.devices.values()) device.revoked = true;
    const { effects, devices, pushes } = stand;
    response.writeHead(200, headers).end(JSON.stringify({ effects, devices: [...devices.values()], pushes: pushes.length, seqs: stand.seqs.size, ops: pushes.flatMap((push) => push.ops).slice(-20) }));
    return;
  }
  if (path.startsWith('/api/') && stand.slow) await new Promise((done) => setTimeout(done, stand.slow));
  if (path === '/thuc-dia/sw.js' && stand.release) {
    const text = (await readFile('dist/field/sw.js', 'utf8')).replace(/hocvuso-thuc-dia-/g, `hocvuso-thuc-dia-${stand.release}-`);
    return void response.writeHead(200, { ...headers, 'content-type': TYPES.js, 'cache-control': 'no-cache' }).end(text);
  }
  if (path === '/dang-nhap') {
    if (request.method === 'POST') stand.signedIn = PEOPLE[new URLSearchParams(body.toString()).get('who')] ?? null;
    if (stand.signedIn === null) return void response.writeHead(200, { ...headers, 'content-type': TYPES.html }).end(SIGN_IN);
    return void response.writeHead(303, { ...headers, location: new URL(request.url, 'http://x').searchParams.get('ve') ?? '/' }).end();
  }
  if (path === '/thuc-dia/toi' || path === '/dang-xuat' || path.startsWith('/api/')) {
    stand.now = Date.now();
    if (request.headers['content-encoding'] === 'gzip') body = gunzipSync(body);
    const init = { method: request.method, headers: request.headers, ...(body.length > 0 ? { body: path.includes('blobs') ? new Uint8Array(body) : body.toString() } : {}) };
    const answer = await stand.answer(request.url, init);
    if (stand.drops && Math.random() < stand.drops) return void request.socket.destroy();
    response.writeHead(answer.status, { ...headers, ...Object.fromEntries(answer.headers), 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' || answer.status === 204 ? undefined : Buffer.from(await answer.arrayBuffer()));
    return;
  }
  if (path === '/thuc-dia/khung') return void response.writeHead(200, { ...headers, 'content-type': TYPES.html }).end(FRAME);
  if (path === '/thuc-dia/khung.js') return void response.writeHead(200, { ...headers, 'content-type': TYPES.js }).end(engine.outputFiles[0].text);
  const [name, bytes] = await file(path);
  if (bytes === null) return void response.writeHead(404, headers).end();
  response.writeHead(200, { ...headers, 'content-type': TYPES[name.split('.').pop()] ?? 'text/plain', 'cache-control': 'no-cache' }).end(bytes);
}).listen(Number(process.argv[2] ?? 8099), function said() {
  console.log(`http://localhost:${this.address().port}/thuc-dia`);
});
