// The app's own life in the browser: its worker and new versions, the home screen, browsers that can't carry it.

import type { Unfit } from './api';

export interface Shell {
  unfit(): Unfit | null;
  updateReady(): boolean;
  canInstall(): boolean;
  installed(): boolean;
  applyUpdate(): Promise<void>;
  install(): Promise<boolean>;
  listen(changed: () => void): void;
}

/** Browsers inside other apps: they lose storage, cameras and the way back. */
const IN_APP: readonly [RegExp, string][] = [
  [/Zalo/i, 'Zalo'],
  [/FBAN|FBAV|FB_IAB|FBIOS/, 'Facebook'],
  [/Messenger/i, 'Messenger'],
  [/Instagram/i, 'Instagram'],
  [/TikTok|musical_ly|BytedanceWebview/i, 'TikTok'],
  [/\bLine\//i, 'Line'],
  [/; wv\)/, 'WebView'],
];

export function inApp(agent: string): string | null {
  return IN_APP.find(([sign]) => sign.test(agent))?.[1] ?? null;
}

/** Why this browser can't carry the app, as far as can be known before trying. */
export function unfitBrowser(scope: typeof globalThis, agent: string): Unfit | null {
  const app = inApp(agent);
  if (app) return { code: 'in_app', app };
  if (!scope.isSecureContext || !scope.crypto?.subtle || typeof scope.fetch !== 'function') return { code: 'too_old' };
  return scope.indexedDB ? null : { code: 'no_storage' };
}

interface InstallPrompt extends Event {
  prompt(): Promise<void>;
  userChoice: Promise<{ outcome: string }>;
}

interface TrustedFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

const WORKER = '/thuc-dia/sw.js';

export class BrowserShell implements Shell {
  private changed: () => void = () => undefined;
  private waiting: ServiceWorker | null = null;
  private prompt: InstallPrompt | null = null;
  private taking = false;

  constructor(private readonly onSync: () => void) {
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.prompt = event as InstallPrompt;
      this.changed();
    });
    addEventListener('appinstalled', () => {
      this.prompt = null;
      this.changed();
    });
    if ('serviceWorker' in navigator && unfitBrowser(globalThis, navigator.userAgent) === null) void this.register();
  }

  private async register(): Promise<void> {
    // The page's policy takes no plain text for a script's address: this names the one that there is.
    const factory = (globalThis as { trustedTypes?: TrustedFactory }).trustedTypes;
    const policy = factory?.createPolicy('hocvuso-worker', {
      createScriptURL: (url) => {
        if (url !== WORKER) throw new TypeError(url);
        return url;
      },
    });
    const url = (policy?.createScriptURL(WORKER) ?? WORKER) as string;
    const { serviceWorker } = navigator;
    serviceWorker.addEventListener('message', (event: MessageEvent) => {
      if (event.data === 'sync') this.onSync();
    });
    serviceWorker.addEventListener('controllerchange', () => {
      if (this.taking) location.reload();
    });
    try {
      const registration = await serviceWorker.register(url, { scope: '/thuc-dia', updateViaCache: 'none' });
      this.watch(registration);
      registration.addEventListener('updatefound', () => this.watch(registration));
      addEventListener('visibilitychange', () => {
        if (!document.hidden && navigator.onLine) void registration.update().catch(() => undefined);
      });
    } catch {
      // Without a worker the app works as long as the page is open; the screens need not know.
    }
  }

  private watch(registration: ServiceWorkerRegistration): void {
    const look = (): void => {
      this.waiting = navigator.serviceWorker.controller ? registration.waiting : null;
      this.changed();
    };
    look();
    registration.installing?.addEventListener('statechange', look);
  }

  unfit(): Unfit | null {
    return unfitBrowser(globalThis, navigator.userAgent);
  }

  updateReady(): boolean {
    return this.waiting !== null;
  }

  canInstall(): boolean {
    return this.prompt !== null;
  }

  installed(): boolean {
    return matchMedia('(display-mode: standalone)').matches;
  }

  applyUpdate(): Promise<void> {
    this.taking = true;
    if (this.waiting) this.waiting.postMessage('take-over');
    else location.reload();
    return Promise.resolve();
  }

  async install(): Promise<boolean> {
    const { prompt } = this;
    if (!prompt) return false;
    this.prompt = null;
    await prompt.prompt();
    const { outcome } = await prompt.userChoice;
    this.changed();
    return outcome === 'accepted';
  }

  listen(changed: () => void): void {
    this.changed = changed;
  }
}

/** Asks the browser to wake the app when there is a signal again; where it can. A bonus: nothing relies on it. */
export async function askBackgroundSync(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = (await navigator.serviceWorker.getRegistration('/thuc-dia')) as
    | (ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } })
    | undefined;
  await registration?.sync?.register('hocvuso-push').catch(() => undefined);
}
