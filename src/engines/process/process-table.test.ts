import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { carries, machineId, membersOf, processWith } from './process-table.js';

const ownPlatform = process.platform;
const pretendToBe = (platform: NodeJS.Platform) => Object.defineProperty(process, 'platform', { value: platform });
afterEach(() => {
  pretendToBe(ownPlatform);
});

// Systems without /proc are asked by `ps`, which works here as well.
const ways = [ownPlatform, ...(existsSync('/bin/ps') ? (['darwin'] as const) : [])];

describe.each(ways)('the process table as on %s', (platform) => {
  test('shows a living process the same each time, and a dead one not at all', async () => {
    pretendToBe(platform);
    const child = spawn('/bin/sh', ['-c', 'read x'], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    const seen = processWith(pid);
    expect(seen).toMatchObject({ pid, parent: process.pid, group: pid });
    expect(seen?.started).not.toBe('');
    expect(processWith(pid)).toEqual(seen);
    expect(membersOf(pid)).toEqual([seen]);
    child.stdin.end();
    await once(child, 'close');
    expect(processWith(pid)).toBeUndefined();
    expect(membersOf(pid)).toEqual([]);
  });
});

test('a process is told by a text in its environment', async () => {
  const child = spawn('/bin/sh', ['-c', 'echo; read x'], {
    env: { MARK: 'flotilla-test' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  expect(carries(child.pid ?? 0, 'MARK=flotilla-test')).toBe(true);
  if (ownPlatform === 'linux') expect(carries(child.pid ?? 0, 'MARK=another')).toBe(false);
  child.stdin.end();
  await once(child, 'close');
});

test('the machine has a name that stays', () => {
  expect(machineId()).not.toBe('');
  expect(machineId()).toBe(machineId());
  expect(machineId()).not.toContain(' ');
});
