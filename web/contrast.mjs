// Proves what tokens.css promises: text 7:1 on every surface it may stand on, edges of controls 3:1, in both themes.
import { readFile } from 'node:fs/promises';

const css = await readFile('src/look/tokens.css', 'utf8');
const block = (opening) => css.slice(css.indexOf(opening)).match(/\{([^}]*)\}/)[1];
const read = (text) => Object.fromEntries([...text.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6}|var\(--[a-z-]+\))/g)].map((m) => [m[1], m[2]]));
const normal = read(block(':root {'));
const high = { ...normal, ...read(block('[data-contrast="high"] {')) };

const TEXT = [
  ['ink', ['paper', 'sheet', 'wash', 'leaf-wash', 'lamp-wash', 'brick-wash', 'indigo-wash']],
  ['ink-soft', ['paper', 'sheet', 'wash', 'leaf-wash', 'lamp-wash', 'brick-wash', 'indigo-wash']],
  ['leaf', ['paper', 'sheet', 'wash', 'leaf-wash']],
  ['leaf-deep', ['paper', 'sheet', 'leaf-wash']],
  ['on-leaf', ['leaf', 'leaf-deep']],
  ['on-brick', ['brick', 'brick-deep']],
  ['on-bar', ['bar']],
  ['bar', ['on-bar']],
  ['good', ['paper', 'sheet', 'wash', 'leaf-wash']],
  ['on-good', ['good']],
  ['lamp-ink', ['lamp-wash', 'paper', 'sheet']],
  ['brick', ['paper', 'sheet', 'wash', 'brick-wash']],
  ['indigo', ['paper', 'sheet', 'wash', 'indigo-wash', 'leaf-wash', 'lamp-wash']],
  ['paper', ['ink']],
];
const EDGES = [
  ['edge', ['paper', 'sheet', 'wash']],
  ['leaf-edge', ['paper', 'sheet', 'wash', 'leaf-wash']],
  ['lamp-edge', ['paper', 'sheet', 'lamp-wash']],
  ['brick-edge', ['paper', 'sheet', 'brick-wash']],
  ['indigo-edge', ['paper', 'sheet', 'indigo-wash']],
  ['focus-ring', ['paper', 'sheet', 'wash']],
  ['lamp', ['bar']],
];

const hex = (theme, name) => {
  const value = theme[name];
  const alias = value?.match(/^var\(--(.*)\)$/);
  return alias ? hex(theme, alias[1]) : value;
};
const light = (colour) => {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (a, b) => {
  const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
};

let poor = 0;
let seen = 0;
for (const [themeName, theme] of [['normal', normal], ['high', high]]) {
  for (const [pairs, least] of [[TEXT, 7], [EDGES, 3]]) {
    for (const [front, grounds] of pairs) {
      for (const ground of grounds) {
        seen += 1;
        const found = ratio(hex(theme, front), hex(theme, ground));
        if (found >= least) continue;
        poor += 1;
        console.error(`${themeName}: ${front} on ${ground} is ${found.toFixed(2)}:1, needs ${least}:1`);
      }
    }
  }
}
console.log(`${seen} pairs of colours looked at, ${poor} too weak`);
process.exit(poor ? 1 : 0);
