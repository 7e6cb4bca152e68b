// What stands before the work: the first run, the PIN, and every state in which there is nothing to work with.
import type { Asked, Field, Resident, Status } from '../engine/api';
import { h, icon, refill, type Inside } from './dom';
import { notices, sealedTitle } from './notices';
import { digitPad } from './pad';
import { primary, secondary, textField } from './parts';
import { announce, draw, notice, sayHere, type Screen } from './shell';
import { t } from './words';

const DIGITS = 4; // of a PIN
const NAME_LIMIT = 60;

/** Where somebody is in setting the phone up; not kept, since it takes a minute. */
interface Setup {
  step: 'welcome' | 'other' | 'name' | 'pin' | 'again' | 'roster';
  asked: Asked | null;
  asking: Promise<void> | null;
  name: string;
  pin: string;
  fault: string;
  /** The server is being asked: the box opens before the answer is through. */
  entering: boolean;
  /** The resident whose PIN was forgotten. */
  recover: Resident | null;
}

const setup: Setup = { step: 'welcome', asked: null, asking: null, name: '', pin: '', fault: '', entering: false, recover: null };

/** Puts the way in back to its beginning. */
function restart(): void {
  Object.assign(setup, { step: 'welcome', asked: null, asking: null, pin: '', fault: '', entering: false, recover: null });
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

/** Asks the server who is signed in; several that ask at once are one question. */
function ask(field: Field): Promise<void> {
  setup.asking ??= field.askWho().then((asked) => {
    setup.asking = null;
    setup.asked = asked;
    if (asked.code !== 'ok') return;
    const given = asked.me.account?.name.trim().split(/\s+/).pop() ?? '';
    setup.name = t('name.default', { name: given });
  });
  return setup.asking;
}

/**
 * A place that `fill` fills when the answer is there, by itself: what is being typed beside it stays. With `aside` it is no matter
 * when nobody answers: nothing is said about it.
 */
function whenAsked(field: Field, fill: (asked: Asked) => Inside, aside = false): HTMLElement {
  const place = h('div', { class: 'stack', 'aria-live': 'polite' });
  const show = (): void => {
    const { asked } = setup;
    if (asked === null) {
      refill(place, !aside && h('p', { role: 'status' }, t('door.asking')));
      void ask(field).then(() => place.isConnected && show());
      return;
    }
    const again = (): void => {
      setup.asked = null;
      show();
    };
    if (asked.code !== 'offline') refill(place, fill(asked));
    else if (aside) refill(place);
    else refill(place, notice('warn', t('first.need-net-title'), h('p', null, t('door.need-net'))), secondary(t('first.retry'), again));
  };
  show();
  return place;
}

/** The way to sign in: on the server's own page, which leads back here. */
function signIn(field: Field, asked: Asked): Inside {
  if (asked.code === 'signed_out') return h('a', { class: 'button primary large wide', href: field.signInHref }, icon('person'), t('first.sign-in'));
  if (asked.code !== 'must_change') return null;
  return [h('p', null, t('first.password-why')), h('a', { class: 'button primary large wide', href: field.passwordHref }, icon('lock'), t('first.password'))];
}

/** Whoever is signed in gives the browser to somebody else. */
function otherAccount(field: Field): HTMLElement {
  return secondary(
    t('door.switch'),
    () =>
      void field.leaveAccount().then((left) => {
        if (left) location.assign(field.signInHref);
        else sayHere({ kind: 'bad', title: t('door.failed'), text: t('first.error') });
      }),
    'person',
  );
}

/** Sets the phone up for whoever is signed in. */
function setUp(words: string): HTMLElement {
  return primary(
    words,
    () => {
      setup.step = 'name';
      setup.fault = '';
      draw();
    },
    'right',
  );
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
  if (asked === null) {
    void ask(field).then(() => {
      if (setup.asked?.code === 'ok') setup.step = 'name';
      draw();
    });
  }
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
      asked !== null && signIn(field, asked),
      asked !== null && setup.fault !== '' && notice('bad', t('first.error'), h('p', null, setup.fault)),
      lessons(),
    ),
  };
}

/** `back`: there is something to go back to, such as another person's PIN. */
function naming(field: Field, back: boolean): Screen {
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
      otherAccount(field),
      back && secondary(t('back'), () => (restart(), draw()), 'left'),
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
          : result.code === 'signed_out' || result.code === 'must_change' ? t('door.sign-in')
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
      (again || setup.recover === null) && secondary(t('back'), () => ((setup.step = again ? 'pin' : 'name'), (setup.fault = ''), draw()), 'left'),
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
  return {
    title: t('locked.forgot-title'),
    root: true,
    body: panel(
      h('p', null, t('locked.forgot-how', { n: one.pending })),
      whenAsked(
        field,
        (asked) => {
          if (asked.code !== 'ok') return signIn(field, asked);
          if (asked.me.account?.id !== one.account) return [notice('warn', t('locked.other-person')), otherAccount(field)];
          return primary(t('locked.forgot-do'), () => ((setup.step = 'pin'), draw()), 'right');
        },
      ),
      secondary(t('back'), () => (restart(), draw()), 'left'),
    ),
  };
}

/** Somebody else wants to work with this phone: a part of it of their own, behind a PIN of their own. */
function somebodyElse(field: Field, residents: Resident[]): Screen {
  return {
    title: t('door.other-title'),
    root: true,
    body: panel(
      h('p', null, t('door.other-lead')),
      whenAsked(
        field,
        (asked) => {
          if (asked.code !== 'ok') return [h('p', null, t('door.sign-in')), signIn(field, asked)];
          const name = asked.me.account?.name ?? '';
          const lives = residents.some((two) => two.account === asked.me.account?.id && two.state === 'live');
          return [h('p', { class: 'f-who' }, icon('person'), h('span', null, t('name.signed-in', { name }))), !lives && setUp(t('door.set-up', { name })), otherAccount(field)];
        },
      ),
      secondary(t('back'), () => (restart(), draw()), 'left'),
    ),
  };
}

/** What the server's answer means for a box that only setting up anew opens to work again. */
function sealedWay(field: Field, one: Resident, asked: Asked): Inside {
  if (asked.code !== 'ok') return [h('p', null, t('door.again-sign-in', { name: one.name })), signIn(field, asked)];
  const name = asked.me.account?.name ?? '';
  if (asked.me.account?.id === one.account) return [h('p', null, t('door.again-why')), setUp(t('revoked.again'))];
  return [notice('info', t('name.signed-in', { name }), h('p', null, t('door.not-owner', { owner: one.name }))), otherAccount(field), setUp(t('door.set-up', { name }))];
}

/** Somebody signed in who has no box here stands before somebody else's PIN: the way past it. */
function strangerWay(residents: Resident[], asked: Asked): Inside {
  if (asked.code !== 'ok' || residents.some((two) => two.account === asked.me.account?.id && two.state === 'live')) return null;
  const name = asked.me.account?.name ?? '';
  return notice('info', t('name.signed-in', { name }), setUp(t('door.set-up', { name })));
}

function sealedNotice(one: Resident): HTMLElement {
  return notice('warn', sealedTitle(one.why), h('p', null, one.pending === 0 ? t('sealed.why-none') : t('sealed.why', { n: one.pending })));
}

function newcomer(): HTMLElement {
  return secondary(t('locked.somebody-else'), () => (Object.assign(setup, { asked: null, step: 'other', fault: '' }), draw()), 'plus');
}

function locked(field: Field, residents: Resident[]): Screen {
  if (setup.recover !== null) {
    if (setup.step === 'pin' || setup.step === 'again') return newPin(field);
    return forgotten(field, setup.recover);
  }
  if (setup.step === 'name') return naming(field, true);
  if (setup.step === 'pin' || setup.step === 'again') return newPin(field);
  if (setup.step === 'other') return somebodyElse(field, residents);
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
        newcomer(),
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
  const sealed = one.state === 'sealed';
  // A box whose key only its old PIN knows: there is no account that opens it.
  const old = one.account.includes('~');
  const way = sealed
    ? old ? h('p', null, t('door.old')) : whenAsked(field, (asked) => sealedWay(field, one, asked))
    : whenAsked(field, (asked) => strangerWay(residents, asked), true);
  return {
    title: sealed ? t('door.sealed') : t('locked.title'),
    root: true,
    ...(sealed ? {} : { focus: pad.element }),
    left: () => clearInterval(ticking),
    body: panel(
      notices(field, sealed),
      h('p', { class: 'f-who' }, icon('person'), h('span', null, h('span', { class: 'strong' }, one.name), ` · ${one.commune}`)),
      setup.fault !== '' && notice('bad', t('door.failed'), h('p', null, setup.fault)),
      sealed && sealedNotice(one),
      way,
      sealed && h('h2', { class: 'f-heading' }, t('door.look')),
      pad.element,
      h(
        'p',
        { class: 'actions f-pin-actions' },
        !sealed && h('button', { class: 'button quiet', type: 'button', onclick: () => (Object.assign(setup, { recover: one, asked: null, fault: '' }), draw()) }, t('locked.forgot')),
        residents.length > 1 && h('button', { class: 'button quiet', type: 'button', onclick: () => ((picked = null), (setup.fault = ''), draw()) }, t('locked.not-me')),
      ),
      newcomer(),
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
        if (setup.step === 'name') return naming(field, false);
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
