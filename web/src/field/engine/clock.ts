// What is known about the server's time. The phone's own clock never orders and never allows anything;
// these are guesses that travel with every operation (docs/sync.md, “An operation”).

/** What of the guess outlives the page. */
export interface Known {
  /** What to add to the phone's clock to have the server's, milliseconds. */
  offset: number;
  /** The server's time of its last answer; 0 when there was none. */
  contact: number;
}

export interface Stamp {
  captured_at: number;
  mono_since_contact: number | null;
  offset_est: number;
  last_contact: number;
}

/** From this on, a clock is called wrong on the screen: 5 minutes. */
const WRONG = 300_000;

/** By so much the two clocks may drift apart in a page that is awake, milliseconds. */
const SLEPT = 2000;

export class Clock {
  /** The moment of the last answer by the monotonic clock, and how far the phone's clock was ahead of that clock then. */
  private anchor: { mono: number; ahead: number } | null = null;

  constructor(
    private known: Known = { offset: 0, contact: 0 },
    private readonly wall: () => number = () => Date.now(),
    /** Milliseconds that nobody sets, from some beginning in this page. */
    private readonly mono: () => number = () => performance.now(),
  ) {}

  /**
   * Takes in an answer: when its request left and when its first line came, by the monotonic clock.
   * The server looked at its clock somewhere between: half the way is assumed to be the way back. How long the rest of the
   * answer took on a thin line says nothing about the time.
   */
  heard(serverTime: number, sentAt: number, heardAt: number = this.mono()): Known {
    const half = Math.max(0, heardAt - sentAt) / 2;
    const since = this.mono() - heardAt;
    this.known = { offset: Math.round(serverTime + half + since - this.wall()), contact: serverTime };
    this.anchor = { mono: heardAt - half, ahead: this.wall() - this.mono() };
    return this.known;
  }

  /**
   * The phone was asleep, or may have been: the monotonic clock stands still meanwhile. When the other one went on without it,
   * only that one is left to tell the time until the next answer.
   */
  woke(): void {
    if (this.anchor !== null && this.wall() - this.mono() - this.anchor.ahead > SLEPT) this.anchor = null;
  }

  /** What goes with an operation that is tapped now. */
  stamp(): Stamp {
    return {
      captured_at: this.wall(),
      mono_since_contact: this.anchor === null ? null : Math.max(0, Math.round(this.mono() - this.anchor.mono)),
      offset_est: this.known.offset,
      last_contact: this.known.contact,
    };
  }

  /** The best guess of the server's time now. Within a page that had contact it follows the clock that nobody sets. */
  now(): number {
    if (this.anchor !== null) return Math.round(this.known.contact + this.mono() - this.anchor.mono);
    return this.wall() + this.known.offset;
  }

  /** How far the phone's clock is off, milliseconds to add; 0 while it is near enough or nothing is known. */
  off(): number {
    return this.known.contact > 0 && Math.abs(this.known.offset) > WRONG ? this.known.offset : 0;
  }

  monotonic(): number {
    return this.mono();
  }
}
