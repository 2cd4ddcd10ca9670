import { describe, expect, test } from '@jest/globals';
import { aRunId, aScheduleId, aScheduleSpec } from '../test/contracts/builders.js';
import { type Firing, failuresInRow, type OverlapPolicy } from './schedule.js';
import { whyNot } from './why-not.js';

const MINUTE = 60_000;
const at = (minute: number): number => minute * MINUTE;
const NOW = at(1000);

const aRunAt = (minute: number, endedAt?: number): Firing => ({
  scheduleId: aScheduleId(1),
  at: at(minute),
  isBackfill: false,
  recordedAt: at(minute),
  result: { kind: 'run', runId: aRunId(minute) },
  ...(endedAt === undefined ? {} : { ended: { at: at(endedAt), as: 'succeeded' } }),
});

const schedule = (overlap: OverlapPolicy = 'skip') => ({ spec: aScheduleSpec({ overlap }), pauses: [] });
const causeOf = (verdict: ReturnType<typeof whyNot>) => (verdict.kind === 'missed' ? verdict.cause : verdict.kind);

describe('a time that made no run', () => {
  test('was paused when a pause was in force, over or not', () => {
    const past = { ...schedule(), pauses: [{ at: at(10), until: at(20), by: 'ada', note: 'broken' }] };
    expect(whyNot(at(15), past, [], NOW)).toEqual({
      kind: 'missed',
      cause: 'paused',
      message: 'The schedule was paused by ada: broken.',
    });
    expect(causeOf(whyNot(at(20), past, [], NOW))).toBe('outage');
    expect(causeOf(whyNot(at(995), { ...schedule(), paused: { at: at(990), by: 'ada' } }, [], NOW))).toBe('paused');
  });

  test('was left out while an earlier run went on', () => {
    expect(causeOf(whyNot(at(999), schedule(), [aRunAt(990)], NOW))).toBe('overlap');
    expect(causeOf(whyNot(at(15), schedule(), [aRunAt(10, 16)], NOW))).toBe('overlap');
    expect(causeOf(whyNot(at(15), schedule(), [aRunAt(10, 12)], NOW))).toBe('outage');
    expect(causeOf(whyNot(at(15), schedule('allow-all'), [aRunAt(10, 16)], NOW))).toBe('outage');
  });

  test('may still come while it waits for its turn, and not once a later one was taken', () => {
    expect(causeOf(whyNot(at(15), schedule('queue-one'), [aRunAt(10)], NOW))).toBe('undecided');
    expect(causeOf(whyNot(at(15), schedule('queue-one'), [aRunAt(20), aRunAt(10, 17)], NOW))).toBe('overlap');
  });

  test('may still be made up for within the catch-up window, and was an outage after it', () => {
    expect(causeOf(whyNot(at(995), schedule(), [], NOW))).toBe('undecided');
    expect(causeOf(whyNot(at(988), schedule(), [], NOW))).toBe('outage');
  });
});

describe('failures in a row', () => {
  const end = (as: NonNullable<Firing['ended']>['as'], more: Partial<Firing> = {}): Firing => ({
    ...aRunAt(1),
    ended: { at: 1, as },
    ...more,
  });

  test('are counted from the newest to the first success', () => {
    expect(failuresInRow([end('failed'), end('lost'), end('succeeded'), end('failed')])).toBe(2);
    expect(failuresInRow([end('succeeded'), end('failed')])).toBe(0);
    expect(failuresInRow([])).toBe(0);
  });

  test('a refusal is one; what still runs, was cancelled, missed or backfilled says nothing', () => {
    const refused: Firing = { ...aRunAt(1), result: { kind: 'refused', code: 'conflict', message: 'archived' } };
    const missed: Firing = { ...aRunAt(1), result: { kind: 'missed', cause: 'paused', message: '' } };
    const silent = [aRunAt(1), end('cancelled'), missed, end('succeeded', { isBackfill: true })];
    expect(failuresInRow([...silent, refused, end('failed'), end('succeeded')])).toBe(2);
  });
});
