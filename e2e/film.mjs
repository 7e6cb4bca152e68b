// A film for the browser's pretended camera: cards held up one after the other, askew, in the light of a village hall.
import encodeQR from 'qr';
import { open } from 'node:fs/promises';

const WIDTH = 640;
const HEIGHT = 480;
const QUIET = 4; // modules of white around the code

/** Numbers that look random and are the same every time. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One picture in grey: the card with `text`, or an empty table. */
function picture(text, roll) {
  const grey = Buffer.alloc(WIDTH * HEIGHT);
  const matrix = text === null ? null : encodeQR(text, 'raw', { ecc: 'medium', border: QUIET });
  const side = 300 + roll() * 110;
  const turn = (roll() - 0.5) * 0.45;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [left, top] = [WIDTH / 2 + (roll() - 0.5) * 40, HEIGHT / 2 + (roll() - 0.5) * 30];
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      // The lamp hangs on the left; the picture of a cheap camera is grainy.
      const light = 1 - (x / WIDTH) * 0.35;
      let shade = 120;
      if (matrix !== null) {
        const [dx, dy] = [x - left, y - top];
        const column = Math.floor(((cos * dx + sin * dy) / side + 0.5) * matrix.length);
        const row = Math.floor(((cos * dy - sin * dx) / side + 0.5) * matrix.length);
        if (row >= 0 && column >= 0 && row < matrix.length && column < matrix.length) shade = matrix[row][column] ? 35 : 235;
      }
      grey[y * WIDTH + x] = Math.max(0, Math.min(255, shade * light + (roll() - 0.5) * 26));
    }
  }
  return grey;
}

/**
 * Writes the film: each text for one frame of `seconds`, over and over.
 *
 * @param {string} file ends in .y4m
 * @param {(string | null)[]} texts null for a moment without a card
 */
export async function makeFilm(file, texts, seconds = 1) {
  const colourless = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const out = await open(file, 'w');
  await out.write(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F1000:${Math.round(seconds * 1000)} Ip A1:1 C420jpeg\n`);
  const roll = dice(7);
  for (const text of texts) await out.writev([Buffer.from('FRAME\n'), picture(text, roll), colourless]);
  await out.close();
}

/** The flags with which the browser shows the film instead of a camera. */
export const filmFlags = (file) => ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${file}`];
