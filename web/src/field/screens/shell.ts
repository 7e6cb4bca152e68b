// The frame of every screen and the way between them: a bar with the way back, one task, the line about what is still on the phone.
import type { ChangeTopic, Field, Status } from '../engine/api';
import { h, icon, refill, type Inside } from './dom';
import { clock, speak, t } from './words';

/** What a screen may be drawn again for: a change of the engine, or of the lessons on this phone. */
export type Topic = ChangeTopic | 'shelf';

/** What stands on the screen. */
export interface Screen {
  /** The words of the bar: what one does here. */
  title: string;
  body: Inside;
  /** Draws the screen anew when one of these changed; screens that are being filled in leave it out. */
  live?: Topic[];
  /** Told of changes by screens that mend themselves. */
  changed?: (what: ReadonlySet<Topic>) => void;
  /** Called once, when the screen is left. */
  left?: () => void;
  /** Where focus goes instead of the title. */
  focus?: HTMLElement;
  /** What stands at the end of the bar. */
  tool?: HTMLElement;
  /** True where there is nothing to go back to. */
  root?: boolean;
}

/** Draws a screen for the rest of its address. */
export type Route = (rest: string[], query: URLSearchParams) => Screen;

/** What was just saved, to be said on the next screen. */
export interface Flash {
  kind: 'good' | 'warn' | 'bad' | 'info';
  title: string;
  text?: string;
  action?: { label: string; run: () => void };
}

const NOTICE_ICON = { good: 'good', warn: 'near', bad: 'late', info: 'info' };

let field: Field;
let routes: Record<string, Route> = {};
let gate: (status: Status) => Screen | null = () => null;
let free: ReadonlySet<string> = new Set();
let shown: Screen | undefined;
let shownKey = '';
let shownDoor: Door = 'gate';
let shownOpen = false;
let flash: Flash | undefined;
let due = new Set<Topic>();
let drawing = false;

const back = h('button', { class: 'f-back', type: 'button', onclick: () => goBack() });
const title = h('h1', { class: 'f-title', tabindex: -1 });
const menu = h('a', { class: 'f-menu', href: '#/cai-dat' });
const tools = h('div', { class: 'f-tools' });
const main = h('main', { id: 'main', class: 'f-main' });
const strip = h('a', { class: 'f-strip', href: '#/may' });
const spokenLine = h('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
const skip = h('a', { class: 'skip', href: '#main' });

/** Says a line to screen readers. */
export function announce(text: string): void {
  spokenLine.textContent = '';
  setTimeout(() => {
    spokenLine.textContent = text;
  }, 50);
}

/** A notice with its icon: word, icon, colour. */
export function notice(kind: Flash['kind'], heading: string, ...inside: Inside[]): HTMLElement {
  return h('div', { class: `notice ${kind}` }, icon(NOTICE_ICON[kind]), h('div', null, h('h2', null, heading), inside));
}

// ---------------------------------------------------------------- moving

interface Place {
  at: number;
}

function here(): number {
  return (history.state as Place | null)?.at ?? 0;
}

let lastAt = 0;
let fresh = false;

/** Whether this screen was opened by going forward; false when it was come back to or drawn again. */
export function isFresh(): boolean {
  return fresh;
}

/** The address without `#`: "/giup/2?who=…". */
export function address(): string {
  return location.hash.replace(/^#/, '') || '/';
}

/** How many screens lie behind this one. */
export function depth(): number {
  return here();
}

/** Goes to a screen; the phone's back button comes back from it. */
export function go(path: string): void {
  lastAt = here() + 1;
  history.pushState({ at: lastAt } satisfies Place, '', `#${path}`);
  fresh = true;
  draw();
  fresh = false;
}

/** Goes to a screen in the place of this one. */
export function swap(path: string): void {
  history.replaceState({ at: here() } satisfies Place, '', `#${path}`);
  fresh = true;
  draw();
  fresh = false;
}

/** One screen back; from the first one to the start. */
export function goBack(): void {
  if (here() > 0) history.back();
  else swap('/');
}

/** Back to the screen that had `at` behind it, saying `said` there. */
export function returnTo(at: number, said: Flash): void {
  const steps = here() - at;
  if (at < 0) {
    // The task was the first thing opened: there is nothing behind it.
    const home = (): void => {
      removeEventListener('popstate', home);
      flash = said;
      swap('/');
    };
    if (here() === 0) home();
    else {
      addEventListener('popstate', home);
      history.go(-here());
    }
    return;
  }
  flash = said;
  if (steps > 0) history.go(-steps);
  else draw();
}

/** Says something at the top of this screen, now. */
export function sayHere(said: Flash): void {
  flash = said;
  showFlash();
}

// ---------------------------------------------------------------- drawing

function flashNode(said: Flash): HTMLElement {
  const box = notice(
    said.kind,
    said.title,
    said.text !== undefined && h('p', null, said.text),
    said.action !== undefined &&
      h('button', { class: 'button quiet', type: 'button', onclick: () => (box.remove(), said.action?.run()) }, icon('undo'), said.action.label),
  );
  box.classList.add('f-flash');
  box.dataset['flash'] = said.kind;
  return box;
}

function showFlash(): void {
  if (flash === undefined) return;
  main.querySelector('.f-flash')?.remove();
  main.prepend(flashNode(flash));
  announce(`${flash.title}. ${flash.text ?? ''}`);
  scrollTo(0, 0);
  flash = undefined;
}

function drawStrip(status: Status, gated: boolean): void {
  const { counts } = status;
  const waiting = counts.pending + counts.inFlight + counts.setAside + counts.deferred + counts.photos;
  const refused = counts.rejected;
  let kind = 'done';
  let picture = 'good';
  let text = t('status.none');
  if (refused > 0) [kind, picture, text] = ['refused', 'late', t('status.refused', { n: refused })];
  else if (status.busy && counts.inFlight > 0) [kind, picture, text] = ['sending', 'upload', t('status.sending', { n: waiting })];
  else if (waiting > 0) [kind, picture, text] = ['waiting', 'mobile', t('status.waiting', { n: waiting })];
  else if (status.lastContact > 0) text = t('status.sent', { time: clock(status.lastContact) });
  const open = status.stage.at === 'open';
  strip.hidden = !open && waiting === 0;
  strip.className = `f-strip ${kind}`;
  strip.dataset['waiting'] = String(waiting);
  const leads = open && !gated;
  if (leads) strip.setAttribute('href', '#/may');
  else strip.removeAttribute('href');
  refill(strip, icon(picture), h('span', { class: 'f-strip-text' }, text), leads && icon('right'));
}

function match(path: string): Screen | null {
  const [where, question] = path.split('?');
  const parts = (where ?? '').split('/').filter((part) => part !== '').map(decodeURIComponent);
  const route = routes[parts[0] ?? ''];
  return route === undefined ? null : route(parts.slice(1), new URLSearchParams(question ?? ''));
}

/** `gate`: what stands before the work; `public`: what needs no PIN, whoever holds the phone; `work`: everything else. */
type Door = 'gate' | 'public' | 'work';

/** The screen that stands before the one that was asked for, if any. */
function before(status: Status): { door: Door; locked: Screen | null } {
  const { at } = status.stage;
  const wanted = address().split(/[/?]/)[1] ?? '';
  if (free.has(wanted) && at !== 'starting' && at !== 'unfit') return { door: 'public', locked: null };
  const locked = gate(status);
  return { door: locked === null ? 'work' : 'gate', locked };
}

/** The element that had focus, found again after the screen was drawn anew. */
function focusMark(): (() => void) | undefined {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !main.contains(active)) return undefined;
  const key = active.dataset['key'] ?? active.getAttribute('href');
  if (key === null) return undefined;
  return () => {
    const again = [...main.querySelectorAll<HTMLElement>('[data-key], [href]')].find((one) => (one.dataset['key'] ?? one.getAttribute('href')) === key);
    again?.focus({ preventScroll: true });
  };
}

function place(screen: Screen, anew: boolean): void {
  const refocus = anew ? undefined : focusMark();
  const scrolled = scrollY;
  const standing = anew ? null : main.querySelector('.f-flash');
  if (anew) shown?.left?.();
  shown = screen;
  refill(main, screen.body);
  if (standing !== null) main.prepend(standing);
  title.textContent = screen.title;
  const alone = screen.root === true;
  back.hidden = alone;
  refill(tools, screen.tool);
  menu.hidden = !alone || !shownOpen;
  document.title = `${main.querySelector('[aria-invalid="true"]') === null ? '' : t('error.prefix')}${screen.title} – ${t('app')}`;
  if (!anew) {
    refocus?.();
    scrollTo(0, scrolled);
    return;
  }
  scrollTo(0, 0);
  (screen.focus ?? title).focus({ preventScroll: true });
  showFlash();
}

/** Draws the screen of the present address, or the one that stands before it (sign-in, PIN …). */
export function draw(): void {
  const status = field.status();
  document.documentElement.lang = status.lang;
  speak(status.lang);
  const { door, locked } = before(status);
  const stage = status.stage.at === 'open' ? `open${status.stage.me.account}${status.stage.me.live}` : status.stage.at;
  const where = `${address()} ${here()} ${status.lang}`;
  const key = locked !== null ? `gate ${stage} ${status.lang} ${locked.title}` : door === 'public' ? `public ${where}` : `${stage} ${where}`;
  const screen = locked ?? match(address()) ?? match('/');
  refill(back, icon('left'), h('span', { class: 'unseen' }, t('back')));
  refill(menu, icon('gear'), h('span', { class: 'unseen' }, t('menu')));
  skip.textContent = t('skip-link');
  drawStrip(status, locked !== null);
  shownOpen = locked === null && status.stage.at === 'open';
  if (screen !== null) place(screen, key !== shownKey);
  shownKey = key;
  shownDoor = door;
}

/** Tells the screen what changed; it is drawn again with the next picture. */
export function changed(what: ReadonlySet<Topic>): void {
  for (const one of what) due.add(one);
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    const now = due;
    due = new Set();
    const status = field.status();
    const { door, locked } = before(status);
    drawStrip(status, locked !== null);
    if (door !== shownDoor || status.lang !== document.documentElement.lang) {
      draw();
      return;
    }
    if (locked !== null) {
      if (shown === undefined || shown.title !== locked.title || shown.live?.some((one) => now.has(one)) === true) draw();
      return;
    }
    shown?.changed?.(now);
    if (shown?.live?.some((one) => now.has(one)) === true) draw();
  });
}

/** Builds the frame and begins. Addresses that begin with one of `unlocked` need no PIN. */
export function startShell(engine: Field, table: Record<string, Route>, first: (status: Status) => Screen | null, unlocked: readonly string[]): void {
  field = engine;
  routes = table;
  gate = first;
  free = new Set(unlocked);
  document.body.classList.add('f-app');
  for (const old of document.querySelectorAll('body > :not(noscript):not(template):not(script)')) old.remove();
  document.body.append(skip, h('header', { class: 'f-top' }, back, title, tools, menu), main, h('footer', { class: 'f-foot' }, strip), spokenLine);
  skip.addEventListener('click', (event) => {
    event.preventDefault();
    main.querySelector<HTMLElement>('button, a, input, [tabindex]')?.focus();
  });
  history.scrollRestoration = 'manual';
  if ((history.state as Place | null)?.at === undefined) history.replaceState({ at: 0 } satisfies Place, '');
  lastAt = here();
  addEventListener('popstate', () => {
    fresh = (history.state as Place | null)?.at === undefined;
    // A link in the page: the browser made the entry, it only needs its number.
    if (fresh) history.replaceState({ at: lastAt + 1 } satisfies Place, '');
    lastAt = here();
    draw();
    fresh = false;
  });
  field.subscribe(changed);
  draw();
}
