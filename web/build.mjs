// Builds dist/ from src/: one style sheet, one script, the icon sprite, the favicon; and the field app, which is
// larger because it must work without a signal. Holds the budgets.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const BUDGET = 20 * 1024; // style sheet and script of ordinary pages together, gzipped
const FIELD_BUDGET = 150 * 1024; // everything that the field app fetches on its first visit, gzipped

const target = ['chrome90', 'firefox90', 'safari14.1'];
const common = { bundle: true, minify: true, legalComments: 'none', charset: 'utf8', target };
const packed = (bytes) => gzipSync(bytes, { level: 9 }).length;
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 8);

await rm('dist', { recursive: true, force: true });
await mkdir('dist/field', { recursive: true });
await build({ ...common, entryPoints: ['src/app.css', 'src/app.ts'], outdir: 'dist', format: 'iife' });
for (const picture of ['icons.svg', 'favicon.svg']) {
  const text = await readFile(`src/${picture}`, 'utf8');
  await writeFile(`dist/${picture}`, text.replace(/>\s+</g, '><').trim());
}

const sizes = {};
for (const name of ['app.css', 'app.js', 'icons.svg', 'favicon.svg']) {
  sizes[name] = packed(await readFile(`dist/${name}`));
}
for (const [name, size] of Object.entries(sizes)) console.log(`${name.padEnd(12)} ${size} bytes gzipped`);
if (sizes['app.css'] + sizes['app.js'] > BUDGET) {
  console.error(`app.css and app.js are over their ${BUDGET} bytes`);
  process.exit(1);
}

// The field app. Files under /assets/field/ carry a hash of their content in their names.
const MIME = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', png: 'image/png' };
const [, version] = /^version = "(.+)"$/m.exec(await readFile('../Cargo.toml', 'utf8'));
const define = { VERSION: JSON.stringify(version) };
await build({
  ...common,
  entryPoints: { app: 'src/field/main.ts' },
  outdir: 'dist/field',
  format: 'esm',
  splitting: true,
  entryNames: '[name].[hash]',
  chunkNames: '[name].[hash]',
  define,
});
await build({ ...common, entryPoints: { app: 'src/field/field.css' }, outdir: 'dist/field', entryNames: '[name].[hash]' });
for (const name of ['icon-192', 'icon-512']) {
  const bytes = await readFile(`src/field/icons/${name}.png`);
  await writeFile(`dist/field/${name}.${hash(bytes)}.png`, bytes);
}

const files = (await readdir('dist/field')).sort();
const address = (start, end) => `/assets/field/${files.find((name) => name.startsWith(start) && name.endsWith(end))}`;
const shared = {};
for (const picture of ['icons', 'favicon']) shared[picture] = `/assets/${picture}.${hash(await readFile(`dist/${picture}.svg`))}.svg`;
const places = { ...shared, js: address('app.', '.js'), css: address('app.', '.css'), 'icon-192': address('icon-192', ''), 'icon-512': address('icon-512', '') };
for (const name of ['shell.html', 'manifest.webmanifest']) {
  const text = await readFile(`src/field/${name}`, 'utf8');
  await writeFile(
    `dist/field/${name}`,
    text.replace(/\{\{([\w-]+)\}\}/g, (_, place) => places[place]).replace(/>\n</g, '><'),
  );
}

// What the worker keeps for use without a signal, and a name for just this set of files.
const kept = ['/thuc-dia', '/thuc-dia/manifest.webmanifest', ...Object.values(shared), ...files.map((name) => `/assets/field/${name}`)];
const shell = await readFile('dist/field/shell.html');
const release = hash(Buffer.concat([shell, Buffer.from(kept.join()), await readFile('dist/field/manifest.webmanifest')]));
await build({
  ...common,
  entryPoints: ['src/field/sw.ts'],
  outdir: 'dist/field',
  format: 'iife',
  define: { ...define, RELEASE: JSON.stringify(release), KEPT: JSON.stringify(kept) },
});

const row = (name) => `("${name}", "${MIME[name.split('.').pop()]}", include_bytes!("${name}")),`;
await writeFile('dist/field/files.rs', `&[\n${files.map(row).join('\n')}\n]\n`);

let total = packed(await readFile('dist/icons.svg')) + packed(await readFile('dist/favicon.svg'));
for (const name of [...files, 'shell.html', 'manifest.webmanifest', 'sw.js']) {
  const size = packed(await readFile(`dist/field/${name}`));
  total += size;
  console.log(`field/${name.padEnd(22)} ${size} bytes gzipped`);
}
console.log(`field app in all ${total} bytes gzipped`);
if (total > FIELD_BUDGET) {
  console.error(`the field app is over its ${FIELD_BUDGET} bytes`);
  process.exit(1);
}
