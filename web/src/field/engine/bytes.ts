// Bytes as text and back, hashes, ids.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => encoder.encode(text) as Bytes;
export const text = (bytes: BufferSource): string => decoder.decode(bytes);

export const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Bytes of hex digits; null when it is none. */
export function unhex(digits: string): Bytes | null {
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return null;
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = parseInt(digits.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}

export function base64(bytes: Uint8Array): string {
  let plain = '';
  for (let at = 0; at < bytes.length; at += 0x2000) plain += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  return btoa(plain);
}

/** Bytes of base64url without padding, strictly: whatever decodes to the same bytes but is written otherwise is refused. */
export function unbase64url(coded: string): Bytes | null {
  if (!/^[\w-]*$/.test(coded) || coded.length % 4 === 1) return null;
  try {
    const bytes = Uint8Array.from(atob(coded.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));
    return base64url(bytes) === coded ? bytes : null;
  } catch {
    return null;
  }
}

export const base64url = (bytes: Uint8Array): string => base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

export async function sha256(bytes: Bytes): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

export const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

/** 16 bytes as an id in small letters. */
export function idOf(bytes: Uint8Array): string {
  const digits = hex(bytes);
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20, 32)].join('-');
}

/** A UUIDv7: 48 bits of milliseconds, then chance. */
export function newId(now: number): string {
  const bytes = random(16);
  let rest = Math.max(0, Math.floor(now));
  for (let at = 5; at >= 0; at -= 1, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return idOf(bytes);
}
