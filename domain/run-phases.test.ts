import { describe, expect, test } from '@jest/globals';
import { phasesOf, spentIn, type Timed, waited, worked } from './run-phases.js';

const START = Date.parse('2026-11-24T08:00:00.000Z');
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

const told = (run: Timed, now: number) =>
  phasesOf(run, START + now * 1000).map(
    ({ kind, attempt, from, to }) => `${kind} ${attempt}: ${(from - START) / 1000}-${(to - START) / 1000}`,
  );

describe('where the time went', () => {
  test('a run that has never had its turn has waited all the time', () => {
    const run: Timed = { state: 'queued', createdAt: at(0), times: {}, attempts: [] };
    expect(told(run, 30)).toEqual(['queued 1: 0-30']);
    expect([waited(run, START + 30_000), worked(run, START + 30_000)]).toEqual([30_000, undefined]);
  });

  test('a run that goes on grows until now', () => {
    const attempts = [{ number: 1, grantedAt: at(5), launchedAt: at(6), runningAt: at(9) }];
    expect(told({ state: 'running', createdAt: at(0), times: {}, attempts }, 20)).toEqual([
      'queued 1: 0-5',
      'placing 1: 5-6',
      'starting 1: 6-9',
      'running 1: 9-20',
    ]);
  });

  test('a retry waits again, and a stop is told apart', () => {
    const attempts = [
      { number: 1, grantedAt: at(1), runningAt: at(2), endedAt: at(4) },
      { number: 2, grantedAt: at(14), runningAt: at(15), stopRequestedAt: at(20), endedAt: at(22) },
    ];
    const run: Timed = { state: 'cancelled', createdAt: at(0), times: { cancelled: at(22) }, attempts };
    expect(told(run, 500)).toEqual([
      'queued 1: 0-1',
      'starting 1: 1-2',
      'running 1: 2-4',
      'queued 2: 4-14',
      'starting 2: 14-15',
      'running 2: 15-20',
      'stopping 2: 20-22',
    ]);
    expect([waited(run, 0), worked(run, 0)]).toEqual([11_000, 11_000]);
  });

  test('a run between two attempts waits', () => {
    const attempts = [{ number: 1, grantedAt: at(1), endedAt: at(3) }];
    expect(told({ state: 'queued', createdAt: at(0), times: {}, attempts }, 9)).toEqual([
      'queued 1: 0-1',
      'placing 1: 1-3',
      'queued 2: 3-9',
    ]);
  });

  test('what has ended does not grow any more', () => {
    const attempts = [{ number: 1, grantedAt: at(1), runningAt: at(1), endedAt: at(3) }];
    expect(told({ state: 'succeeded', createdAt: at(0), times: { succeeded: at(3) }, attempts }, 900)).toEqual([
      'queued 1: 0-1',
      'running 1: 1-3',
    ]);
  });

  test('it is the same of a run as we keep it', () => {
    const attempts = [
      { number: 1, grantedAt: 1000, launchedAt: 2000, runningAt: 4000, stop: { at: 9000 }, endedAt: 9500 },
    ];
    const run: Timed = { state: 'failed', createdAt: 0, times: { queued: 0, failed: 9500 }, attempts };
    const phases = phasesOf(run, 99_000);
    expect(phases.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['queued', 0, 1000],
      ['placing', 1000, 2000],
      ['starting', 2000, 4000],
      ['running', 4000, 9000],
      ['stopping', 9000, 9500],
    ]);
    expect(spentIn('running', phases)).toBe(5000);
  });
});
