import { afterEach, describe, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, ownIdentity, startOf } from './process-identity.js';
import { endLeftovers, livingOwner, ProcessRecord } from './process-record.js';

const folder = mkdtempSync(join(tmpdir(), 'flotilla-record-'));
const path = join(folder, 'processes.json');
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(path, { force: true });
});

function aSleeper(): ChildProcess & { pid: number } {
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  children.push(child);
  if (child.pid === undefined) throw new Error('sleep could not be started');
  return child as ChildProcess & { pid: number };
}

describe('the record of processes', () => {
  test('what a former start left running is ended by the next', async () => {
    const said: string[] = [];
    const left = aSleeper();
    const exited = once(left, 'exit');
    new ProcessRecord(path).add('temporal', left.pid, 'group');

    await endLeftovers(path, (line) => said.push(line));

    expect(await exited).toEqual([null, 'SIGTERM']);
    expect(said).toEqual([`Ending what the last start left behind: temporal (${left.pid})`]);
    expect(existsSync(path)).toBe(false);
  });

  test('a process that only has the same number as one of ours is left alone', async () => {
    const stranger = aSleeper();
    const { start } = ownIdentity();
    const processes = [{ name: 'temporal', pid: stranger.pid, start: `${start}-another`, reach: 'group' }];
    writeFileSync(path, JSON.stringify({ owner: { pid: 1, start: 'long ago' }, processes }));

    await endLeftovers(path, () => undefined);

    expect(startOf(stranger.pid)).toBeDefined();
  });

  test('a process that ended is taken off the record, so that its number is never trusted later', () => {
    const child = aSleeper();
    const record = new ProcessRecord(path);
    record.add('mongodb', child.pid, 'group');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ processes: [{ name: 'mongodb', pid: child.pid }] });

    record.remove(child.pid);

    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ processes: [] });
  });

  test('a damaged record ends nothing and stops no start', async () => {
    writeFileSync(path, '{"processes":[{"pid":1');
    await endLeftovers(path, () => undefined);
    expect(existsSync(path)).toBe(false);
  });

  test('the owner of a record is known for as long as it lives', () => {
    const record = new ProcessRecord(path);
    expect(livingOwner(path)).toEqual(ownIdentity());
    record.close();
    expect(livingOwner(path)).toBeUndefined();
  });
});

describe('the identity of a process', () => {
  test('a process that has ended is not alive, even before its parent has heard of it', async () => {
    const child = aSleeper();
    const identity = { pid: child.pid, start: startOf(child.pid) ?? '' };
    expect(isAlive(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(identity)).toBe(false);
  });
});
