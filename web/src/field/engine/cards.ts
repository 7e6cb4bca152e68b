// Learner cards (docs/sync.md, “Cards”): what a scanned text or a typed code is.

import { hex, idOf, unbase64url, utf8, type Bytes } from './bytes';
import type { Key } from './wire';

export type CardFault = 'not_a_card' | 'newer' | 'unknown_key' | 'forged' | 'elsewhere';
export interface Card {
  kid: number;
  commune: string;
  person: string;
  nonce: string;
}

const VERSION = 1;
const BYTES = 42; // version, key, commune, person, nonce

/** Reads the text of a QR code; the faults are checked in the order of `CardFault`. */
export async function readCard(scanned: string, keys: readonly Key[], commune: string): Promise<Card | CardFault> {
  const text = scanned.replace(/^[ \t\n\f\r]+|[ \t\n\f\r]+$/g, '');
  const last = text.lastIndexOf('.');
  const first = text.indexOf('.');
  if (first < 0) return 'not_a_card';
  const prefix = text.slice(0, first);
  const signature = last < 0 ? null : unbase64url(text.slice(last + 1));
  const signed = signature !== null && signature.length === 64;
  if (prefix !== 'HV1') return /^HV\d{1,2}$/.test(prefix) && signed && last > first ? 'newer' : 'not_a_card';
  const payload = last > first ? unbase64url(text.slice(first + 1, last)) : null;
  if (!signed || payload === null || payload.length !== BYTES) return 'not_a_card';
  if (payload[0] !== VERSION) return 'newer';
  const kid = payload[1]!;
  const key = keys.find((one) => one.kid === kid);
  const open = key ? unbase64url(key.public) : null;
  if (!open || open.length !== 32) return 'unknown_key';
  if (!(await verify(open, signature, utf8(text.slice(0, last))))) return 'forged';
  const card = { kid, commune: idOf(payload.subarray(2, 18)), person: idOf(payload.subarray(18, 34)), nonce: hex(payload.subarray(34)) };
  return card.commune === commune ? card : 'elsewhere';
}

/** Null: not tried yet. */
let native: boolean | null = null;

/** Ed25519 by the browser where it can, else by a library. */
export async function verify(key: Bytes, signature: Bytes, message: Bytes, by: 'browser' | 'library' | 'best' = 'best'): Promise<boolean> {
  if (by === 'browser' || (by === 'best' && native !== false)) {
    try {
      const open = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
      const right = await crypto.subtle.verify('Ed25519', open, signature, message);
      native = true;
      return right;
    } catch (fault) {
      // An old browser does not know the name; a new one may dislike the key: the library decides then.
      if (fault instanceof DOMException && fault.name === 'NotSupportedError') native = false;
      if (by === 'browser') throw fault;
    }
  }
  const library = await import('@noble/ed25519');
  try {
    return await library.verifyAsync(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}

// ---------------------------------------------------------------- typed codes

/** No 0, 1, I, L, O, U. A character's value is its place. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;

/** The check character after seven: the sum of value × place over all eight is a multiple of 31. */
function check(seven: string): string | null {
  let sum = 0;
  for (let at = 0; at < seven.length; at += 1) {
    const value = ALPHABET.indexOf(seven[at]!);
    if (value < 0) return null;
    sum += value * (at + 1);
  }
  return ALPHABET[((31 - (sum % 31)) * 4) % 31] ?? null;
}

const TONES: Record<string, string> = { '\u0300': 'F', '\u0301': 'S', '\u0303': 'X', '\u0309': 'R', '\u0323': 'J' };
/** Marks that a Vietnamese keyboard makes of a second letter. */
const DOUBLES: Record<string, (before: string) => string | null> = {
  '\u0302': (before) => (before === '' ? null : before + before.slice(-1)),
  '\u0306': (before) => `${before}W`,
  '\u031b': (before) => `${before.slice(0, -1)}W`,
};

/**
 * The code in what a person typed: small letters, spaces, dots and dashes are fine, and so is what a Vietnamese keyboard makes of
 * the letters (`Đ` for `DD`, `Â` for `AA`, `Á` for `AS`). Null when it is not a code, or was mistyped.
 */
export function typedCode(text: string): string | null {
  let code = '';
  // The tone comes last on the keyboard, wherever it stands in the letter.
  let tone = '';
  for (const char of [...text].slice(0, 64).join('').normalize('NFKD')) {
    if (' -.\u2013\u2014_'.includes(char)) continue;
    if (TONES[char] !== undefined) {
      tone = TONES[char];
      continue;
    }
    const double = DOUBLES[char];
    if (double) {
      const doubled = double(code);
      if (doubled === null) return null;
      code = doubled;
      continue;
    }
    code += tone;
    tone = '';
    code += char === 'đ' || char === 'Đ' ? 'DD' : char >= 'a' && char <= 'z' ? char.toUpperCase() : char;
  }
  code += tone;
  return code.length === LENGTH && check(code.slice(0, LENGTH - 1)) === code[LENGTH - 1] ? code : null;
}
