// npm run check [-- name…]: everything that can be said about the code without running it. `npm run check -- types lint`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules/.bin', name);

// Side by side in pairs, the slow ones apart: two cores are what a small CI machine has.
const lanes = [
  [
    { name: 'types', run: [bin('tsc'), '-p', 'tsconfig.json'] },
    { name: 'web types', part: 'types', run: [bin('tsc'), '-p', 'tsconfig.web.json'] },
    { name: 'format', run: [bin('prettier'), '--check', '--log-level', 'warn', '--cache', '.'] },
    { name: 'dead code', part: 'knip', run: [bin('knip'), '--no-progress'] },
  ],
  [
    // Without ESLint's cache: it knows when a file has changed, but not when a type or an arrow it depends on has.
    { name: 'lint', run: [bin('eslint'), '.'] },
    { name: 'architecture', run: [process.execPath, 'test/run.mjs', 'test/architecture.test.ts', '--silent'] },
    { name: 'openapi', run: [process.execPath, 'tools/openapi.mjs', '--check'] },
  ],
];

const asked = process.argv.slice(2);
const wanted = (check) => asked.length === 0 || asked.includes(check.part ?? check.name);
const results = (await Promise.all(lanes.map(runLane))).flat();
const failed = results.filter((ok) => !ok).length;
console.log(`${results.length - failed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;

async function runLane(checks) {
  const results = [];
  for (const check of checks.filter(wanted)) results.push(await runCheck(check));
  return results;
}

async function runCheck({ name, run: [command, ...args] }) {
  const began = performance.now();
  const { code, output } = await collect(command, args);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`check ${name.padEnd(13)} ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (code !== 0) console.log(output.trimEnd());
  return code === 0;
}

function collect(command, args) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', (error) => done({ code: 1, output: error.message }));
    child.on('close', (code) => done({ code, output }));
  });
}
