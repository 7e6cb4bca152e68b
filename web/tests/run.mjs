// Bundles the tests (TypeScript) and runs them under node's own runner.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const only = process.argv.slice(2);
const found = (await readdir('tests')).filter((name) => name.endsWith('.test.ts') && (only.length === 0 || only.some((part) => name.includes(part))));
const out = await mkdtemp(join(tmpdir(), 'hocvuso-web-'));
try {
  await build({
    entryPoints: found.map((name) => `tests/${name}`),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node18',
    sourcemap: 'inline',
    define: { VERSION: '"test"' },
  });
  const files = found.map((name) => join(out, name.replace(/\.ts$/, '.mjs')));
  const ran = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...files], { stdio: 'inherit' });
  process.exitCode = ran.status ?? 1;
} finally {
  await rm(out, { recursive: true, force: true });
}
