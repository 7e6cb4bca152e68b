// A server of our own for the tests: the demo commune in a temporary directory, on a free port.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const START = 60_000; // milliseconds the first start may take: it loads the demo commune
const STOP = 10_000; // milliseconds to end by itself

/** The binary under test: `HOCVUSO_BIN`, else what cargo built last of release and dev. */
export async function findBinary() {
  const here = fileURLToPath(new URL('..', import.meta.url));
  const candidates = [process.env.HOCVUSO_BIN, join(here, 'target/release/hocvuso'), join(here, 'target/debug/hocvuso')];
  for (const path of candidates) {
    if (!path) continue;
    if (await access(path).then(() => true, () => false)) return path;
    if (path === process.env.HOCVUSO_BIN) throw new Error(`HOCVUSO_BIN names ${path}, which is not there`);
  }
  throw new Error('no binary: run `make build`, or name one in HOCVUSO_BIN');
}

async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function untilHealthy(base, child, said) {
  const end = Date.now() + START;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${said()}`);
    const health = await fetch(`${base}/health`).catch(() => undefined);
    if (health?.ok) return health.json();
    if (Date.now() > end) throw new Error(`the server did not answer /health in ${START / 1000} s:\n${said()}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

/**
 * The accounts of the demo commune.
 *
 * @returns {Promise<{ role: string, login: string, password: string, place: string }[]>}
 */
export async function demoAccounts(binary, data) {
  const flags = data === undefined ? [] : ['--data', data];
  const { stdout } = await promisify(execFile)(binary, ['demo', '--accounts', ...flags]);
  return JSON.parse(stdout);
}

/**
 * Starts the demo and waits until it answers.
 *
 * @returns {Promise<{ base: string, health: object, accounts: { role: string, login: string, password: string, place: string }[],
 *   account(role: string): { role: string, login: string, password: string, place: string }, stop(): Promise<void> }>}
 */
export async function startServer() {
  const binary = await findBinary();
  const data = await mkdtemp(join(tmpdir(), 'hocvuso-e2e-'));
  const base = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(binary, ['demo', '--listen', base.slice('http://'.length), '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      output = (output + text).slice(-20_000);
    });
  }
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP);
      await ended;
      clearTimeout(timer);
    }
    await rm(data, { recursive: true, force: true });
  };
  try {
    const health = await untilHealthy(base, child, () => output);
    const accounts = await demoAccounts(binary, data);
    const account = (role) => {
      const found = accounts.find((one) => one.role === role);
      if (!found) throw new Error(`no demo account has the role ${role}; there are ${accounts.map((one) => one.role).join(', ')}`);
      return found;
    };
    return { base, health, accounts, account, stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}
