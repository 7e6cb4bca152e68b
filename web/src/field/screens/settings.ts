// How this phone looks, speaks and is locked; and the way out.
import type { Field } from '../engine/api';
import { h } from './dom';
import { digitPad } from './pad';
import { choice, primary, secondary, way } from './parts';
import { draw, go, notice, returnTo, depth, sayHere, type Route } from './shell';
import { isQuiet, setQuiet, tell, wakeSound } from './sound';
import { spoken, t } from './words';

const DIGITS = 4;
const YEAR = 31_536_000; // seconds

function keepLook(): void {
  const root = document.documentElement;
  const value = `${root.dataset['size'] ?? '0'}.${root.dataset['contrast'] ?? 'normal'}`;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `hv_look=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  try {
    localStorage.setItem('hv_field_look', value);
  } catch {
    // The cookie keeps it too.
  }
}

/** The page comes from the phone, not from the server: the look that was chosen is put on here. */
export function wearLook(): void {
  let value: string | null = null;
  try {
    value = localStorage.getItem('hv_field_look');
  } catch {
    // As the page came.
  }
  const found = /^([012])\.(normal|high)$/.exec(value ?? '');
  if (found === null) return;
  wear(found[1] ?? '0', found[2] === 'high');
}

function wear(size: string, high: boolean): void {
  const root = document.documentElement;
  if (size === '0') delete root.dataset['size'];
  else root.dataset['size'] = size;
  if (high) root.dataset['contrast'] = 'high';
  else delete root.dataset['contrast'];
}

export function settingsRoute(field: Field): Route {
  return () => {
    const root = document.documentElement;
    const high = root.dataset['contrast'] === 'high';
    const onOff = [
      { value: true, words: t('settings.on') },
      { value: false, words: t('settings.off') },
    ];
    return {
      title: t('settings.title'),
      body: h(
        'div',
        { class: 'page narrow' },
        choice(
          t('settings.size'),
          ['0', '1', '2'].map((size) => ({ value: size, words: t(`settings.size-${size as '0'}`) })),
          root.dataset['size'] ?? '0',
          (size) => {
            wear(size, root.dataset['contrast'] === 'high');
            keepLook();
          },
        ).element,
        choice<boolean>(t('settings.contrast'), onOff, high, (on) => {
          wear(root.dataset['size'] ?? '0', on);
          keepLook();
        }).element,
        choice<boolean>(t('settings.sound'), onOff, !isQuiet(), (on) => {
          setQuiet(!on);
          wakeSound();
          tell('good');
        }).element,
        choice<'vi' | 'en'>(
          t('settings.lang'),
          [
            { value: 'vi', words: t('settings.lang-vi') },
            { value: 'en', words: t('settings.lang-en') },
          ],
          spoken(),
          (lang) => field.setLang(lang),
        ).element,
        h(
          'div',
          { class: 'picks f-section' },
          way('/may', t('device.title'), undefined, 'mobile', 'lamp'),
          way('/doi-ma', t('device.pin'), undefined, 'lock', 'indigo'),
          h('div', null, secondary(t('device.lock'), () => field.lock(), 'lock')),
          way('/roi-may', t('device.sign-out'), undefined, 'exit', 'brick'),
        ),
      ),
    };
  };
}

export function changePinRoute(field: Field): Route {
  let step: 'old' | 'new' | 'again' = 'old';
  let old = '';
  let pin = '';
  let fault = '';
  return () => {
    const titles = { old: t('change-pin.old'), new: t('pin.new'), again: t('pin.again') };
    const pad = digitPad(DIGITS, (typed) => {
      const to = (next: typeof step, why = ''): void => {
        step = next;
        fault = why;
        draw();
      };
      if (step === 'old') {
        old = typed;
        to('new');
      } else if (step === 'new') {
        pin = typed;
        to('again');
      } else if (typed !== pin) to('new', t('pin.differs'));
      else {
        pad.hold(true);
        void field.changePin(old, pin).then((result) => {
          if (result.code === 'ok') {
            step = 'old';
            fault = '';
            returnTo(depth() - 1, { kind: 'good', title: t('change-pin.done') });
          } else if (result.code === 'pin_easy') to('new', t('pin.easy'));
          else if (result.code === 'wait' || result.code === 'wiped') to('old', t('locked.wait', { n: Math.max(1, Math.ceil((result.retryAt - Date.now()) / 1000)) }));
          else if (result.code === 'wrong') to('old', t('locked.wrong'));
          else to('new', t('pin.new-hint', { n: DIGITS }));
        });
      }
    });
    if (fault !== '') pad.clear(fault);
    return {
      title: titles[step],
      focus: pad.element,
      left: () => {
        step = 'old';
        fault = '';
      },
      body: h('div', { class: 'page narrow f-gate' }, step === 'new' && h('p', null, t('pin.new-hint', { n: DIGITS })), pad.element),
    };
  };
}

export function signOutRoute(field: Field): Route {
  return () => {
    const { counts } = field.status();
    const waiting = counts.pending + counts.inFlight + counts.deferred + counts.setAside + counts.photos;
    const out = async (seal: boolean): Promise<void> => {
      const result = await field.signOut(seal);
      if (result.code === 'pending') draw();
      else if (result.code !== 'ok') sayHere({ kind: 'bad', title: t('out.failed') });
      else history.replaceState({ at: 0 }, '', '#/');
    };
    return {
      title: t('out.title'),
      live: ['outbox', 'status'],
      body: h(
        'div',
        { class: 'page narrow' },
        waiting === 0
          ? [h('p', null, t('out.clean')), h('div', { class: 'f-save' }, h('button', { class: 'button danger primary large wide', type: 'button', onclick: () => void out(false) }, t('out.do')))]
          : [
              notice('warn', t('out.waiting', { n: waiting }), h('p', null, t('out.waiting-why'))),
              h(
                'div',
                { class: 'stack f-save' },
                primary(t('out.send-first'), () => void field.syncNow(), 'upload'),
                secondary(t('device.export'), () => go('/may'), 'download'),
                h('button', { class: 'button danger large wide', type: 'button', onclick: () => void out(true) }, t('out.seal')),
              ),
            ],
      ),
    };
  };
}
