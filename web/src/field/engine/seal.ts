// Sealing: everything about people is AES-256-GCM under a random key of the box. That key is wrapped by the PIN
// (PBKDF2-SHA-256) and by the recovery key that the server tells its signed-in owner (docs/sync.md, enrolment).

import { type Bytes, random, text, unhex, utf8 } from './bytes';

export interface Sealed {
  iv: Bytes;
  data: ArrayBuffer;
}

/** How a key was made from a PIN. */
export interface Wrap {
  salt: Bytes;
  rounds: number;
  sealed: Sealed;
}

const FEWEST_ROUNDS = 120_000;
const MOST_ROUNDS = 1_200_000;
/** How long one try should take on this phone, milliseconds. */
const TRY = 600;

const aes = (iv: Bytes, about: string): AesGcmParams => ({ name: 'AES-GCM', iv, additionalData: utf8(about) });

async function stretch(pin: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveKey']);
  const how: Pbkdf2Params = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** As many rounds as this phone does in about 0.6 s, within bounds. */
export async function measureRounds(clock: () => number): Promise<number> {
  const began = clock();
  await stretch('0000', random(16), 40_000);
  const took = Math.max(1, clock() - began);
  return Math.round(Math.min(MOST_ROUNDS, Math.max(FEWEST_ROUNDS, (40_000 * TRY) / took)));
}

async function encrypt(key: CryptoKey, bytes: BufferSource, about: string): Promise<Sealed> {
  const iv = random(12);
  return { iv, data: await crypto.subtle.encrypt(aes(iv, about), key, bytes) };
}

const decrypt = (key: CryptoKey, sealed: Sealed, about: string): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt(aes(sealed.iv, about), key, sealed.data);

const importKey = (raw: BufferSource): Promise<CryptoKey> => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

/** The key of an open box; only this module ever holds its bytes. */
export class Box {
  private constructor(
    private readonly key: CryptoKey,
    private readonly name: string,
  ) {}

  /** Seals a value as JSON; `about` names its place, so that nothing can be moved to another. */
  async seal(value: unknown, about: string): Promise<Sealed> {
    return encrypt(this.key, utf8(JSON.stringify(value)), `${this.name}/${about}`);
  }

  /** Throws when it was sealed under another key or for another place. */
  async open(sealed: Sealed, about: string): Promise<unknown> {
    return JSON.parse(text(await decrypt(this.key, sealed, `${this.name}/${about}`)));
  }

  sealBytes(bytes: Bytes, about: string): Promise<Sealed> {
    return encrypt(this.key, bytes, `${this.name}/${about}`);
  }

  async openBytes(sealed: Sealed, about: string): Promise<Bytes> {
    return new Uint8Array(await decrypt(this.key, sealed, `${this.name}/${about}`));
  }

  /** A new box, wrapped by a PIN and, when there is one, by the recovery key. */
  static async make(name: string, pin: string, recovery: string | null, rounds: number): Promise<{ box: Box; pin: Wrap; recovery: Sealed | null }> {
    const raw = random(32);
    const wraps = await this.wrap(name, raw, pin, recovery, rounds);
    const box = new Box(await importKey(raw), name);
    raw.fill(0);
    return { box, ...wraps };
  }

  private static async wrap(name: string, raw: Bytes, pin: string, recovery: string | null, rounds: number) {
    const salt = random(16);
    const byPin = await encrypt(await stretch(pin, salt, rounds), raw, `${name}/pin`);
    const key = recovery === null ? null : unhex(recovery);
    const byRecovery = key && key.length === 32 ? await encrypt(await importKey(key), raw, `${name}/recovery`) : null;
    return { pin: { salt, rounds, sealed: byPin } satisfies Wrap, recovery: byRecovery };
  }

  /** Opens by PIN; null when it is wrong. */
  static async byPin(name: string, wrap: Wrap, pin: string): Promise<Box | null> {
    const raw = await this.rawByPin(name, wrap, pin);
    return raw && new Box(await importKey(raw), name);
  }

  private static async rawByPin(name: string, wrap: Wrap, pin: string): Promise<Bytes | null> {
    const key = await stretch(pin, wrap.salt, wrap.rounds);
    return decrypt(key, wrap.sealed, `${name}/pin`).then(
      (raw) => new Uint8Array(raw),
      () => null,
    );
  }

  private static async rawByRecovery(name: string, sealed: Sealed | null, recovery: string | null): Promise<Bytes | null> {
    const key = recovery === null ? null : unhex(recovery);
    if (!sealed || !key || key.length !== 32) return null;
    return decrypt(await importKey(key), sealed, `${name}/recovery`).then(
      (raw) => new Uint8Array(raw),
      () => null,
    );
  }

  /** Opens by the recovery key and wraps anew under a new PIN; null when the key is not the box's. */
  static async recover(name: string, sealed: Sealed | null, recovery: string | null, pin: string, rounds: number) {
    const raw = await this.rawByRecovery(name, sealed, recovery);
    if (!raw) return null;
    const wraps = await this.wrap(name, raw, pin, recovery, rounds);
    return { box: new Box(await importKey(raw), name), ...wraps };
  }

  /** Wraps anew under another PIN; null when the old one is wrong. The recovery wrap stays. */
  static async rewrap(name: string, wrap: Wrap, oldPin: string, newPin: string, rounds: number): Promise<Wrap | null> {
    const raw = await this.rawByPin(name, wrap, oldPin);
    return raw && (await this.wrap(name, raw, newPin, null, rounds)).pin;
  }
}
