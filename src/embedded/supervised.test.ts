import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManagedChild } from './managed-child.js';
import { ProcessRecord } from './process-record.js';
import { Supervised } from './supervised.js';

const folder = mkdtempSync(join(tmpdir(), 'flotilla-supervised-'));
const record = new ProcessRecord(join(folder, 'processes.json'));
const never = new AbortController().signal;
const running: Supervised[] = [];

afterEach(async () => {
  for (const process of running.splice(0)) await process.stop(100);
});

function aProcess(script = 'setInterval(() => {}, 1000)') {
  return new ManagedChild({
    name: 'sleeper',
    command: process.execPath,
    args: ['-e', script],
    logFile: join(folder, 'sleeper.log'),
    reach: 'group',
    record,
  });
}

describe('a supervised process', () => {
  test('comes back when it dies, and says so', async () => {
    const said: string[] = [];
    let isBack: () => void = () => undefined;
    const back = new Promise<void>((resolve) => (isBack = resolve));
    const supervised = await Supervised.start(
      {
        name: 'sleeper',
        begin: () => Promise.resolve(aProcess()),
        say: (line) => {
          said.push(line);
          if (line === 'sleeper is back') isBack();
        },
      },
      never,
    );
    running.push(supervised);
    const before = supervised.pid ?? 0;

    process.kill(before, 'SIGKILL');
    await back;

    expect(said[0]).toBe(`sleeper ended unexpectedly (killed by SIGKILL); its log: ${join(folder, 'sleeper.log')}`);
    expect(supervised.pid).toBeGreaterThan(0);
    expect(supervised.pid).not.toBe(before);
  });

  test('does not come back when it was told to stop', async () => {
    let begun = 0;
    const begin = () => {
      begun += 1;
      return Promise.resolve(aProcess());
    };
    const supervised = await Supervised.start({ name: 'sleeper', begin, say: () => undefined }, never);
    await supervised.stop(1000);
    expect(begun).toBe(1);
    expect(supervised.pid).toBeUndefined();
  });

  test('is ended firmly when it does not listen', async () => {
    const deaf = "process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1000)";
    const child = aProcess(deaf);
    while (!(await child.lastWords(1)).endsWith('deaf')) await new Promise((resolve) => setImmediate(resolve));
    await child.stop(50);
    expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  test('a program that is not there is an exit with a reason, not a crash', async () => {
    const child = new ManagedChild({
      name: 'nothing',
      command: join(folder, 'nothing'),
      args: [],
      logFile: join(folder, 'nothing.log'),
      reach: 'group',
      record,
    });
    expect((await child.exited).error?.message).toContain('ENOENT');
  });
});
