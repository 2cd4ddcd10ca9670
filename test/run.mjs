// npm test [-- part… | path… | Jest options]: builds, brings up real servers once, runs Jest, and closes with the true sum.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, BuildFailed } from '../tools/build.mjs';
import { onePerPress } from '../tools/one-per-press.mjs';
import { surroundings } from './surroundings.mjs';

const root = join(import.meta.dirname, '..');
const parts = ['unit', 'contract', 'workflow', 'journey', 'browser', 'whole'];
const chosen = process.argv.slice(2).filter((word) => parts.includes(word));
const others = process.argv.slice(2).filter((word) => !parts.includes(word));
const paths = others.filter((word) => !word.startsWith('-'));
const needsServers = chosen.length > 0 ? chosen.some((part) => part !== 'unit') : !areServerless(paths);
const needsPage =
  chosen.length + paths.length === 0 || chosen.includes('browser') || paths.some((path) => /browser/.test(path));
const needsBuild = needsServers || paths.some((path) => path.startsWith('test/build'));

onePerPress();
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopped.abort(signal));

let around = { env: {}, async stop() {} };
let sum = { passed: 0, failed: 0, skipped: 0 };
try {
  if (needsBuild) await build({ quiet: true, only: needsPage ? undefined : ['server', 'workflows'] });
  if (needsServers) around = await surroundings(root, (text) => console.log(`test: ${text}`), stopped.signal);
  if (!stopped.signal.aborted) sum = await runJest();
} catch (error) {
  sum.failed += 1;
  if (!(error instanceof BuildFailed)) console.error(error);
} finally {
  await around.stop();
}
const nothingRan = sum.passed + sum.failed === 0;
if (nothingRan) console.error('test: nothing ran');
process.exitCode = stopped.signal.aborted ? 130 : sum.failed > 0 || nothingRan ? 1 : 0;
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`, () => process.exit());

function areServerless(paths) {
  const serverless = /^(domain|workflows|activities|src|web|test\/(architecture|build|fakes|links))\b/;
  return paths.length > 0 && paths.every((path) => serverless.test(path));
}

async function runJest() {
  const select = chosen.length > 0 ? ['--selectProjects', ...chosen] : [];
  const reporters = ['--reporters', 'default', '--reporters', join(root, 'test/tally-reporter.mjs')];
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/jest/bin/jest.js'), ...others, ...select, ...reporters],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...around.env, NODE_OPTIONS: nodeOptions() },
    },
  );
  stopped.signal.addEventListener('abort', () => child.kill('SIGTERM'));
  let told;
  child.on('message', (message) => {
    told = message;
    setTimeout(() => endForgotten(child), 10_000).unref();
  });
  const code = await new Promise((done) => child.on('close', done));
  if (told === undefined) console.error(`test: Jest ended with ${code} before it could report`);
  if (told === undefined) return { passed: 0, failed: 1, skipped: 0 };
  // Jest can be unhappy for reasons of its own (a bad option, an obsolete snapshot in CI): never report that as success.
  return code > 0 && told.failed === 0 && told.passed > 0 ? { ...told, failed: 1 } : told;
}

function nodeOptions() {
  return `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim();
}

function endForgotten(child) {
  console.error('test: Jest is done but does not end: a test left a server, timer or connection open');
  child.kill('SIGKILL');
}
