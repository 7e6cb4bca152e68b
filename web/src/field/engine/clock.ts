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

export class Clock {
  private anchor: number | null = null;

  constructor(
    private known: Known = { offset: 0, contact: 0 },
    private readonly wall: () => number = () => Date.now(),
    /** Milliseconds that nobody sets, from some beginning in this page. */
    private readonly mono: () => number = () => performance.now(),
  ) {}

  /**
   * Takes in an answer: `sentAt` by the monotonic clock when its request left, just now it came.
   * The server looked at its clock somewhere between: half the way is assumed to be the way back.
   */
  heard(serverTime: number, sentAt: number): Known {
    const half = Math.max(0, this.mono() - sentAt) / 2;
    this.known = { offset: Math.round(serverTime + half - this.wall()), contact: serverTime };
    this.anchor = this.mono() - half;
    return this.known;
  }

  /** What goes with an operation that is tapped now. */
  stamp(): Stamp {
    return {
      captured_at: this.wall(),
      mono_since_contact: this.anchor === null ? null : Math.max(0, Math.round(this.mono() - this.anchor)),
      offset_est: this.known.offset,
      last_contact: this.known.contact,
    };
  }

  /** The best guess of the server's time now. Within a page that had contact it follows the clock that nobody sets. */
  now(): number {
    if (this.anchor !== null) return Math.round(this.known.contact + this.mono() - this.anchor);
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
