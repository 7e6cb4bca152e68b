// The screens of the field app on a stage: the real screens, style sheet and policy, the engine's stand-in with people and
// classes made up. Knobs put it into a state that is hard to reach with a server: sealed, evicted, a clock a year off.
import { build } from '../web/node_modules/esbuild/lib/main.js';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { stagePack } from './field-pack.mjs';

const FIELD = fileURLToPath(new URL('../web/src/field/', import.meta.url));
const ICONS = new URL('../web/src/icons.svg', import.meta.url);
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const TYPES = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

/** Puts the stand-in where the screens open the engine. */
const standIn = {
  name: 'stand-in',
  setup(made) {
    made.onResolve({ filter: /^\.\/engine$/ }, () => ({ path: 'stand-in', namespace: 'stage' }));
    made.onLoad({ filter: /.*/, namespace: 'stage' }, () => ({
      contents: `import { openFake } from './engine/fake';
        export const openField = () => openFake(JSON.parse(document.documentElement.dataset.knobs));`,
      resolveDir: FIELD,
      loader: 'ts',
    }));
  },
};

/** Serves the screens at `/thuc-dia?{knobs as JSON}`. */
export async function openFieldStage() {
  const made = await build({
    entryPoints: { app: `${FIELD}main.ts`, look: `${FIELD}field.css` },
    bundle: true,
    format: 'esm',
    splitting: true,
    outdir: '/',
    write: false,
    target: ['chrome90'],
    define: { VERSION: '"stage"' },
    plugins: [standIn],
    logLevel: 'silent',
  });
  const files = new Map(made.outputFiles.map((file) => [file.path, file.contents]));
  files.set('/icons.svg', await readFile(ICONS));
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url, 'http://stage');
    const file = files.get(pathname);
    if (file !== undefined) {
      response.writeHead(200, { 'content-type': TYPES[pathname.split('.').pop()] });
      response.end(file);
    } else if (pathname.startsWith('/thuc-dia/goi/')) {
      const [, audience] = /goi\/(\w+)\.json$/.exec(pathname) ?? [];
      const body = JSON.stringify(stagePack(audience, new URLSearchParams(search).get('tieng')));
      const tag = `"${JSON.parse(body).version}"`;
      const known = request.headers['if-none-match'] === tag;
      response.writeHead(known ? 304 : 200, { 'content-type': 'application/json', etag: tag, 'x-pack-bytes': Buffer.byteLength(body) });
      response.end(known || request.method === 'HEAD' ? undefined : body);
    } else if (pathname === '/thuc-dia') {
      const knobs = decodeURIComponent(search.slice(1) || '%7B%7D').replaceAll('&', '&amp;').replaceAll('"', '&quot;');
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY });
      response.end(
        `<!doctype html><html lang="vi" data-icons="/icons.svg" data-knobs="${knobs}"><head><meta charset="utf-8"><title>Thực địa</title>` +
          '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="/icons.svg">' +
          '<link rel="stylesheet" href="/look.css"><script type="module" src="/app.js"></script></head><body></body></html>',
      );
    } else {
      response.writeHead(404);
      response.end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  return {
    base,
    address: (knobs = {}, screen = '/') => `${base}/thuc-dia?${encodeURIComponent(JSON.stringify(knobs))}#${screen}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
