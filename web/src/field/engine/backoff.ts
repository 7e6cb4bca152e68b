// When to try again, and how much at once.

const FIRST = 1000;
const LONGEST = 300_000;

/** Full jitter: anything up to a bound that doubles from 1 s to 5 min. `failures` counts from 1, `chance` is in [0, 1). */
export function pause(failures: number, chance: number): number {
  const bound = Math.min(LONGEST, FIRST * 2 ** Math.min(Math.max(0, failures - 1), 20));
  return Math.round(chance * bound);
}

/** What `Retry-After` asks for in milliseconds: seconds or a date; at most an hour, null when it says nothing. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(0, wait), 3_600_000) : null;
}

/** How many operations go in one batch: halved when one was too large, grown back by each that passed. */
export class Batch {
  private now: number;

  constructor(private most: number) {
    this.now = most;
  }

  get size(): number {
    return this.now;
  }

  limit(most: number): void {
    this.most = Math.max(1, most);
    this.now = Math.min(this.now, this.most);
  }

  /** A batch of `sent` was too large. Answers false when there was only one: nothing is left to halve. */
  halve(sent: number): boolean {
    if (sent <= 1) return false;
    this.now = Math.max(1, Math.floor(sent / 2));
    return true;
  }

  passed(): void {
    this.now = Math.min(this.most, this.now * 2);
  }
}

// ---------------------------------------------------------------- PINs

/** Wrong PINs before the rosters are wiped. */
export const TRIES = 10;

/** How long no PIN is tried after so many wrong ones, milliseconds. */
export function pinPause(wrong: number): number {
  if (wrong < 3) return 0;
  const steps = [5_000, 15_000, 60_000, 300_000, 900_000, 1_800_000];
  return steps[wrong - 3] ?? 3_600_000;
}

/** Why a new PIN is not taken, or null. */
export function pinFault(pin: string, least: number): 'pin_digits' | 'pin_short' | 'pin_easy' | null {
  if (!/^\d*$/.test(pin)) return 'pin_digits';
  if (pin.length < Math.max(4, least)) return 'pin_short';
  const steps = [...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at]));
  if (steps.every((step) => step === 0) || steps.every((step) => step === 1) || steps.every((step) => step === -1)) return 'pin_easy';
  return null;
}
