// What stands before the work: the first run, the PIN, and every state in which there is nothing to work with.
import type { Asked, Field, Resident, Status } from '../engine/api';
import { h, icon, refill, type Inside } from './dom';
import { notices } from './notices';
import { digitPad } from './pad';
import { primary, secondary, textField } from './parts';
import { announce, draw, notice, type Screen } from './shell';
import { t } from './words';

const DIGITS = 4; // of a PIN
const NAME_LIMIT = 60;

/** Where somebody is in setting the phone up; not kept, since it takes a minute. */
interface Setup {
  step: 'welcome' | 'name' | 'pin' | 'again' | 'roster';
  asked: Asked | null;
  asking: boolean;
  name: string;
  pin: string;
  fault: string;
  /** The server is being asked: the box opens before the answer is through. */
  entering: boolean;
  /** The resident whose PIN was forgotten. */
  recover: Resident | null;
}

const setup: Setup = { step: 'welcome', asked: null, asking: false, name: '', pin: '', fault: '', entering: false, recover: null };

/** Puts the way in back to its beginning. */
function restart(): void {
  Object.assign(setup, { step: 'welcome', asked: null, asking: false, pin: '', fault: '', entering: false, recover: null });
}

function panel(...inside: Inside[]): HTMLElement {
  return h('div', { class: 'page narrow f-gate' }, inside);
}

function unfit(status: Status): Screen {
  const why = status.stage.at === 'unfit' ? status.stage.why : { code: 'too_old' as const };
  if (why.code === 'blocked') return { title: t('app'), root: true, body: panel(notice('warn', t('blocked.title'), h('p', null, t('blocked.why')))) };
  if (why.code === 'no_storage') return { title: t('app'), root: true, body: panel(notice('bad', t('first.storage'), h('p', null, t('first.storage-why')))) };
  if (why.code === 'too_old') return { title: t('app'), root: true, body: panel(notice('bad', t('first.old'), h('p', null, t('first.old-why')))) };
  const address = `${location.origin}/thuc-dia`;
  const copied = h('span', null, t('first.copy'));
  return {
    title: t('app'),
    root: true,
    body: panel(
      notice('warn', t('first.webview'), h('p', null, t('first.webview-why', { app: why.app })), h('p', null, t('first.webview-how'))),
      h('p', { class: 'f-address strong' }, address),
      h(
        'button',
        {
          class: 'button large wide',
          type: 'button',
          onclick: () => void navigator.clipboard?.writeText(address).then(() => refill(copied, t('first.copied'))).catch(() => undefined),
        },
        icon('copy'),
        copied,
      ),
    ),
  };
}

/** Lessons need neither an account nor a PIN. */
function lessons(): HTMLElement {
  return h('p', null, h('a', { class: 'button large wide', href: '#/bai' }, icon('book'), t('lib.gate')));
}

// ---------------------------------------------------------------- the first run

function ask(field: Field): void {
  if (setup.asking) return;
  setup.asking = true;
  void field.askWho().then((asked) => {
    setup.asking = false;
    setup.asked = asked;
    if (asked.code === 'ok') {
      setup.step = setup.recover === null ? 'name' : 'pin';
      const given = asked.me.account?.name.trim().split(/\s+/).pop() ?? '';
      setup.name = t('name.default', { name: given });
    }
    draw();
  });
}

function steps(now: number): HTMLElement {
  return h(
    'ol',
    { class: 'steps f-steps' },
    [t('first.1'), t('first.2'), t('first.3')].map((words, n) => h('li', { class: n < now ? 'done' : null, 'aria-current': n === now ? 'step' : null }, words)),
  );
}

function welcome(field: Field): Screen {
  const { asked } = setup;
  if (asked === null) ask(field);
  return {
    title: t('first.title'),
    root: true,
    body: panel(
      notices(field),
      h('p', { class: 'lead' }, t('first.lead')),
      steps(0),
      asked === null && h('p', { role: 'status' }, t('loading')),
      asked?.code === 'offline' && notice('warn', t('first.need-net-title'), h('p', null, t('first.need-net'))),
      asked?.code === 'offline' && primary(t('first.retry'), () => ((setup.asked = null), draw())),
      (asked?.code === 'signed_out' || asked?.code === 'must_change') && h('a', { class: 'button primary large wide', href: field.signInHref }, icon('person'), t('first.sign-in')),
      asked !== null && setup.fault !== '' && notice('bad', t('first.error'), h('p', null, setup.fault)),
      lessons(),
    ),
  };
}

function naming(field: Field): Screen {
  const account = setup.asked?.code === 'ok' ? setup.asked.me.account : null;
  const name = textField({ label: t('name.label'), hint: t('name.hint'), value: setup.name, max: 100 });
  const on = (event: Event): void => {
    event.preventDefault();
    const words = name.value();
    name.fail(words === '' ? t('name.missing') : words.length > NAME_LIMIT ? t('name.long') : '');
    if (words === '' || words.length > NAME_LIMIT) {
      name.input.focus();
      return;
    }
    setup.name = words;
    setup.step = 'pin';
    draw();
  };
  return {
    title: t('name.title'),
    root: true,
    body: panel(
      notices(field),
      steps(1),
      h('p', { class: 'f-who' }, icon('person'), h('span', null, t('name.signed-in', { name: account?.name ?? '' }))),
      h('form', { onsubmit: on, novalidate: true }, name.element, h('div', { class: 'f-save' }, h('button', { class: 'button primary large wide' }, icon('right'), t('next')))),
      h('p', { class: 'actions' }, h('a', { class: 'button quiet', href: field.signInHref }, t('name.other'))),
    ),
  };
}

function pinFault(code: string): string | null {
  if (code === 'pin_easy') return t('pin.easy');
  if (code === 'pin_short' || code === 'pin_digits') return t('pin.new-hint', { n: DIGITS });
  return null;
}

function newPin(field: Field): Screen {
  const again = setup.step === 'again';
  const pad = digitPad(DIGITS, (pin) => {
    if (!again) {
      setup.pin = pin;
      setup.step = 'again';
      setup.fault = '';
      draw();
      return;
    }
    if (pin !== setup.pin) {
      setup.step = 'pin';
      setup.fault = t('pin.differs');
      draw();
      return;
    }
    pad.hold(true);
    announce(t('loading'));
    setup.entering = setup.recover === null;
    const enter = setup.recover === null ? field.enrol(pin, setup.name) : field.recover(setup.recover.account, pin);
    void enter.then((result) => {
      setup.entering = false;
      if (result.code === 'ok') {
        const first = setup.recover === null;
        restart();
        setup.step = first ? 'roster' : 'welcome';
        draw();
        return;
      }
      const wrong = pinFault(result.code);
      if (wrong !== null) {
        setup.step = 'pin';
        setup.fault = wrong;
      } else {
        const words =
          result.code === 'refused' ? result.message
          : result.code === 'offline' ? t('first.need-net')
          : result.code === 'storage_full' ? t('saved.full')
          : result.code === 'other_person' ? t('locked.other-person')
          : t('first.error');
        restart();
        setup.fault = words;
      }
      draw();
    });
  });
  if (setup.fault !== '') pad.clear(setup.fault);
  return {
    title: again ? t('pin.again') : t('pin.new'),
    root: true,
    focus: pad.element,
    body: panel(
      steps(1),
      h('p', null, again ? t('pin.again-hint') : t('pin.new-hint', { n: DIGITS })),
      pad.element,
      h('p', { class: 'soft' }, t('pin.lost')),
      again && secondary(t('back'), () => ((setup.step = 'pin'), (setup.fault = ''), draw()), 'left'),
    ),
  };
}

/** The roster comes in; shown once, after enrolment. */
function roster(field: Field, status: Status): Screen {
  const { held } = status;
  const arrived = status.lastPull > 0 && !status.busy;
  const broken = !status.busy && !arrived && status.fault !== null;
  const total = held.people + held.sessions + held.cards;
  return {
    title: arrived ? t('roster.ready') : t('roster.title'),
    root: true,
    live: ['status', 'rows'],
    body: panel(
      steps(arrived ? 3 : 2),
      !arrived && h('progress', { class: 'progress', 'aria-label': t('roster.title') }),
      h('p', { role: 'status' }, arrived ? t('roster.done') : broken ? t('roster.failed') : t('roster.lead')),
      total > 0 && h('ul', { class: 'f-held' }, [t('roster.people', { n: held.people }), t('roster.sessions', { n: held.sessions }), t('roster.cards', { n: held.cards })].map((one) => h('li', null, icon('check'), one))),
      broken && primary(t('first.retry'), () => void field.syncNow()),
      arrived && !status.installed && h('div', { class: 'card' }, h('h2', null, t('install.title')), h('p', null, t('install.lead')), status.canInstall ? secondary(t('install.do'), () => void field.install(), 'download') : h('p', { class: 'soft' }, t('install.how'))),
      arrived &&
        primary(t('roster.start'), () => {
          restart();
          draw();
        }, 'check'),
    ),
  };
}

// ---------------------------------------------------------------- the PIN

let picked: string | null = null;
let ticking: ReturnType<typeof setInterval> | undefined;

function forgotten(field: Field, one: Resident): Screen {
  const { asked } = setup;
  return {
    title: t('locked.forgot-title'),
    root: true,
    body: panel(
      h('p', null, t('locked.forgot-how', { n: one.pending })),
      asked?.code === 'offline' && notice('warn', t('first.need-net-title'), h('p', null, t('first.need-net'))),
      asked?.code === 'signed_out' || asked?.code === 'must_change'
        ? h('a', { class: 'button primary large wide', href: field.signInHref }, icon('person'), t('first.sign-in'))
        : primary(t('locked.forgot-do'), () => ask(field)),
      secondary(t('back'), () => (restart(), draw()), 'left'),
    ),
  };
}

function locked(field: Field, residents: Resident[]): Screen {
  if (setup.recover !== null) {
    if (setup.step === 'pin' || setup.step === 'again') return newPin(field);
    return forgotten(field, setup.recover);
  }
  if (setup.step !== 'welcome') return setup.step === 'name' ? naming(field) : newPin(field);
  if (picked === null && residents.length === 1) picked = residents[0]?.account ?? null;
  const one = residents.find((two) => two.account === picked);
  if (one === undefined) {
    return {
      title: t('locked.choose'),
      root: true,
      live: ['status'],
      body: panel(
        h(
          'ul',
          { class: 'picks' },
          residents.map((two) =>
            h(
              'li',
              null,
              h(
                'button',
                { class: 'pick', type: 'button', onclick: () => ((picked = two.account), draw()) },
                h('span', { class: 'card-icon' }, icon('person')),
                h('span', { class: 'pick-text' }, h('span', { class: 'pick-name' }, two.name), h('span', { class: 'pick-about' }, `${two.commune}${two.pending > 0 ? ` · ${t('status.waiting', { n: two.pending })}` : ''}`)),
                icon('right'),
              ),
            ),
          ),
        ),
        secondary(t('locked.somebody-else'), () => ((setup.asked = null), (setup.step = 'welcome'), ask(field)), 'plus'),
        lessons(),
      ),
    };
  }
  const wrong = (left: number): string => (left <= 3 ? t('locked.wrong-last', { n: left }) : t('locked.wrong'));
  const pad = digitPad(DIGITS, (pin) => {
    pad.hold(true);
    const failed = (): void => {
      pad.hold(false);
      pad.clear(t('saved.failed-open'));
    };
    void field.unlock(one.account, pin).then((result) => {
      if (result.code === 'ok') return;
      pad.hold(false);
      if (result.code === 'wiped') pad.clear(t('wiped.why'));
      else if (result.code === 'wrong') pad.clear(wrong(result.triesLeft));
      if (result.retryAt > Date.now()) wait(result.retryAt);
    }, failed);
  });
  const wait = (until: number): void => {
    pad.hold(true);
    clearInterval(ticking);
    const tickOnce = (): void => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) {
        clearInterval(ticking);
        pad.hold(false);
        pad.clear();
        return;
      }
      pad.clear(t('locked.wait', { n: left }));
    };
    ticking = setInterval(tickOnce, 1000);
    tickOnce();
  };
  if (one.retryAt > Date.now()) wait(one.retryAt);
  return {
    title: t('locked.title'),
    root: true,
    focus: pad.element,
    left: () => clearInterval(ticking),
    body: panel(
      notices(field),
      h('p', { class: 'f-who' }, icon('person'), h('span', null, h('span', { class: 'strong' }, one.name), ` · ${one.commune}`)),
      one.state === 'sealed' && notice('warn', one.why === 'revoked' ? t('revoked.title') : t('sealed.title'), h('p', null, one.pending === 0 ? t('sealed.why-none') : t('sealed.why', { n: one.pending }))),
      pad.element,
      h(
        'p',
        { class: 'actions f-pin-actions' },
        one.state === 'sealed'
          ? h('a', { class: 'button wide', href: field.signInHref }, icon('person'), t('revoked.again'))
          : h('button', { class: 'button quiet', type: 'button', onclick: () => (Object.assign(setup, { recover: one, asked: null }), draw()) }, t('locked.forgot')),
        residents.length > 1 && h('button', { class: 'button quiet', type: 'button', onclick: () => ((picked = null), draw()) }, t('locked.not-me')),
      ),
      lessons(),
    ),
  };
}

// ---------------------------------------------------------------- the door

/** The screen that stands before the work, or null when the work may begin. */
export function gateFor(field: Field): (status: Status) => Screen | null {
  return (status) => {
    const { stage } = status;
    switch (stage.at) {
      case 'starting':
        return { title: t('app'), root: true, body: panel(h('p', { role: 'status' }, t('loading'))) };
      case 'unfit':
        return unfit(status);
      case 'new':
        if (setup.step === 'name') return naming(field);
        if (setup.step === 'pin' || setup.step === 'again') return newPin(field);
        return welcome(field);
      case 'locked':
        return locked(field, stage.residents);
      case 'open':
        if (setup.step === 'roster' || setup.entering) return roster(field, status);
        return null;
    }
  };
}
