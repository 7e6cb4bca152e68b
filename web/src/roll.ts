// Attendance. A tap shows at once and is kept in memory until the server has answered for it: one after
// another for the same person, a few people at a time, again and again while the network is away.

import { word } from './words';

type State = 'present' | 'late' | 'absent' | 'none';

interface Tap {
  readonly row: HTMLElement;
  readonly action: string;
  readonly body: URLSearchParams;
  readonly state: State;
  tries: number;
}

interface Answer {
  state?: State;
  label?: string;
  by?: string;
  at?: string;
  present?: number;
  total?: number;
  error?: string;
}

const AT_ONCE = 4; // requests under way together
const PATIENCE = 20_000; // milliseconds until a silent request counts as lost
const ICONS: Record<State, string> = { present: 'check', late: 'clock', absent: 'cross', none: 'none' };

/** A UUIDv7, so that the server can know a tap that it is sent twice. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Milliseconds before the next try: doubling to half a minute, with full jitter above half a second. */
function pause(tries: number): number {
  return 500 + Math.random() * Math.min(30_000, 1000 * 2 ** Math.min(tries, 5));
}

class Roll {
  private readonly waiting: Tap[] = [];
  private readonly busy = new Set<HTMLElement>();
  private readonly offset: number;
  private timer: number | undefined;
  private failing = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly list: HTMLElement,
  ) {
    this.offset = Number(this.part('present')?.textContent ?? '0') - this.marked();
    list.addEventListener('submit', (event) => this.take(event));
    addEventListener('online', () => this.hurry());
    document.addEventListener('visibilitychange', () => this.hurry());
    addEventListener('beforeunload', (event) => {
      if (this.waiting.length === 0) return;
      event.preventDefault();
      event.returnValue = true;
    });
  }

  private part(name: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-roll-${name}]`);
  }

  /** People here: on time or late. */
  private marked(): number {
    return this.list.querySelectorAll('[data-state="present"], [data-state="late"]').length;
  }

  private take(event: SubmitEvent): void {
    const form = event.target;
    const button = event.submitter;
    if (!(form instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement)) return;
    const row = form.closest<HTMLElement>('.tap');
    if (row === null) return;
    event.preventDefault();
    const panel = row.querySelector<HTMLDetailsElement>('.tap-more');
    // A second tap on a name never takes a mark back: it opens the choices.
    if (button.classList.contains('tap-main') && row.dataset['state'] !== 'none') {
      if (panel) panel.open = true;
      return;
    }
    if (panel?.open) {
      panel.open = false;
      panel.querySelector('summary')?.focus();
    }
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
    body.append(button.name, button.value);
    body.append('tap', newId());
    const state = button.value as State;
    if (row.dataset['sure'] === undefined) row.dataset['sure'] = row.dataset['state'] ?? 'none';
    this.waiting.push({ row, action: form.action, body, state, tries: 0 });
    this.show(row, state, this.list.dataset[state] ?? state, '');
    row.dataset['save'] = 'saving';
    this.tell();
    this.send();
  }

  private show(row: HTMLElement, state: State, label: string, note: string): void {
    row.dataset['state'] = state;
    const text = row.querySelector('.tap-state');
    if (text) text.textContent = label;
    this.note(row, note);
    const use = row.querySelector('.tap-mark use');
    use?.setAttribute('href', (use.getAttribute('href') ?? '').replace(/#.*$/, `#${ICONS[state]}`));
  }

  private note(row: HTMLElement, text: string): void {
    const by = row.querySelector('.tap-by');
    if (by) by.textContent = text;
  }

  /** Sends what may go now: the oldest tap of each person, a few at a time. */
  private send(): void {
    for (const tap of this.waiting) {
      if (this.busy.size >= AT_ONCE) return;
      if (this.busy.has(tap.row)) continue;
      if (this.waiting.find((one) => one.row === tap.row) !== tap) continue;
      void this.carry(tap);
    }
  }

  private async carry(tap: Tap): Promise<void> {
    this.busy.add(tap.row);
    const answer = await this.post(tap);
    this.busy.delete(tap.row);
    if (answer === undefined) {
      tap.tries += 1;
      tap.row.dataset['save'] = 'failed';
      this.note(tap.row, word('waiting'));
      this.failing = true;
      this.tell();
      this.later(pause(tap.tries));
      return;
    }
    this.waiting.splice(this.waiting.indexOf(tap), 1);
    this.failing = this.waiting.some((one) => one.tries > 0);
    this.settle(tap, answer);
    this.send();
  }

  /** The server's answer, or nothing when it cannot be known whether the tap arrived. */
  private async post(tap: Tap): Promise<Answer | undefined> {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const response = await fetch(tap.action, {
        method: 'POST',
        body: tap.body,
        headers: { 'X-Requested-With': 'fetch', Accept: 'application/json' },
        signal: stop.signal,
      });
      if (response.status >= 500 || response.status === 429 || response.status === 408) return undefined;
      const answer = (await response.json()) as Answer;
      return answer.error !== undefined || (response.ok && answer.state !== undefined) ? answer : undefined;
    } catch {
      return undefined;
    } finally {
      clearTimeout(clock);
    }
  }

  private settle(tap: Tap, answer: Answer): void {
    const { row } = tap;
    const more = this.waiting.some((one) => one.row === row);
    if (answer.error !== undefined) {
      delete row.dataset['save'];
      const sure = (row.dataset['sure'] ?? 'none') as State;
      if (!more) this.show(row, sure, this.list.dataset[sure] ?? sure, '');
      this.tell(word('refused', { text: answer.error }));
      return;
    }
    const state = answer.state ?? tap.state;
    row.dataset['sure'] = state;
    if (!more) {
      const note = [answer.at, answer.by].filter(Boolean).join(' · ');
      this.show(row, state, answer.label ?? this.list.dataset[state] ?? state, note);
      row.dataset['save'] = 'saved';
    }
    if (this.waiting.length === 0 && answer.total !== undefined) {
      const total = this.part('total');
      if (total) total.textContent = String(answer.total);
    }
    this.tell(undefined, this.waiting.length === 0 ? answer.present : undefined);
  }

  /** Brings counter, bar and the word about saving up to date. */
  private tell(refusal?: string, present: number = this.offset + this.marked()): void {
    const count = this.part('present');
    if (count) count.textContent = String(present);
    const bar = this.root.querySelector('progress');
    if (bar) bar.value = present;
    const save = this.part('save');
    if (save === null) return;
    const open = this.waiting.length;
    const kind = refusal !== undefined || this.failing ? 'failed' : open > 0 ? 'saving' : 'saved';
    save.dataset['save'] = kind;
    save.textContent = refusal ?? word(kind === 'saving' && open > 1 ? 'savingMany' : kind, { n: open });
  }

  private later(wait: number): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.send();
    }, wait);
  }

  private hurry(): void {
    if (document.hidden || this.waiting.length === 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.send();
  }
}

/** Takes over every list of attendance on the page; without it each row is a form of its own. */
export function startRoll(): void {
  for (const root of document.querySelectorAll<HTMLElement>('[data-roll]')) {
    const list = root.querySelector<HTMLElement>('.roll');
    if (list) new Roll(root, list);
  }
}
