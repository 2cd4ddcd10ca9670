import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';

const tool = join(import.meta.dirname, '../../tools/one-per-press.mjs');

test('the copy of a Ctrl-C that npm passes on does not count as a second one', async () => {
  expect(await countAfterTwoSignals(60_000)).toBe('seen 1');
});

test('a second Ctrl-C after a moment counts', async () => {
  expect(await countAfterTwoSignals(0)).toBe('seen 2');
});

async function countAfterTwoSignals(windowMs: number): Promise<string> {
  const script = `
    import { onePerPress } from ${JSON.stringify(tool)};
    onePerPress(${windowMs});
    let seen = 0;
    process.on('SIGINT', () => console.log('press', ++seen));
    process.on('SIGTERM', () => { console.log('seen', seen); process.exit(); });
    setInterval(() => {}, 1000);
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    last = line;
    if (line === 'ready') child.kill('SIGINT');
    if (line === 'press 1') child.kill('SIGINT');
    if (line === 'press 1' && windowMs > 0) child.kill('SIGTERM');
    if (line === 'press 2') child.kill('SIGTERM');
  }
  await ended;
  return last;
}
