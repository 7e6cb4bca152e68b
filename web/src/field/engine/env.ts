// What the engine needs of the world around it, so that its rules can be tried without a browser.

export interface Env {
  /** The phone's clock, milliseconds. */
  wall(): number;
  /** Milliseconds that nobody sets. */
  mono(): number;
  /** In [0, 1). */
  chance(): number;
  fetch(path: string, init: RequestInit): Promise<Response>;
  online(): boolean;
  /** Runs `work` unless another tab holds the name; answers whether it ran. */
  alone(name: string, work: () => Promise<void>): Promise<boolean>;
  /** Calls back once after so many milliseconds; the answer takes it back. */
  later(ms: number, work: () => void): () => void;
  /** Packs with gzip; null when the browser can't. */
  pack(text: string): Promise<Uint8Array<ArrayBuffer> | null>;
  estimate(): Promise<{ used: number | null; quota: number | null }>;
  persisted(): Promise<boolean | null>;
  persist(): Promise<boolean>;
  /** A few bytes kept outside the store, in a place that is thrown away separately. */
  canary: { read(): Canary | null; write(canary: Canary | null): void };
  /** Tells the other tabs; they hear by the callback given to `hear`. */
  tell(message: TabMessage): void;
  hear(listener: (message: TabMessage) => void): void;
  /** `first` takes a language only when none was chosen yet. */
  lang: { read(): 'vi' | 'en'; write(lang: 'vi' | 'en'): void; first(lang: 'vi' | 'en'): void };
  /** What the browser calls itself, in short. */
  agent: string;
}

export interface Canary {
  device: string;
  pending: number;
}

export interface TabMessage {
  box: string;
  what: 'outbox' | 'rows' | 'vault';
}
