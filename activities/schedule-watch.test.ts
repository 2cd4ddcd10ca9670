import { beforeEach, describe, expect, test } from '@jest/globals';
import { aRunId, aScheduleId, aScheduleSpec } from '../test/contracts/builders.js';
import { MemoryScheduler } from '../test/fakes/memory-scheduler.js';
import { MemoryScheduleStore } from '../test/fakes/memory-schedule-store.js';
import type { Firing, Schedule, ScheduleSpec } from '../domain/schedule.js';
import { ScheduleWatch } from './schedule-watch.js';
import { type SweepReport, SweepRound } from './sweep-round.js';

const MINUTE = 60_000;
const START = Date.parse('2027-01-01T00:00:00Z');
const id = aScheduleId(1);

let schedules: MemoryScheduleStore;
let scheduler: MemoryScheduler;
let now: number;
let watch: ScheduleWatch;
beforeEach(() => {
  schedules = new MemoryScheduleStore();
  scheduler = new MemoryScheduler();
  now = START;
  watch = new ScheduleWatch({ schedules, scheduler, clock: { now: () => now } });
});

/** Looks after so many minutes since the start. */
async function lookAt(minute: number): Promise<SweepReport> {
  now = START + minute * MINUTE;
  const round = new SweepRound(() => undefined);
  await watch.look(round);
  return round.tally;
}

/** A schedule that Temporal has, made at the start; each ten minutes unless told otherwise. */
async function known(given: Partial<ScheduleSpec> = {}): Promise<Schedule> {
  const spec = aScheduleSpec({ timing: { everySeconds: 600, timeZone: 'UTC', jitterSeconds: 0 }, ...given });
  const nextTimes = [START + 10 * MINUTE, START + 20 * MINUTE];
  const { schedule } = await schedules.put({ id, name: 'often', spec, nextTimes }, { by: 'ada', at: START });
  await scheduler.put(schedule);
  await schedules.markSynced(id, schedule.version);
  return schedule;
}

const ran = (minute: number, endedAt?: number): Firing => ({
  scheduleId: id,
  at: START + minute * MINUTE,
  isBackfill: false,
  recordedAt: START + minute * MINUTE,
  result: { kind: 'run', runId: aRunId(minute) },
  ...(endedAt === undefined ? {} : { ended: { at: START + endedAt * MINUTE, as: 'succeeded' as const } }),
});

/** What was written down, by minute. */
async function written(): Promise<[number, string][]> {
  const { items } = await schedules.firings(id, {}, 100);
  return items
    .map(({ at, result }): [number, string] => [
      (at - START) / MINUTE,
      result.kind === 'missed' ? result.cause : result.kind,
    ])
    .reverse();
}

describe('schedules and Temporal', () => {
  test('what Temporal has not heard of is told to it', async () => {
    await known();
    await schedules.pause(id, { at: START, by: 'ada' });
    expect(await lookAt(1)).toMatchObject({ schedulesSynced: 1 });
    expect(scheduler.schedules.get(id)?.paused).toBeDefined();
    expect(await lookAt(2)).toMatchObject({ schedulesSynced: 0 });
  });

  test('what was paused or lost on the side of Temporal is put right', async () => {
    const schedule = await known();
    await scheduler.put({ ...schedule, paused: { at: 1, by: 'somebody' } });
    expect(await lookAt(1)).toMatchObject({ schedulesSynced: 1 });
    expect(scheduler.schedules.get(id)?.paused).toBeUndefined();
    await scheduler.remove(id);
    expect(await lookAt(2)).toMatchObject({ schedulesSynced: 1 });
    expect(scheduler.schedules.has(id)).toBe(true);
  });

  test('what nobody knows any more is removed', async () => {
    const schedule = await known();
    await scheduler.put({ ...schedule, id: aScheduleId(2) });
    expect(await lookAt(1)).toMatchObject({ schedulesRemoved: 1 });
    expect([...scheduler.schedules.keys()]).toEqual([id]);
  });
});

describe('expected times', () => {
  test('that have run are nothing to write down, and the next ones are noted', async () => {
    await known();
    await schedules.recordFiring(ran(10, 11));
    expect(await lookAt(12)).toMatchObject({ firingsMissed: 0 });
    expect(await written()).toEqual([[10, 'run']]);
    const [next] = (await schedules.find(id))?.nextTimes ?? [];
    expect(next).toBe(START + 20 * MINUTE);
  });

  test('that were left out are written down with the cause, as soon as it can be told', async () => {
    await known();
    await schedules.recordFiring(ran(10));
    await lookAt(22);
    expect(await written()).toEqual([
      [10, 'run'],
      [20, 'overlap'],
    ]);
  });

  test('that an outage swallowed are written down only when nothing can make up for them any more', async () => {
    await known();
    await lookAt(15);
    expect(await written()).toEqual([]);
    await lookAt(19);
    expect(await written()).toEqual([]);
    await lookAt(31);
    expect(await written()).toEqual([
      [10, 'outage'],
      [20, 'outage'],
    ]);
  });

  test('are written down once, however often one looks, and a run that comes after all takes the place', async () => {
    await known();
    await lookAt(31);
    expect(await lookAt(32)).toMatchObject({ firingsMissed: 0 });
    await schedules.recordFiring({ ...ran(10), isBackfill: true });
    expect(await written()).toEqual([
      [10, 'run'],
      [20, 'outage'],
    ]);
  });

  test('that one long run stood in the way of have it as their cause to the last', async () => {
    await known();
    await schedules.recordFiring(ran(10));
    for (let minute = 22; minute < 22 + 10 * 70; minute += 10) await lookAt(minute);
    const causes = (await written()).slice(1).map(([, what]) => what);
    expect(causes).toEqual(Array.from({ length: 70 }, () => 'overlap'));
  });

  test('are all written down after an outage, however many there were', async () => {
    await known();
    const end = 10 * 2_345;
    await lookAt(end + 15);
    await lookAt(end + 16);
    await lookAt(end + 17);
    const page = await schedules.firings(id, { kinds: ['missed'] }, 5_000);
    expect(page.items).toHaveLength(2_345);
    expect((await schedules.find(id))?.nextTimes[0]).toBe(START + (end + 10) * MINUTE);
  });

  test('of a schedule that has ended are not asked for any more', async () => {
    const timing = { everySeconds: 600, timeZone: 'UTC', jitterSeconds: 0, endAt: START + 25 * MINUTE };
    await known({ timing });
    await lookAt(50);
    expect(await written()).toHaveLength(2);
    scheduler.times = () => Promise.reject(new Error('It was asked.'));
    expect(await lookAt(90)).toMatchObject({ firingsMissed: 0 });
  });

  test('of the spec before a change are not judged by the new one', async () => {
    await known();
    const spec = aScheduleSpec({ timing: { everySeconds: 300, timeZone: 'UTC', jitterSeconds: 0 } });
    await schedules.put(
      { id, name: 'often', spec, nextTimes: [START + 30 * MINUTE] },
      { by: 'ada', at: START + 26 * MINUTE },
    );
    await lookAt(45);
    expect(await written()).toEqual([[30, 'outage']]);
  });
});

test('a schedule that fails does not keep the others from being looked after', async () => {
  await known();
  const broken = aScheduleSpec({ timing: { cron: 'nonsense', timeZone: 'UTC', jitterSeconds: 0 } });
  await schedules.put({ id: aScheduleId(2), name: 'broken', spec: broken, nextTimes: [] }, { by: 'ada', at: START });
  const { failed, firstFailure } = await lookAt(31);
  expect([failed, firstFailure]).toEqual([1, expect.stringContaining('schedule/broken: ')]);
  expect(await written()).toEqual([
    [10, 'outage'],
    [20, 'outage'],
  ]);
});
