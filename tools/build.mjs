// npm run build: server code, workflow bundle and web page, side by side, each only if its inputs changed.
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './build/fingerprint.mjs';
import { withLock } from './build/lock.mjs';
import { readStamps, writeStamp } from './build/stamps.mjs';

const root = join(import.meta.dirname, '..');

/** What each part is made of, what it makes, and which folder must exist for it to make sense. */
const parts = [
  {
    name: 'server',
    needs: 'src',
    inputs: ['src', 'domain', 'workflows', 'activities', 'test', 'tsconfig.json'],
    makes: 'dist/src',
  },
  {
    name: 'workflows',
    needs: 'workflows/index.ts',
    inputs: ['workflows', 'domain'],
    makes: 'dist/workflow-bundle.js',
  },
  { name: 'web', needs: 'web/vite.config.ts', inputs: ['web', 'domain', 'tsconfig.web.json'], makes: 'dist/web' },
];

/**
 * Brings dist/ up to date; throws when a part cannot be built, unless one can do without it. `quiet` leaves out the lines
 * of unchanged parts.
 */
export async function build({ quiet = false, only = parts.map((part) => part.name), dispensable = [] } = {}) {
  const wanted = parts.filter((part) => only.includes(part.name));
  if (wanted.every((part) => isFresh(part) || isMissing(part))) {
    if (!quiet) for (const part of wanted) console.log(line(part, isMissing(part) ? 'not there yet' : 'unchanged'));
    return;
  }
  // Two starts at once must not write into each other's dist/; the second then finds it fresh.
  await withLock(join(root, 'dist/.building'), async () => {
    const built = await Promise.all(wanted.map((part) => buildPart(part, quiet)));
    if (wanted.some((part, n) => !built[n] && !dispensable.includes(part.name))) throw new BuildFailed();
  });
}

export class BuildFailed extends Error {
  name = 'BuildFailed';
  message = 'the build failed, see above';
}

function isMissing(part) {
  return !existsSync(join(root, part.needs));
}

function isFresh(part) {
  return existsSync(join(root, part.makes)) && readStamps(root)[part.name] === fingerprintOf(part);
}

function fingerprintOf(part) {
  return fingerprint(root, [...part.inputs, 'tools/build', 'package-lock.json']);
}

async function buildPart(part, quiet) {
  if (isMissing(part) || isFresh(part)) {
    if (!quiet) console.log(line(part, isMissing(part) ? 'not there yet' : 'unchanged'));
    return true;
  }
  // Taken before the work: what is edited meanwhile is built again next time.
  const stamp = fingerprintOf(part);
  const began = performance.now();
  const { ok, output } = await runPart(part.name);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(line(part, ok ? `${output.trim().split('\n').at(-1)} in ${seconds} s` : 'failed'));
  if (ok) writeStamp(root, part.name, stamp);
  else console.error(output);
  return ok;
}

function line(part, text) {
  return `build ${part.name.padEnd(9)} ${text}`;
}

// A process each, because webpack (workflows) and vite (web) would otherwise share one core.
function runPart(name) {
  return new Promise((done) => {
    const child = fork(join(import.meta.dirname, `build/${name}.mjs`), [], { cwd: root, stdio: 'pipe' });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('close', (code) => done({ ok: code === 0, output }));
  });
}

if (process.argv[1] === import.meta.filename) {
  try {
    await build({ only: process.argv.length > 2 ? process.argv.slice(2) : undefined });
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error;
    process.exitCode = 1;
  }
}
