import { expect, test } from '@jest/globals';
import { anAttempt, aRun, aRunId, aSnapshot } from '../test/contracts/builders.js';
import { compareRuns } from './compare-runs.js';
import type { Run } from './run.js';

const T = 1_700_000_000_000;

function ended(n: number, given: Partial<Run>, code: number, seconds: number): Run {
  const attempt = anAttempt(aRunId(n), 1, 1, {
    grantedAt: T + 5_000,
    runningAt: T + 8_000,
    endedAt: T + 8_000 + seconds * 1000,
    exit: { code, outOfMemory: false, endedByItself: true, reasons: [], imageDigest: `sha256:${n}` },
  });
  const state = code === 0 ? 'succeeded' : 'failed';
  const end = T + 8_000 + seconds * 1000;
  return aRun({ id: aRunId(n), state, createdAt: T, times: { [state]: end }, attempts: [attempt], ...given });
}

const good = ended(1, { snapshot: aSnapshot({ parameters: { day: 'mon', top: 3 }, env: { A: '1' } }) }, 0, 60);
const bad = ended(2, { snapshot: aSnapshot({ parameters: { day: 'tue', top: 3 }, env: { B: '2' } }) }, 1, 10);

test('what differs is marked, and what only one of them has is there as well', () => {
  const rows = compareRuns(good, bad, T);
  const of = (name: string) => rows.find((row) => row.name === name);
  expect(of('day')).toEqual({ part: 'parameters', name: 'day', a: 'mon', b: 'tue', isSame: false });
  expect(of('top')).toMatchObject({ isSame: true });
  expect(of('A')).toEqual({ part: 'environment', name: 'A', a: '1', isSame: false });
  expect(of('B')).toEqual({ part: 'environment', name: 'B', b: '2', isSame: false });
  expect(of('image digest')).toMatchObject({ a: 'sha256:1', b: 'sha256:2', isSame: false });
  expect(of('exit code')).toMatchObject({ part: 'outcome', a: 0, b: 1 });
  expect(of('memoryMiB')).toMatchObject({ part: 'resources', isSame: true });
  expect(of('signal')).toBeUndefined();
});

test('the time is told by where it went', () => {
  const timings = compareRuns(good, bad, T)
    .filter(({ part }) => part === 'timings')
    .map(({ name, a, b }) => [name, a, b]);
  expect(timings).toEqual([
    ['queued', 5, 5],
    ['placing', 0, 0],
    ['starting', 3, 3],
    ['running', 60, 10],
    ['stopping', 0, 0],
    ['total', 68, 18],
  ]);
});

test('a run compared with itself differs in nothing, also while it waits', () => {
  for (const run of [good, aRun()]) expect(compareRuns(run, run, T + 1000).every(({ isSame }) => isSame)).toBe(true);
});
