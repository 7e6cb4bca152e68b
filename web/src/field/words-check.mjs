// Holds the words of the field app: both languages have the same keys and the same places to fill in, every key that a
// screen asks for is there, none is left over, and the tasks of skill checks read as they do on officers' pages.
import { readFile, readdir } from 'node:fs/promises';

const here = new URL('./', import.meta.url);
const problems = [];
const read = async (name) => JSON.parse(await readFile(new URL(name, here), 'utf8'));
const [vi, en] = [await read('words.vi.json'), await read('words.en.json')];
const holes = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();

for (const key of new Set([...Object.keys(vi), ...Object.keys(en)])) {
  if (!(key in vi)) problems.push(`vi has no ${key}`);
  else if (!(key in en)) problems.push(`en has no ${key}`);
  else if (holes(vi[key]) !== holes(en[key])) problems.push(`${key} fills in different places`);
  else if (vi[key].trim() === '' || en[key].trim() === '') problems.push(`${key} is empty`);
}

let source = '';
for (const name of [...(await readdir(new URL('screens/', here))).map((one) => `screens/${one}`), 'main.ts']) {
  source += await readFile(new URL(name, here), 'utf8');
}
// t('a.b'), and both sides of t(cond ? 'a' : 'b'); keys in lists of labels count as used.
const quoted = new Set([...source.matchAll(/'([\w-]+(?:\.[\w-]+)*)'/g)].map((found) => found[1]));
for (const [, key] of source.matchAll(/\bt\('([^']+)'/g)) if (!(key in vi)) problems.push(`no words for ${key}`);
const groups = [...source.matchAll(/(?<![.\w])(?:say|has|hasWords)\((?:'([\w.-]+)'|`([\w.-]+)\.\$\{)/g)].map((found) => `${found[1] ?? found[2]}.`);
const started = [...source.matchAll(/t\(`([\w.-]+)\$\{/g)].map((found) => found[1]);
for (const group of new Set(groups)) {
  if (!Object.keys(vi).some((key) => key.startsWith(group))) problems.push(`no words begin with ${group}`);
}
for (const key of Object.keys(vi)) {
  if (!quoted.has(key) && ![...groups, ...started].some((start) => key.startsWith(start))) problems.push(`nobody says ${key}`);
}

for (const [lang, words] of [['vi', vi], ['en', en]]) {
  const text = await readFile(new URL(`../../../src/learning/text.${lang}.ftl`, here), 'utf8');
  for (const [, component, n, said] of text.matchAll(/^learning-task-(\w+)-(\d) = (.+)$/gm)) {
    const key = `task.${component}.${n}`;
    if (words[key] !== said.trim()) problems.push(`${lang} ${key} is not what learning-task-${component}-${n} says`);
  }
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${Object.keys(vi).length} words in each language`);
