// A lesson one step a screen, and how far somebody is, kept on this device alone.

const KEY = 'hv.learn';

interface Progress {
  /** The step last looked at, from 1. */
  at: number;
  /** The title, to be offered again. */
  title: string;
  /** When the last step was reached, in milliseconds; 0 while it was not. */
  done: number;
  /** When it was last looked at. */
  seen: number;
}

type Kept = Record<string, Progress>;

/** What this device remembers; nothing where it remembers nothing. */
export function kept(): Kept {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof read === 'object' && read !== null ? (read as Kept) : {};
  } catch {
    return {};
  }
}

function keep(id: string, step: number, title: string, done: boolean): void {
  const all = kept();
  const now = Date.now();
  all[id] = { at: step, title, done: done ? now : (all[id]?.done ?? 0), seen: now };
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // A device that keeps nothing still shows the lesson.
  }
}

const SEEN = 'hv.seen';

/** Ids of guides and videos that were opened on this device. */
function seen(): string[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(SEEN) ?? '[]');
    return Array.isArray(read) ? read.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** Remembers that a guide was opened: it has no steps to come to an end of. */
function see(id: string): void {
  const all = seen();
  if (all.includes(id)) return;
  try {
    localStorage.setItem(SEEN, JSON.stringify([...all, id]));
  } catch {
    // A device that keeps nothing still shows the guide.
  }
}

/** Everything that was finished on this device. */
function finished(): Set<string> {
  const lessons = Object.entries(kept()).filter(([, one]) => one.done > 0);
  return new Set([...seen(), ...lessons.map(([id]) => id)]);
}

/** Shows one step at a time; the address carries the step, so that the device's own way back works. */
export function startLesson(): void {
  const lesson = document.querySelector<HTMLElement>('[data-lesson], [data-stage]');
  const nav = lesson?.querySelector<HTMLElement>('[data-step-nav]');
  if (!lesson || !nav) return;
  const steps = [...lesson.querySelectorAll<HTMLElement>('[data-step]')];
  const back = nav.querySelector<HTMLAnchorElement>('[data-step-back]');
  const next = nav.querySelector<HTMLAnchorElement>('[data-step-next]');
  const bar = nav.querySelector('progress');
  const title = lesson.querySelector('h1')?.textContent ?? '';
  const id = lesson.dataset['lesson'];
  if (steps.length < 2 || !back || !next || !bar) return;

  const asked = (): number => {
    const at = Number(/^#buoc-(\d+)$/.exec(location.hash)?.[1] ?? '1');
    return Math.min(Math.max(at, 1), steps.length);
  };
  const show = (at: number, move: boolean): void => {
    steps.forEach((step, place) => {
      step.hidden = place + 1 !== at;
    });
    lesson.dataset['at'] = String(at);
    back.hidden = at === 1;
    next.hidden = at === steps.length;
    back.href = `#buoc-${at - 1}`;
    next.href = `#buoc-${at + 1}`;
    bar.value = at;
    // A helper who shows it to a class learns nothing for themselves.
    if (id !== undefined) keep(id, at, title, at === steps.length);
    if (!move) return;
    dispatchEvent(new Event('hv:step'));
    scrollTo(0, at === 1 ? 0 : lesson.offsetTop);
    steps[at - 1]?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
  };
  lesson.classList.add('by-step');
  nav.hidden = false;
  show(asked(), location.hash !== '');
  addEventListener('hashchange', () => show(asked(), true));
  if (id === undefined) stage(lesson, back, next);
}

/** Keys of a keyboard or a presenter's remote turn the steps, and the whole screen can be taken. */
function stage(room: HTMLElement, back: HTMLElement, next: HTMLElement): void {
  addEventListener('keydown', (event) => {
    if (event.target instanceof Element && event.target.closest('input, button, summary, a')) return;
    const way = ['ArrowRight', 'PageDown'].includes(event.key) ? next : ['ArrowLeft', 'PageUp'].includes(event.key) ? back : null;
    if (way === null || way.hidden) return;
    event.preventDefault();
    way.click();
  });
  const full = room.querySelector<HTMLButtonElement>('[data-full]');
  if (!full || !document.fullscreenEnabled) return;
  full.hidden = false;
  full.addEventListener('click', () => void (document.fullscreenElement ? document.exitFullscreen() : room.requestFullscreen()));
}

/** On lists: which lessons were read to the end, and the one that was begun. */
export function startProgress(): void {
  const guide = document.querySelector<HTMLElement>('[data-seen]')?.dataset['seen'];
  if (guide) see(guide);
  const all = kept();
  const done = finished();
  for (const row of document.querySelectorAll<HTMLElement>('[data-item]')) {
    const mark = row.querySelector<HTMLElement>('[data-item-done]');
    if (mark && done.has(row.dataset['item'] ?? '')) mark.hidden = false;
  }
  for (const card of document.querySelectorAll<HTMLElement>('[data-course-items]')) {
    count(card, (card.dataset['courseItems'] ?? '').split(' '), done);
  }
  const course = document.querySelector<HTMLElement>('[data-course]');
  if (course) goOn(course, done);
  const claim = document.querySelector<HTMLFormElement>('[data-progress-form]');
  if (claim) fillClaim(claim);
  const resume = document.querySelector<HTMLElement>('[data-resume]');
  const link = resume?.querySelector<HTMLAnchorElement>('[data-resume-link]');
  if (!resume || !link) return;
  const begun = Object.entries(all)
    .filter(([id, one]) => /^[a-z0-9-]+$/.test(id) && one.done === 0 && one.at > 1)
    .sort((a, b) => b[1].seen - a[1].seen)[0];
  if (begun === undefined) return;
  link.href = `/hoc/${begun[0]}${location.search}#buoc-${begun[1].at}`;
  link.textContent = begun[1].title;
  resume.hidden = false;
}

/** Says how many of these were finished, once any was. */
function count(box: HTMLElement, ids: string[], done: Set<string>): void {
  const have = ids.filter((id) => done.has(id)).length;
  const line = box.querySelector<HTMLElement>('[data-course-done]');
  const number = line?.querySelector('[data-course-count]');
  if (!line || !number || have === 0) return;
  number.textContent = `${have}/${ids.length}`;
  const bar = line.querySelector('progress');
  if (bar) bar.value = have;
  line.hidden = false;
}

/** On a course: its great button leads to the first item that is not finished. */
function goOn(course: HTMLElement, done: Set<string>): void {
  const rows = [...course.querySelectorAll<HTMLElement>('[data-item]')];
  const ids = rows.map((row) => row.dataset['item'] ?? '');
  count(course, ids, done);
  const button = course.querySelector<HTMLAnchorElement>('[data-course-next]');
  const title = course.querySelector<HTMLElement>('[data-course-next-title]');
  const words = button?.querySelector('span');
  if (!button || !title || !words || !ids.some((id) => done.has(id))) return;
  const link = rows.find((_, at) => !done.has(ids[at] ?? ''))?.querySelector('a');
  if (link) {
    button.href = link.href;
    words.textContent = button.dataset['on'] ?? '';
    title.textContent = link.textContent;
    return;
  }
  button.hidden = title.hidden = true;
  const all = course.querySelector<HTMLElement>('[data-course-all]');
  if (all) all.hidden = false;
}

/** On the page of a claim: the finished lessons of this device, to be ticked. */
function fillClaim(form: HTMLFormElement): void {
  const list = form.querySelector<HTMLElement>('[data-progress-list]');
  const row = form.querySelector<HTMLTemplateElement>('[data-progress-row]');
  if (!list || !row) return;
  const there = [...list.querySelectorAll('input')].map((box) => box.value.split(':')[0]);
  for (const [id, one] of Object.entries(kept())) {
    if (!/^[a-z0-9-]+$/.test(id) || one.done <= 0 || there.includes(id)) continue;
    const copy = row.content.cloneNode(true) as DocumentFragment;
    const box = copy.querySelector('input');
    const words = copy.querySelector('span');
    if (!box || !words) return;
    box.value = `${id}:${Math.round(one.done)}`;
    // After a refused form what was not ticked stays so.
    box.checked = there.length === 0;
    words.textContent = one.title;
    list.append(copy);
  }
  form.hidden = list.childElementCount === 0;
  const none = document.querySelector<HTMLElement>('[data-progress-none]');
  if (none) none.hidden = !form.hidden;
}
