// A place to sign with a finger, kept as a small picture. Whoever cannot draw says so: a witnessed paper is as good.
import { h, icon } from './dom';
import { t } from './words';

export interface Signature {
  element: HTMLElement;
  /** Whether there is enough of a stroke to be a signature. */
  signed(): boolean;
  /** What was drawn, dark on white. */
  canvas: HTMLCanvasElement;
}

const WIDTH = 640;
const HEIGHT = 280;
const ENOUGH = 60; // pixels of the canvas that the pen went, at least

export function signaturePad(label: string): Signature {
  const canvas = h('canvas', { class: 'sign-pad', width: WIDTH, height: HEIGHT, role: 'img', 'aria-label': label });
  const pen = canvas.getContext('2d');
  let length = 0;
  let last: [number, number] | undefined;
  const clear = (): void => {
    length = 0;
    if (pen === null) return;
    pen.fillStyle = '#ffffff';
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.lineWidth = 6;
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.strokeStyle = '#0b1f4d';
  };
  clear();
  const place = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT];
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
    event.preventDefault();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (last === undefined || pen === null) return;
    const next = place(event);
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    length += Math.hypot(next[0] - last[0], next[1] - last[1]);
    last = next;
  });
  for (const kind of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(kind, () => {
      last = undefined;
    });
  }
  return {
    element: h(
      'div',
      { class: 'sign' },
      h('p', { class: 'strong' }, label),
      canvas,
      h('button', { class: 'button', type: 'button', onclick: clear }, icon('undo'), t('sign.clear')),
    ),
    signed: () => length >= ENOUGH,
    canvas,
  };
}
