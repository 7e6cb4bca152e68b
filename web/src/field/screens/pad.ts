// The pad of digits on which the PIN is typed: keys of 64 px, no keyboard of the phone in the way.
import { h, icon, refill } from './dom';
import { announce } from './shell';
import { t } from './words';

export interface Pad {
  element: HTMLElement;
  /** Empties what was typed, saying why. */
  clear(why?: string): void;
  /** No digit is taken until then. */
  hold(on: boolean): void;
}

/** Calls `full` when `digits` digits were typed. */
export function digitPad(digits: number, full: (pin: string) => void): Pad {
  let typed = '';
  let held = false;
  const dots = h('p', { class: 'pin-dots', role: 'img' });
  const error = h('p', { class: 'error pin-error', role: 'alert' });
  const draw = (): void => {
    dots.setAttribute('aria-label', t('pin.label', { n: typed.length, of: digits }));
    refill(dots, Array.from({ length: digits }, (_, n) => h('span', { class: n < typed.length ? 'pin-dot on' : 'pin-dot' })));
  };
  const press = (digit: string): void => {
    if (held || typed.length >= digits) return;
    if (typed === '') refill(error);
    typed += digit;
    draw();
    announce(t('pin.label', { n: typed.length, of: digits }));
    if (typed.length === digits) full(typed);
  };
  const drop = (): void => {
    typed = typed.slice(0, -1);
    draw();
  };
  const key = (digit: string): HTMLElement => h('button', { class: 'pin-key', type: 'button', 'aria-label': t('pin.digit', { n: digit }), onclick: () => press(digit) }, digit);
  const keys = h(
    'div',
    { class: 'pin-keys' },
    ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(key),
    h('span'),
    key('0'),
    h('button', { class: 'pin-key', type: 'button', 'aria-label': t('pin.delete'), onclick: drop }, icon('left')),
  );
  const element = h('div', { class: 'pin', tabindex: -1 }, dots, error, keys);
  // A keyboard on a desk works too.
  element.addEventListener('keydown', (event) => {
    if (/^\d$/.test(event.key)) {
      event.preventDefault();
      press(event.key);
    } else if (event.key === 'Backspace') {
      event.preventDefault();
      drop();
    }
  });
  draw();
  return {
    element,
    clear: (why = '') => {
      typed = '';
      draw();
      refill(error, why !== '' && [icon('late'), h('span', null, why)]);
    },
    hold: (on) => {
      held = on;
      for (const button of keys.querySelectorAll('button')) button.disabled = on;
    },
  };
}
