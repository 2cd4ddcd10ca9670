// npm test [-- part… | path… | Jest options]: builds, brings up real servers once, runs Jest, and closes with the true sum.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, BuildFailed } from '../tools/build.mjs';
import { onePerPress } from '../tools/one-per-press.mjs';
import { surroundings } from './surroundings.mjs';

const root = join(import.meta.dirname, '..');
const parts = ['unit', 'contract', 'workflow', 'journey', 'browser', 'whole'];
const chosen = process.argv.slice(2).filter((word) => parts.includes(word));
const others = process.argv.slice(2).filter((word) => !parts.includes(word));
const paths = others.filter((word) => !word.startsWith('-'));
const needsServers = chosen.length > 0 ? chosen.some((part) => !['unit', 'whole'].includes(part)) : !areServerless(paths);
const needsBuild = needsServers || chosen.includes('whole') || paths.some((path) => path.startsWith('test/build'));

onePerPress();
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopped.abort(signal));

const scratch = mkdtempSync(join(tmpdir(), 'flotilla-test-'));
let around = { env: {}, async stop() {} };
let sum = { passed: 0, failed: 0, skipped: 0 };
try {
  if (needsBuild) await build({ quiet: true });
  if (needsServers) around = await surroundings(root, (text) => console.log(`test: ${text}`));
  if (!stopped.signal.aborted) sum = await runJest();
} catch (error) {
  sum.failed += 1;
  if (!(error instanceof BuildFailed)) console.error(error);
} finally {
  await around.stop();
  rmSync(scratch, { recursive: true, force: true });
}
const nothingRan = sum.passed + sum.failed === 0;
if (nothingRan) console.error('test: nothing ran');
process.exitCode = stopped.signal.aborted ? 130 : sum.failed > 0 || nothingRan ? 1 : 0;
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`, () => process.exit());

function areServerless(paths) {
  const serverless = /^(domain|workflows|activities|src|web|test\/(architecture|build|fakes))\b/;
  return paths.length > 0 && paths.every((path) => serverless.test(path));
}

async function runJest() {
  const results = join(scratch, 'results.json');
  const select = chosen.length > 0 ? ['--selectProjects', ...chosen] : [];
  const args = ['--json', '--outputFile', results, '--reporters', 'default', '--forceExit', ...select];
  const child = spawn(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...others, ...args], {
    cwd: root,
    // Jest writes its report to stderr, and with --json a copy of the results to stdout, which we read from the file.
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...around.env, NODE_OPTIONS: nodeOptions(), TMPDIR: process.env.TMPDIR ?? tmpdir() },
  });
  stopped.signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const code = await new Promise((done) => child.on('close', done));
  return count(results, code);
}

function nodeOptions() {
  return `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim();
}

/** A suite that could not even be loaded counts as one failure, and so does a Jest that broke off. */
function count(results, code) {
  try {
    const told = JSON.parse(readFileSync(results, 'utf8'));
    const failed = told.numFailedTests + told.numRuntimeErrorTestSuites;
    return {
      passed: told.numPassedTests,
      failed: failed === 0 && !told.success && told.numTotalTests > 0 ? 1 : failed,
      skipped: told.numPendingTests + told.numTodoTests,
    };
  } catch {
    console.error(`test: Jest ended with ${code} before it could report`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
