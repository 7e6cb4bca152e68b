// A stage for the scripts alone: the real style sheet, script and icons, the product's own security headers, one page
// given as text, and answers to POST as the test wants them. No server binary is needed.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const TYPES = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
const DIST = new URL('../web/dist/', import.meta.url);

/**
 * @param {{ page: string, answer?: (form: URLSearchParams) => { status: number, json?: object } | 'cut' }} play
 *   `answer` decides what each POST gets; 'cut' drops the connection after the request was read
 */
export async function openStage({ page, answer = () => ({ status: 200, json: {} }) }) {
  const posts = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://stage');
    if (pathname.startsWith('/assets/')) {
      response.setHeader('content-type', TYPES[pathname.split('.').pop()]);
      response.end(await readFile(new URL(pathname.slice('/assets/'.length), DIST)));
      return;
    }
    if (request.method === 'POST') {
      let raw = '';
      for await (const part of request) raw += part;
      const form = new URLSearchParams(raw);
      posts.push(form);
      const said = answer(form);
      if (said === 'cut') {
        request.socket.destroy();
        return;
      }
      response.writeHead(said.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(said.json ?? {}));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY });
    response.end(page);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    posts,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

const WORDS = {
  saving: 'đang lưu',
  'saving-many': 'đang lưu {n}',
  saved: 'đã lưu',
  failed: 'chưa gửi {n}',
  waiting: 'chờ gửi',
  refused: 'bị từ chối: {text}',
  'none-found': 'không có {text}',
  file: '{name} – {size}',
  'file-large': '{size} quá {limit}',
  sending: '{percent} %',
  reading: 'đang đọc',
  'send-failed': 'mạng ngắt',
  copied: 'đã chép',
  read: 'đọc to',
  'read-stop': 'dừng',
};

/** A whole page around `body`, with the words that scripts need. */
export function pageAround(body) {
  const words = Object.entries(WORDS).map(([key, text]) => `data-${key}="${text}"`);
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Thử</title>
<link rel="icon" href="/assets/favicon.svg"><link rel="stylesheet" href="/assets/app.css"><script src="/assets/app.js" defer></script></head>
<body><template id="words" ${words.join(' ')}></template>
<header class="top"><div class="top-row"><form class="tools" method="post" action="/hien-thi" aria-label="Cách xem">
<button class="tool" name="size" value="smaller">A−</button><button class="tool" name="size" value="normal">A</button><button class="tool" name="size" value="larger">A+</button>
<button class="tool" name="contrast" value="high" aria-pressed="false"><span class="tool-letter">◐</span></button></form></div></header>
<main id="main" tabindex="-1">${body}</main></body></html>`;
}
