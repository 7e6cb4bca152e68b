// The world as a browser has it.

import { Engine } from './engine';
import type { Canary, Env, TabMessage } from './env';
import { openStore } from './idb';
import { askBackgroundSync, BrowserShell } from './shell';
import type { Store } from './store';

const CANARY = 'hv_may';
const YEAR = 34_560_000; // 400 days in seconds: the longest a cookie may live

/** How long a lease holds where the browser has no locks, milliseconds. */
const LEASE = 30_000;

function readCookie(name: string): string | null {
  const pair = document.cookie.split('; ').find((one) => one.startsWith(`${name}=`));
  return pair === undefined ? null : pair.slice(name.length + 1);
}

/** `device.pending`, in a cookie: browsers that throw a store away keep cookies. */
const canary = {
  read(): Canary | null {
    const found = /^([0-9a-f-]{36})\.(\d{1,7})$/.exec(readCookie(CANARY) ?? '');
    return found ? { device: found[1]!, pending: Number(found[2]) } : null;
  },
  write(now: Canary | null): void {
    const life = now ? YEAR : 0;
    document.cookie = `${CANARY}=${now ? `${now.device}.${now.pending}` : ''}; Path=/thuc-dia; Secure; SameSite=Strict; Max-Age=${life}`;
  },
};

const lang = {
  read: (): 'vi' | 'en' => (readLocal('hv_lang') === 'en' ? 'en' : 'vi'),
  write(now: 'vi' | 'en'): void {
    try {
      localStorage.setItem('hv_lang', now);
    } catch {
      // Asked again next time.
    }
  },
  first(now: 'vi' | 'en'): void {
    if (readLocal('hv_lang') === null) lang.write(now);
  },
};

function readLocal(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

async function pack(text: string): Promise<Uint8Array<ArrayBuffer> | null> {
  if (typeof CompressionStream !== 'function') return null;
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

class World implements Env {
  private readonly channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('hocvuso-thuc-dia') : null;
  private readonly tab = String(Math.random());
  private readonly listeners: ((message: TabMessage) => void)[] = [];
  store: Store | null = null;
  readonly canary = canary;
  readonly lang = lang;
  readonly agent = shortAgent(navigator.userAgent);

  constructor() {
    this.channel?.addEventListener('message', (event: MessageEvent<TabMessage>) => {
      for (const listener of this.listeners) listener(event.data);
    });
  }

  wall = (): number => Date.now();
  mono = (): number => performance.now();
  chance = (): number => Math.random();
  fetch = (path: string, init: RequestInit): Promise<Response> => fetch(path, init);
  online = (): boolean => navigator.onLine;
  pack = pack;

  later(ms: number, work: () => void): () => void {
    const timer = setTimeout(work, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  }

  async alone(name: string, work: () => Promise<void>): Promise<boolean> {
    if (navigator.locks) {
      return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock) await work();
        return lock !== null;
      });
    }
    return this.lease(name, work);
  }

  /** Where there are no locks: a note in the store, renewed while the work goes on. */
  private async lease(name: string, work: () => Promise<void>): Promise<boolean> {
    const { store } = this;
    if (!store) return false;
    const take = (): Promise<boolean> =>
      store.write(['meta'], async (tx) => {
        const held = (await tx.get('meta', name))?.value as { tab: string; until: number } | undefined;
        const now = Date.now();
        if (held && held.tab !== this.tab && held.until > now && held.until < now + 2 * LEASE) return false;
        await tx.put('meta', { name, value: { tab: this.tab, until: now + LEASE } });
        return true;
      });
    if (!(await take())) return false;
    const renewal = setInterval(() => void take().catch(() => undefined), LEASE / 3);
    try {
      await work();
      return true;
    } finally {
      clearInterval(renewal);
      await store.write(['meta'], (tx) => tx.delete('meta', name)).catch(() => undefined);
    }
  }

  async estimate(): Promise<{ used: number | null; quota: number | null }> {
    const told = await navigator.storage?.estimate?.().catch(() => null);
    return { used: told?.usage ?? null, quota: told?.quota ?? null };
  }

  async persisted(): Promise<boolean | null> {
    return (await navigator.storage?.persisted?.().catch(() => null)) || null;
  }

  async persist(): Promise<boolean> {
    return (await navigator.storage?.persist?.().catch(() => false)) ?? false;
  }

  tell(message: TabMessage): void {
    this.channel?.postMessage(message);
    if (message.what === 'outbox' && !navigator.onLine) void askBackgroundSync();
  }

  hear(listener: (message: TabMessage) => void): void {
    this.listeners.push(listener);
  }
}

/** “Chrome 140 Android”: what an officer sees in the list of devices. */
export function shortAgent(agent: string): string {
  const browser = /(?:SamsungBrowser|CocCoc|coc_coc_browser|EdgA?|Firefox|Chrome|Version)\/(\d+)/.exec(agent);
  const name = browser ? browser[0].replace('/', ' ').replace('coc_coc_browser', 'CocCoc').replace('Version', 'Safari') : '';
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS X', 'Linux'].find((one) => agent.includes(one)) ?? '';
  return `${name} ${system}`.trim() || agent.slice(0, 40);
}

/** Starts the engine in this page. */
export function openBrowserField(): Engine {
  const world = new World();
  const shell = new BrowserShell(() => void engine.kick());
  const engine = new Engine(world, shell);
  void engine.start(async () => {
    world.store = await openStore({
      blocked: (waits) => engine.blocked(waits),
      // A newer version of the app is open beside this one: its store is not ours any more.
      replaced: () => (document.hidden ? location.reload() : engine.blocked(true)),
      terminated: () => location.reload(),
    });
    return world.store;
  });
  addEventListener('online', () => void engine.kick(true));
  addEventListener('online', () => engine.refresh());
  addEventListener('offline', () => engine.refresh());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) engine.woke();
  });
  for (const sign of ['pointerdown', 'keydown']) addEventListener(sign, () => engine.used(), { passive: true });
  return engine;
}
