// Attendance: scan a card, type its code, tap a name. Three equal ways, one answer in one place, large enough for a loud hall.
import type { Field, MarkResult, PersonView, Said, SaveResult, ScanResult, Seat, SessionView } from '../engine/api';
import { startReading, type NoCamera, type Reading } from './camera';
import { h, icon, refill } from './dom';
import { fits, isGuest, personAbout, primary, refusal, secondary, sessionAbout, way } from './parts';
import { announce, draw, go, notice, type Screen } from './shell';
import { isQuiet, setQuiet, tell, wakeSound, type Answer } from './sound';
import { clock, day, dayOf, moment, say, t } from './words';

type Way = 'scan' | 'code' | 'names';
const WAYS: { way: Way; icon: string }[] = [
  { way: 'scan', icon: 'camera' },
  { way: 'code', icon: 'keyboard' },
  { way: 'names', icon: 'tap' },
];
const MARK = { present: 'check', late: 'clock', absent: 'cross' } as const;
const RECENT = 5; // names under the camera
const OTHERS = 20; // people of the village that a search brings, who are not in the class
const CODE_LENGTH = 8;
const NOT_IN_CODES = /[^23456789ABCDEFGHJKMNPQRSTVWXYZ]/g;

/** The way that was used last: the next class begins with it. */
let chosen: Way = 'scan';
/** Sessions whose roll was opened although its time is not now: what is marked there waits for an officer. */
const anyway = new Set<string>();

interface Said_ {
  answer: Answer;
  kind: 'good' | 'warn' | 'bad' | 'info' | 'ready';
  icon: string;
  word: string;
  name?: string;
  text?: string;
  undo?: { person: string };
}

/** What a scanned or typed card comes to when nothing was written. */
function refused(result: ScanResult): Said_ | null {
  const no = (word: string, text: string, name?: string): Said_ => ({ answer: 'bad', kind: 'bad', icon: 'late', word, text, ...(name === undefined ? {} : { name }) });
  switch (result.code) {
    case 'ok':
    case 'new':
      return null;
    case 'revoked': {
      const name = result.person?.person.name;
      return no(t('answer.revoked'), name === undefined ? t('answer.revoked-nameless') : t('answer.revoked-why', { name }), name);
    }
    case 'other_commune':
      return no(t('answer.not-ours'), t('answer.not-ours-why'));
    case 'forged':
      return no(t('answer.forged'), t('answer.forged-why'));
    case 'unknown_key':
    case 'newer':
      return no(t('answer.new-key'), t('answer.new-key-why'));
    case 'not_a_card':
      return no(t('answer.other-qr'), t('answer.other-qr-why'));
    case 'mistyped':
      return no(t('answer.code-wrong'), t('answer.code-wrong-why'));
    case 'no_such_code':
      return no(t('answer.code-unknown'), t('answer.code-unknown-why'));
  }
}

/** `held`: made outside the time in which marks are taken. */
function marked(result: MarkResult, said: Said, fresh: boolean, held: boolean): Said_ {
  if (result.code === 'saved') {
    const name = result.person?.person.name;
    if (held) {
      const undo = result.person === null ? {} : { undo: { person: result.person.person.id } };
      return { answer: 'already', kind: 'info', icon: 'seal', word: t('roll.held'), name: name ?? t('answer.stranger'), text: say('roll.said', said), ...undo };
    }
    return {
      answer: 'good',
      kind: said === 'absent' ? 'info' : said === 'late' ? 'warn' : 'good',
      icon: MARK[said],
      word: fresh && name === undefined ? t('answer.new-card') : say('roll.said', said),
      name: name ?? t('answer.stranger'),
      ...(fresh && name === undefined ? { text: t('answer.new-card-why') } : {}),
      ...(result.person === null ? {} : { undo: { person: result.person.person.id } }),
    };
  }
  if (result.code === 'already') {
    return {
      answer: 'already',
      kind: 'warn',
      icon: 'clock',
      word: t('answer.already', { time: clock(result.at) }),
      name: result.person?.person.name ?? '',
      text: result.by === null ? say('roll.said', result.said) : `${say('roll.said', result.said)} · ${result.by}`,
    };
  }
  return { answer: 'bad', kind: 'bad', icon: 'late', word: t('answer.not-saved'), text: refusal(result as SaveResult) ?? '' };
}

class Roll {
  private readonly answerBox = h('div', { class: 'answer ready', role: 'status', 'aria-live': 'assertive', 'data-answer': 'ready' });
  private readonly counter = h('p', { class: 'f-count' });
  private readonly bar = h('progress', { class: 'progress', max: 1, value: 0 });
  private readonly sound = h('button', { class: 'f-sound', type: 'button', 'data-key': 'sound', onclick: () => this.toggleSound() });
  private readonly panel = h('div', { class: 'f-panel' });
  private readonly ways = h('div', { class: 'f-ways', role: 'group' });
  private way: Way = chosen;
  private reading: Reading | undefined;
  private run = 0; // grows with each way that is opened, so that a late camera is let go
  private queue: Promise<void> = Promise.resolve();
  private gone = false;
  private text = '';
  private onlyLeft = false;
  private list: HTMLElement | undefined;
  private rows = new Map<string, HTMLElement>();
  private recent: HTMLElement | undefined;

  constructor(
    private readonly field: Field,
    private readonly id: string,
  ) {}

  screen(): Screen {
    const view = this.field.session(this.id);
    if (view === null) {
      return { title: t('roll.title'), body: h('div', { class: 'page narrow' }, h('p', null, t('roll.gone')), primary(t('home'), () => go('/'))) };
    }
    if (view.roll !== 'open' && !anyway.has(this.id)) return this.shut(view, view.roll);
    this.ways.setAttribute('aria-label', t('roll.ways'));
    this.bar.setAttribute('aria-label', t('roll.present'));
    const other = view.session.day !== dayOf(this.field.now());
    this.count();
    this.drawSound();
    this.open(this.way);
    return {
      title: view.session.title,
      tool: this.sound,
      left: () => this.close(),
      changed: (what) => {
        if (what.has('rows')) this.refresh();
      },
      body: h(
        'div',
        { class: 'page narrow f-roll' },
        view.roll !== 'open'
          ? h('p', { class: 'f-other-day' }, icon('seal'), h('span', null, t('roll.anyway-why')))
          : other && h('p', { class: 'f-other-day' }, icon('near'), h('span', null, t('roll.far', { day: day(view.session.day) }))),
        h('div', { class: 'f-roll-head' }, h('div', { class: 'f-roll-count' }, this.counter, this.bar), this.ways),
        this.answerBox,
        this.panel,
        h(
          'div',
          { class: 'f-roll-more' },
          h('a', { class: 'button large wide', href: `#/nguoi-moi?buoi=${this.id}` }, icon('plus'), t('roll.walk-in')),
          h('a', { class: 'button large wide', href: `#/anh?buoi=${this.id}` }, icon('camera'), t('roll.photo')),
          h('a', { class: 'button large wide', href: `#/bai?lop=${this.id}` }, icon('book'), t('roll.teach')),
        ),
      ),
    };
  }

  /** Why no attendance is taken now, what to do about it, and the way on for whoever is sure. */
  private shut(view: SessionView, why: 'early' | 'late' | 'cancelled'): Screen {
    const { field } = this;
    const now = field.now();
    const open = field.sessions().filter((one) => one.roll === 'open' && one.session.id !== this.id);
    const when = { opens: moment(view.opens, now), until: day(dayOf(view.closes - 1)) };
    return {
      title: view.session.title,
      live: ['status'],
      body: h(
        'div',
        { class: 'page narrow', 'data-roll': why },
        notice('warn', say('roll.shut', why), h('p', null, say('roll.shut-why', why, when)), h('p', null, say('roll.shut-do', why, when))),
        h('p', { class: 'soft' }, sessionAbout(view)),
        why === 'late' && h('p', null, h('a', { class: 'button large wide', href: `#/anh?buoi=${this.id}` }, icon('camera'), t('roll.photo'))),
        why !== 'late' && open.length > 0 && h('section', { class: 'f-section' }, h('h2', { class: 'f-heading' }, t('roll.open-now')), h('div', { class: 'picks' }, open.map((one) => way(`/buoi/${one.session.id}`, one.session.title, sessionAbout(one), 'class')))),
        h(
          'section',
          { class: 'f-section' },
          h('p', null, t('roll.anyway-lead')),
          h(
            'button',
            {
              class: 'button large wide',
              type: 'button',
              'data-key': 'anyway',
              onclick: () => {
                anyway.add(this.id);
                draw();
              },
            },
            icon('seal'),
            t('roll.anyway'),
          ),
        ),
      ),
    };
  }

  private close(): void {
    this.gone = true;
    this.run += 1;
    this.reading?.stop();
    this.reading = undefined;
  }

  private count(): void {
    const view = this.field.session(this.id);
    if (view === null) return;
    const here = view.present + view.late;
    refill(this.counter, h('b', { class: 'number', 'data-present': here }, `${here}/${view.seats}`), ` ${t('roll.present')}`);
    this.bar.max = Math.max(1, view.seats);
    this.bar.value = here;
  }

  private drawSound(): void {
    const quiet = isQuiet();
    refill(this.sound, icon(quiet ? 'mute' : 'speaker'), h('span', { class: 'unseen' }, t(quiet ? 'roll.sound-off' : 'roll.sound-on')));
    this.sound.setAttribute('aria-pressed', String(!quiet));
  }

  private toggleSound(): void {
    setQuiet(!isQuiet());
    wakeSound();
    this.drawSound();
    announce(t(isQuiet() ? 'roll.sound-off' : 'roll.sound-on'));
    if (!isQuiet()) tell('good');
  }

  // ---------------------------------------------------------------- answers

  private ready(): void {
    const words = { scan: t('answer.ready-scan'), code: t('answer.ready-code'), names: t('answer.ready-name') };
    const picture = WAYS.find((one) => one.way === this.way)?.icon ?? 'hand';
    this.answerBox.className = 'answer ready';
    this.answerBox.dataset['answer'] = 'ready';
    refill(this.answerBox, icon(picture), h('div', { class: 'answer-text' }, h('p', { class: 'answer-word' }, words[this.way])));
  }

  private answer(said: Said_): void {
    if (this.gone) return;
    tell(said.answer);
    this.answerBox.className = `answer ${said.kind}`;
    this.answerBox.dataset['answer'] = said.kind;
    const undo = said.undo;
    refill(
      this.answerBox,
      icon(said.icon),
      h(
        'div',
        { class: 'answer-text' },
        h('p', { class: 'answer-word' }, said.word),
        said.name !== undefined && said.name !== '' && h('p', { class: 'answer-name' }, said.name),
        said.text !== undefined && h('p', { class: 'answer-more' }, said.text),
      ),
      undo !== undefined &&
        h('button', { class: 'answer-undo', type: 'button', 'data-key': 'undo', onclick: () => void this.undo(undo.person) }, icon('undo'), h('span', null, t('undo'))),
    );
    // Redrawn, so that the same answer twice is seen twice.
    this.answerBox.animate?.([{ transform: 'scale(0.97)' }, { transform: 'scale(1)' }], { duration: 140 });
  }

  private async undo(person: string): Promise<void> {
    const result = await this.field.unmark(this.id, person, t('roll.unmark.mistap'));
    const why = refusal(result);
    const name = this.field.person(person)?.person.name ?? '';
    this.answer(why === null ? { answer: 'already', kind: 'info', icon: 'undo', word: t('answer.undone'), name } : { answer: 'bad', kind: 'bad', icon: 'late', word: t('answer.not-saved'), text: why });
    this.refresh();
  }

  private async mark(person: string, said: Said, how: 'card' | 'code' | 'name', card: string | null, fresh = false): Promise<void> {
    const result = await this.field.mark(this.id, person, said, how, card);
    this.answer(marked(result, said, fresh, this.field.session(this.id)?.roll !== 'open'));
    this.refresh();
  }

  private async carded(result: ScanResult, how: 'card' | 'code'): Promise<void> {
    const no = refused(result);
    if (no !== null) {
      this.answer(no);
      return;
    }
    if (result.code === 'ok') await this.mark(result.person.person.id, 'present', how, result.card);
    if (result.code === 'new') await this.mark(result.personId, 'present', how, result.card, true);
  }

  /** One after the other: two cards before the camera are two people, in order. */
  private then(work: () => Promise<void>): void {
    this.queue = this.queue.then(work).catch(() => {
      this.answer({ answer: 'bad', kind: 'bad', icon: 'late', word: t('answer.not-saved'), text: t('saved.failed') });
    });
  }

  // ---------------------------------------------------------------- the three ways

  private open(way: Way): void {
    this.way = way;
    chosen = way;
    this.run += 1;
    this.reading?.stop();
    this.reading = undefined;
    this.list = undefined;
    this.recent = undefined;
    this.rows.clear();
    refill(
      this.ways,
      WAYS.map((one) =>
        h(
          'button',
          {
            class: 'f-way',
            type: 'button',
            'data-way': one.way,
            'data-key': `way-${one.way}`,
            'aria-pressed': String(one.way === way),
            onclick: () => {
              wakeSound();
              if (this.way === one.way) return;
              this.open(one.way);
              this.ways.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
            },
          },
          icon(one.icon),
          h('span', null, say('roll', one.way)),
        ),
      ),
    );
    // The keyboard covers half the screen: with codes the answer stands right under the box.
    if (way !== 'code') this.panel.before(this.answerBox);
    this.answerBox.dataset['during'] = way;
    this.ready();
    if (way === 'scan') this.openCamera();
    else if (way === 'code') this.openCode();
    else this.openNames();
  }

  private openCamera(): void {
    const run = this.run;
    const video = h('video', { class: 'f-video', 'aria-label': t('camera.frame'), muted: true, playsinline: true });
    const torch = h('span', { class: 'f-torch' });
    const box = h('div', { class: 'f-camera', 'data-camera': 'starting' }, video, h('span', { class: 'f-aim', 'aria-hidden': 'true' }), h('p', { class: 'f-camera-wait' }, t('camera.starting')), torch);
    this.recent = h('div', { class: 'f-recent' });
    refill(this.panel, box, this.recent);
    this.drawRecent();
    wakeSound();
    startReading(video, (text) => this.then(async () => this.carded(await this.field.scan(text), 'card'))).then(
      (reading) => {
        if (this.gone || run !== this.run) {
          reading.stop();
          return;
        }
        this.reading = reading;
        box.dataset['camera'] = 'on';
        const light = reading.torch;
        if (light !== undefined) {
          let on = false;
          const button = h('button', { class: 'button', type: 'button', 'aria-pressed': 'false' });
          const draw = (): void => {
            button.setAttribute('aria-pressed', String(on));
            refill(button, icon('light'), t(on ? 'camera.torch-off' : 'camera.torch-on'));
          };
          button.addEventListener('click', () => {
            on = !on;
            void light(on).catch(() => undefined);
            draw();
          });
          draw();
          torch.append(button);
        }
      },
      (why: NoCamera) => {
        if (this.gone || run !== this.run) return;
        const key = ['refused', 'none', 'busy', 'unable'].includes(why) ? why : 'unable';
        refill(
          box,
          h(
            'div',
            { class: 'f-no-camera' },
            icon('near'),
            h('p', { class: 'strong' }, say('camera', key)),
            h('p', null, say('camera', `${key}-how`)),
            secondary(t('camera.retry'), () => this.open('scan'), 'camera'),
          ),
        );
        box.dataset['camera'] = key;
        announce(`${say('camera', key)}. ${say('camera', `${key}-how`)}`);
      },
    );
  }

  private drawRecent(): void {
    if (this.recent === undefined) return;
    const latest = this.field
      .seats(this.id)
      .filter((seat) => seat.at !== null && seat.said !== null)
      .sort((a, b) => (b.at ?? 0) - (a.at ?? 0))
      .slice(0, RECENT);
    refill(this.recent, latest.length > 0 && h('h2', { class: 'f-heading' }, t('roll.recent')), h('ul', { class: 'roll f-list' }, latest.map((seat) => this.row(seat))));
  }

  private openCode(): void {
    const input = h('input', {
      id: 'code',
      class: 'f-code',
      type: 'text',
      inputmode: 'text',
      autocomplete: 'off',
      autocapitalize: 'characters',
      autocorrect: 'off',
      spellcheck: 'false',
      enterkeyhint: 'done',
      maxlength: CODE_LENGTH + 3,
      'aria-describedby': 'code-hint',
    });
    const send = (): void => {
      const code = input.value;
      if (code.trim() === '') return;
      wakeSound();
      input.value = '';
      this.then(() => this.carded(this.field.typeCode(code), 'code'));
      input.focus();
    };
    input.addEventListener('input', () => {
      const clean = input.value.toUpperCase().replace(NOT_IN_CODES, '');
      // The eighth letter is the last: nothing more to press.
      if (clean.length === CODE_LENGTH) send();
    });
    const form = h(
      'form',
      {
        class: 'f-code-form',
        onsubmit: (event: Event) => {
          event.preventDefault();
          send();
        },
      },
      h('div', { class: 'field' }, h('label', { for: 'code' }, t('code.label')), h('span', { class: 'hint', id: 'code-hint' }, t('code.hint')), input),
      this.answerBox,
      h('button', { class: 'button primary large wide' }, icon('check'), t('code.do')),
    );
    this.recent = h('div', { class: 'f-recent' });
    refill(this.panel, form, this.recent);
    this.drawRecent();
    setTimeout(() => input.focus({ preventScroll: true }), 0);
  }

  private openNames(): void {
    const box = h('input', {
      type: 'search',
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
      enterkeyhint: 'search',
      placeholder: t('roll.search-short'),
      'aria-label': t('roll.search'),
      value: this.text,
      oninput: () => {
        this.text = box.value.trim();
        this.drawNames();
      },
      onfocus: () => box.select(),
    });
    const left = h(
      'button',
      {
        class: 'chip',
        type: 'button',
        'aria-pressed': String(this.onlyLeft),
        onclick: () => {
          this.onlyLeft = !this.onlyLeft;
          left.setAttribute('aria-pressed', String(this.onlyLeft));
          this.drawNames();
        },
      },
      t('roll.left'),
    );
    this.list = h('div', { class: 'stack' });
    refill(this.panel, h('div', { class: 'f-names-tools' }, h('div', { class: 'search-box' }, icon('search'), box), left), this.list);
    this.drawNames();
  }

  private drawNames(): void {
    if (this.list === undefined) return;
    this.rows.clear();
    const seats = this.field.seats(this.id);
    const shown = seats.filter((seat) => (this.text === '' || fits(seat.person.person.name, this.text)) && (!this.onlyLeft || seat.said === null));
    const inClass = new Set(seats.map((seat) => seat.person.person.id));
    const others = this.text.length < 2 ? [] : this.field.findPersons(this.text, OTHERS + inClass.size).filter((one) => !inClass.has(one.person.id)).slice(0, OTHERS);
    const twice = new Map<string, number>();
    for (const seat of seats) twice.set(seat.person.person.name, (twice.get(seat.person.person.name) ?? 0) + 1);
    refill(
      this.list,
      h('ul', { class: 'roll f-list' }, shown.map((seat) => this.row(seat, (twice.get(seat.person.person.name) ?? 0) > 1))),
      others.length > 0 && h('h2', { class: 'f-heading' }, t('roll.village')),
      others.length > 0 &&
        h('ul', { class: 'roll f-list' }, others.map((one) => this.row({ person: one, said: null, at: null, by: null, onPhone: false, held: false, opId: null, walkIn: true }, true))),
      shown.length === 0 && others.length === 0 && this.text !== '' && h('p', { class: 'strong', role: 'status' }, t('roll.nobody', { text: this.text })),
    );
  }

  // ---------------------------------------------------------------- one person

  private row(seat: Seat, tellApart = false): HTMLElement {
    const item = h('li', { class: 'tap f-tap', 'data-person': seat.person.person.id });
    this.rows.set(seat.person.person.id, item);
    this.fillRow(item, seat, tellApart);
    return item;
  }

  private fillRow(item: HTMLElement, seat: Seat, tellApart: boolean): void {
    const { person, said } = seat;
    const name = person.person.name || t('answer.stranger');
    const state = said ?? 'none';
    item.dataset['state'] = state;
    item.classList.toggle('held', seat.held);
    const when = seat.at === null ? '' : seat.by === null ? clock(seat.at) : t('roll.by', { time: clock(seat.at), name: seat.by });
    const panel = h('div', { class: 'f-tap-panel', hidden: true });
    const more = h(
      'button',
      {
        class: 'f-tap-more',
        type: 'button',
        'aria-expanded': 'false',
        'aria-label': t('roll.choose', { name }),
        'data-key': `more-${person.person.id}`,
        onclick: () => this.toggle(panel, more, person, said),
      },
      icon('more'),
    );
    refill(
      item,
      h(
        'div',
        { class: 'f-tap-line' },
        h(
          'button',
          {
            class: 'tap-main',
            type: 'button',
            'data-key': person.person.id,
            onclick: () => {
              wakeSound();
              if (said === null) this.then(() => this.mark(person.person.id, 'present', 'name', null));
              else this.toggle(panel, more, person, said);
            },
          },
          h('span', { class: 'tap-mark' }, icon(said === null ? 'none' : seat.held ? 'seal' : MARK[said])),
          h('span', { class: 'tap-name' }, name),
          h(
            'span',
            { class: 'tap-meta' },
            h('span', { class: 'tap-state' }, said === null ? t('roll.none') : say('roll.said', said)),
            seat.held && h('span', { class: 'tap-state' }, t('roll.waits')),
            when !== '' && h('span', { class: 'tap-by' }, when),
            (tellApart || isGuest(person)) && h('span', { class: 'soft' }, personAbout(person)),
          ),
        ),
        more,
      ),
      panel,
    );
  }

  private toggle(panel: HTMLElement, more: HTMLElement, person: PersonView, said: Said | null): void {
    const open = panel.hidden;
    panel.hidden = !open;
    more.setAttribute('aria-expanded', String(open));
    if (!open) return;
    const id = person.person.id;
    const set = (next: Said): HTMLElement =>
      h(
        'button',
        {
          class: 'button',
          type: 'button',
          onclick: () =>
            this.then(async () => {
              // A mark that stands is taken back first: what was said before is not overwritten, it is kept.
              if (said !== null) await this.field.unmark(this.id, id, t('roll.unmark.mistap'));
              await this.mark(id, next, 'name', null);
            }),
        },
        icon(MARK[next]),
        say('roll.mark', next),
      );
    const take = (reason: 'mistap' | 'wrong-person' | 'not-here'): HTMLElement =>
      h(
        'button',
        {
          class: 'button',
          type: 'button',
          onclick: () =>
            this.then(async () => {
              const why = refusal(await this.field.unmark(this.id, id, say('roll.unmark', reason)));
              if (why !== null) throw new Error(why);
              this.answer({ answer: 'already', kind: 'info', icon: 'undo', word: t('answer.undone'), name: person.person.name });
              this.refresh();
            }),
        },
        icon('undo'),
        say('roll.unmark', reason),
      );
    refill(
      panel,
      (['present', 'late', 'absent'] as const).filter((one) => one !== said).map((one) => set(one)),
      said !== null && h('p', { class: 'strong' }, t('roll.unmark-why')),
      said !== null && (['mistap', 'wrong-person', 'not-here'] as const).map((one) => take(one)),
    );
    panel.querySelector('button')?.focus();
  }

  /** What changed, here or by another phone: only the rows that look different are made anew. */
  private refresh(): void {
    if (this.gone) return;
    this.count();
    this.drawRecent();
    if (this.list === undefined) return;
    const seats = this.field.seats(this.id);
    const known = new Set(seats.map((seat) => seat.person.person.id));
    const strangers = [...this.rows.keys()].some((id) => !known.has(id));
    if (this.onlyLeft || strangers || (this.text === '' && seats.length !== this.rows.size)) {
      const active = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['key'] : undefined;
      this.drawNames();
      if (active !== undefined) this.list.querySelector<HTMLElement>(`[data-key="${CSS.escape(active)}"]`)?.focus({ preventScroll: true });
      return;
    }
    for (const seat of seats) {
      const row = this.rows.get(seat.person.person.id);
      if (row === undefined) continue;
      const print = `${seat.person.person.name}${seat.said}${seat.at}${seat.by}${seat.held}`;
      if (row.dataset['print'] === print && row.querySelector('.f-tap-panel:not([hidden])') === null) continue;
      if (row.dataset['print'] === print) continue;
      row.dataset['print'] = print;
      const held = row.contains(document.activeElement);
      this.fillRow(row, seat, row.querySelector('.tap-meta .soft') !== null);
      if (held) row.querySelector<HTMLElement>('.tap-main')?.focus({ preventScroll: true });
    }
  }
}

export function rollRoute(field: Field): (id: string) => Screen {
  return (id) => new Roll(field, id).screen();
}

