import { beforeEach, expect, test } from '@jest/globals';
import { aScheduleId, aScheduleSpec } from '../test/contracts/builders.js';
import { MemoryScheduleStore } from '../test/fakes/memory-schedule-store.js';
import { MemoryScheduler } from '../test/fakes/memory-scheduler.js';
import { isInForce } from './schedule.js';
import { syncSchedule } from './sync-schedule.js';

const id = aScheduleId(1);
let schedules: MemoryScheduleStore;
let scheduler: MemoryScheduler;
beforeEach(() => {
  [schedules, scheduler] = [new MemoryScheduleStore(), new MemoryScheduler()];
});

const save = (description: string) =>
  schedules.put({ id, name: 'nightly', spec: aScheduleSpec({ description }), nextTimes: [] }, { by: 'ada', at: 1 });

test('the newest version stands although an older one was slow to arrive', async () => {
  await save('old');
  const put = scheduler.put.bind(scheduler);
  let isFirst = true;
  scheduler.put = async (schedule) => {
    if (isFirst) {
      isFirst = false;
      await save('new');
      await syncSchedule({ scheduler, schedules }, id);
    }
    return put(schedule);
  };
  const synced = await syncSchedule({ scheduler, schedules }, id);
  expect(scheduler.schedules.get(id)?.spec.description).toBe('new');
  expect(synced).toMatchObject({ version: 2, syncedVersion: 2 });
  expect(isInForce((await schedules.find(id))!)).toBe(true);
});

test('a schedule that was removed is told to nobody', async () => {
  expect(await syncSchedule({ scheduler, schedules }, id)).toBeUndefined();
  expect(scheduler.schedules.size).toBe(0);
});
