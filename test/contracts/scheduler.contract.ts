import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ScheduleId } from '../../domain/ids.js';
import type { Schedule, Timing } from '../../domain/schedule.js';
import type { Scheduler } from '../../domain/schedule-ports.js';
import { until } from '../journey/until.js';
import { aScheduleSpec } from './builders.js';

/** What a suite is given: the scheduler, and ids that no other test of the server uses. */
export interface SchedulerRig {
  readonly scheduler: Scheduler;
  readonly nextId: () => ScheduleId;
}

const DAY = 86_400_000;
const NEW_YEAR = Date.parse('2027-01-01T00:00:00Z');
const timing = (given: Partial<Timing> = {}): Timing => ({ timeZone: 'UTC', jitterSeconds: 0, ...given });
const window = (from: number, until: number) => ({ from, until, limit: 1000 });
const isoOf = (times: readonly number[]): string[] => times.map((at) => new Date(at).toISOString().slice(0, 16));

/** What every Scheduler promises. */
export function schedulerContract(make: () => SchedulerRig): void {
  let scheduler: Scheduler;
  let nextId: () => ScheduleId;
  beforeEach(() => {
    ({ scheduler, nextId } = make());
  });

  const aSchedule = (given: Partial<Schedule> = {}): Schedule => ({
    id: nextId(),
    name: 'nightly',
    spec: aScheduleSpec({ timing: timing({ cron: '0 0 29 2 *' }) }),
    pauses: [],
    createdAt: 0,
    createdBy: 'ada',
    updatedAt: 0,
    updatedBy: 'ada',
    version: 1,
    syncedVersion: 0,
    watchedUntil: 0,
    nextTimes: [],
    ...given,
  });
  const isPaused = async (id: ScheduleId) => (await scheduler.known()).find((known) => known.id === id)?.isPaused;

  describe('times', () => {
    test('of a cron line are told in its zone, after the first moment and up to the last', async () => {
      const cron = timing({ cron: '30 2 * * mon-fri', timeZone: 'Europe/Berlin' });
      const first = Date.parse('2027-01-01T01:30:00Z'); // a Friday
      expect(isoOf(await scheduler.times(cron, window(first - 1, first + 4 * DAY)))).toEqual([
        '2027-01-01T01:30',
        '2027-01-04T01:30',
        '2027-01-05T01:30',
      ]);
      expect(isoOf(await scheduler.times(cron, window(first, first + DAY)))).toEqual([]);
    });

    test('of an interval are counted from 1970', async () => {
      const times = await scheduler.times(timing({ everySeconds: 5400 }), window(NEW_YEAR, NEW_YEAR + DAY / 6));
      expect(isoOf(times)).toEqual(['2027-01-01T01:30', '2027-01-01T03:00']);
    });

    test('are nominal: jitter is not in them', async () => {
      const spread = timing({ cron: '@daily', jitterSeconds: 3600 });
      expect(isoOf(await scheduler.times(spread, window(NEW_YEAR, NEW_YEAR + DAY)))).toEqual(['2027-01-02T00:00']);
    });

    test('begin and end with the schedule', async () => {
      const short = timing({ cron: '0 * * * *', startAt: NEW_YEAR + DAY, endAt: NEW_YEAR + DAY + 7_200_000 });
      expect(isoOf(await scheduler.times(short, window(NEW_YEAR, NEW_YEAR + 3 * DAY)))).toEqual([
        '2027-01-02T00:00',
        '2027-01-02T01:00',
        '2027-01-02T02:00',
      ]);
    });

    test('are none for a day that does not exist, and at most a thousand', async () => {
      expect(await scheduler.times(timing({ cron: '0 0 30 2 *' }), window(NEW_YEAR, NEW_YEAR + 800 * DAY))).toEqual([]);
      expect(await scheduler.times(timing({ cron: '* * * * *' }), window(NEW_YEAR, NEW_YEAR + 2 * DAY))).toHaveLength(
        1000,
      );
    });

    test('of a saved schedule are the same as of its timing', async () => {
      const schedule = aSchedule({ spec: aScheduleSpec({ timing: timing({ cron: '0 6 * * *' }) }) });
      await scheduler.put(schedule);
      const times = await scheduler.times(schedule.spec.timing, window(NEW_YEAR, NEW_YEAR + DAY), schedule.id);
      expect(isoOf(times)).toEqual(['2027-01-01T06:00']);
      await scheduler.remove(schedule.id);
    });

    test('cannot be told for an unknown zone', async () => {
      const nowhere = timing({ cron: '@daily', timeZone: 'Mars/Phobos' });
      await expect(scheduler.times(nowhere, window(NEW_YEAR, NEW_YEAR + DAY))).rejects.toMatchObject({
        code: 'invalid-request',
      });
    });
  });

  test('a schedule is put twice, changed, paused and removed, each as often as one likes', async () => {
    const schedule = aSchedule();
    const { id } = schedule;
    await scheduler.put(schedule);
    await scheduler.put({ ...schedule, paused: { at: 1, by: 'ada', note: 'broken' } });
    await until(
      'it is known as paused',
      () => isPaused(id),
      (paused) => paused === true,
    );
    await scheduler.put(schedule);
    await until(
      'it is known as going on',
      () => isPaused(id),
      (paused) => paused === false,
    );
    await scheduler.remove(id);
    await scheduler.remove(id);
    await until(
      'it is gone',
      () => isPaused(id),
      (paused) => paused === undefined,
    );
  });

  test('a backfill is under way once, and stopped once', async () => {
    const schedule = aSchedule();
    const order = { times: [NEW_YEAR], from: 0, until: NEW_YEAR, atOnce: 1, by: 'ada' };
    expect(await scheduler.stopBackfill(schedule.id)).toBe(false);
    expect(await scheduler.backfill(schedule, order)).toBe(true);
    expect(await scheduler.backfill(schedule, order)).toBe(false);
    expect(await scheduler.stopBackfill(schedule.id)).toBe(true);
  });

  test('a firing whose workflow is closed, or never was, has nothing to hear', async () => {
    await expect(scheduler.tellEnded(nextId(), NEW_YEAR)).resolves.toBeUndefined();
  });
}
