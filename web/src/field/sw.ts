// The app's worker: keeps the app's own files for use without a signal, and nothing else. Answers of the server about people
// are never kept here; records are in IndexedDB.

declare const RELEASE: string;
declare const KEPT: readonly string[];

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends WorkerEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkerScope {
  addEventListener(name: 'install' | 'activate' | 'sync', listener: (event: WorkerEvent) => void): void;
  addEventListener(name: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(name: 'message', listener: (event: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void>; matchAll(what: object): Promise<{ postMessage(message: unknown): void }[]> };
  location: Location;
}

const worker = self as unknown as WorkerScope;
const PREFIX = 'hocvuso-thuc-dia-';
const CACHE = PREFIX + RELEASE;
const SHELL = '/thuc-dia';

/** Files that carry a hash of their content in their names are the same wherever they come from. */
const isHashed = (path: string): boolean => path.startsWith('/assets/');

async function keep(cache: Cache, path: string): Promise<void> {
  const had = isHashed(path) ? await caches.match(path) : undefined;
  if (had) return cache.put(path, had);
  // Without cookies: the shell is the same for everybody.
  const answer = await fetch(new Request(path, { cache: isHashed(path) ? 'default' : 'no-cache', credentials: 'omit' }));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  await cache.put(path, answer);
}

// All files or none: a half set would be a broken app without a signal. The new worker then waits until the page asks
// for it, which it does not while it sends.
worker.addEventListener('install', (event) => {
  const fill = async (): Promise<void> => {
    const cache = await caches.open(CACHE);
    await Promise.all(KEPT.map((path) => keep(cache, path)));
  };
  event.waitUntil(fill());
});

worker.addEventListener('activate', (event) => {
  const tidy = async (): Promise<void> => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  if (url.origin !== worker.location.origin || !KEPT.includes(url.pathname)) return;
  if (url.pathname === SHELL && request.mode !== 'navigate') return;
  event.respondWith(fromCache(request, url.pathname));
});

async function fromCache(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

// Where the browser wakes the worker when there is a signal again, the open pages are told; only they hold the keys.
worker.addEventListener('sync', (event) => {
  const wake = async (): Promise<void> => {
    for (const client of await worker.clients.matchAll({ type: 'window' })) client.postMessage('sync');
  };
  event.waitUntil(wake());
});
