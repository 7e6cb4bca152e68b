// Builds dist/ from src/: one style sheet, one script, the icon sprite, the favicon. Holds the budget.
import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const BUDGET = 20 * 1024; // style sheet and script together, gzipped

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
await build({
  entryPoints: ['src/app.css', 'src/app.ts'],
  outdir: 'dist',
  bundle: true,
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  format: 'iife',
  target: ['chrome90', 'firefox90', 'safari14.1'],
});
for (const picture of ['icons.svg', 'favicon.svg']) {
  const text = await readFile(`src/${picture}`, 'utf8');
  await writeFile(`dist/${picture}`, text.replace(/>\s+</g, '><').trim());
}

const sizes = {};
for (const name of ['app.css', 'app.js', 'icons.svg', 'favicon.svg']) {
  sizes[name] = gzipSync(await readFile(`dist/${name}`), { level: 9 }).length;
}
for (const [name, size] of Object.entries(sizes)) console.log(`${name.padEnd(12)} ${size} bytes gzipped`);
if (sizes['app.css'] + sizes['app.js'] > BUDGET) {
  console.error(`app.css and app.js are over their ${BUDGET} bytes`);
  process.exit(1);
}
