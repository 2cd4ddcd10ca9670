import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Firing } from '../../domain/schedule.js';
import type { ScheduleStore } from '../../domain/schedule-ports.js';
import type { Factory } from './adapters.js';
import { aRunId, aScheduleId, aScheduleSpec } from './builders.js';

type Wanted = Parameters<ScheduleStore['put']>[0];

const aSchedule = (n: number, given: Partial<Wanted> = {}): Wanted => ({
  id: aScheduleId(n),
  name: `schedule-${n}`,
  spec: aScheduleSpec(),
  nextTimes: [60_000, 120_000],
  ...given,
});

const aFiring = (minute: number, given: Partial<Firing> = {}): Firing => ({
  scheduleId: aScheduleId(1),
  at: minute * 60_000,
  isBackfill: false,
  recordedAt: minute * 60_000 + 5,
  result: { kind: 'run', runId: aRunId(minute) },
  ...given,
});

const missed = { kind: 'missed', cause: 'paused', message: 'It was paused.' } as const;
const refused = { kind: 'refused', code: 'conflict', message: 'The job is archived.' } as const;

/** What every ScheduleStore promises. */
export function scheduleStoreContract(make: Factory<ScheduleStore>): void {
  let schedules: ScheduleStore;
  beforeEach(async () => {
    schedules = await make();
  });
  const by = (who: string, at: number) => ({ by: who, at });
  const id = aScheduleId(1);

  describe('a schedule', () => {
    test('is created once and comes back as it was', async () => {
      const { kind, schedule } = await schedules.put(aSchedule(1), by('ada', 5));
      expect(kind).toBe('created');
      expect(schedule).toStrictEqual({
        ...aSchedule(1),
        pauses: [],
        createdAt: 5,
        createdBy: 'ada',
        updatedAt: 5,
        updatedBy: 'ada',
        version: 1,
        syncedVersion: 0,
        watchedUntil: 5,
      });
      expect(await schedules.get('schedule-1')).toStrictEqual(schedule);
      expect(await schedules.find(id)).toStrictEqual(schedule);
      expect(await schedules.get('nothing')).toBeUndefined();
      expect(await schedules.find(aScheduleId(2))).toBeUndefined();
    });

    test('put again as it is changes nothing; changed, it gets a version', async () => {
      const { schedule } = await schedules.put(aSchedule(1), by('ada', 5));
      const same = aSchedule(2, { name: 'schedule-1', nextTimes: [] });
      expect(await schedules.put(same, by('bob', 6))).toStrictEqual({ kind: 'unchanged', schedule });
      const spec = aScheduleSpec({ overlap: 'allow-all', job: 'other', description: 'mine' });
      expect(await schedules.put(aSchedule(1, { spec, nextTimes: [9] }), by('bob', 7))).toStrictEqual({
        kind: 'changed',
        schedule: { ...schedule, spec, nextTimes: [9], updatedAt: 7, updatedBy: 'bob', version: 2, watchedUntil: 7 },
      });
    });

    test('created by many at the same moment, a name is given once', async () => {
      const puts = await Promise.all([1, 2, 3].map((n) => schedules.put(aSchedule(n, { name: 'same' }), by('ada', 5))));
      expect(puts.filter(({ kind }) => kind === 'created')).toHaveLength(1);
      expect((await schedules.list({}, 10)).items).toHaveLength(1);
    });

    test('that is only to be created leaves one of its name as it is', async () => {
      const schedule = await schedules.create(aSchedule(1), by('ada', 5));
      expect(schedule).toMatchObject({ id, name: 'schedule-1', createdBy: 'ada', version: 1 });
      expect(await schedules.find(id)).toStrictEqual(schedule);
      const spec = aScheduleSpec({ job: 'other' });
      expect(await schedules.create(aSchedule(2, { name: 'schedule-1', spec }), by('bob', 9))).toBeUndefined();
      expect(await schedules.get('schedule-1')).toStrictEqual(schedule);
      expect(await schedules.find(aScheduleId(2))).toBeUndefined();
    });

    test('only to be created, by many at the same moment, is created by one of them', async () => {
      const all = [1, 2, 3].map((n) => schedules.create(aSchedule(n, { name: 'same' }), by(`user-${n}`, n)));
      const created = (await Promise.all(all)).filter((schedule) => schedule !== undefined);
      expect(created).toHaveLength(1);
      expect((await schedules.list({}, 10)).items).toStrictEqual(created);
    });

    test('is paused since one time, with a note that can change, and remembers its pauses', async () => {
      await schedules.put(aSchedule(1), by('ada', 5));
      await schedules.pause(id, { at: 10, by: 'bob', note: 'broken' });
      const again = await schedules.pause(id, { at: 20, by: 'eve' });
      expect(again).toMatchObject({ paused: { at: 10, by: 'bob' }, version: 3 });
      expect(again?.paused?.note).toBeUndefined();
      const resumed = await schedules.resume(id, 30);
      expect(resumed).toMatchObject({ pauses: [{ at: 10, by: 'bob', until: 30 }], version: 4 });
      expect(resumed?.paused).toBeUndefined();
      expect(await schedules.resume(id, 40)).toStrictEqual(resumed);
      expect(await schedules.pause(aScheduleId(2), { at: 1, by: 'x' })).toBeUndefined();
      expect(await schedules.resume(aScheduleId(2), 1)).toBeUndefined();
    });

    test('keeps its pause when its spec changes', async () => {
      await schedules.put(aSchedule(1), by('ada', 5));
      await schedules.pause(id, { at: 10, by: 'bob' });
      const { schedule } = await schedules.put(aSchedule(1, { spec: aScheduleSpec({ job: 'b' }) }), by('ada', 20));
      expect(schedule.paused).toStrictEqual({ at: 10, by: 'bob' });
    });

    test('remembers the newest version that Temporal has, whatever comes late', async () => {
      await schedules.put(aSchedule(1), by('ada', 5));
      await schedules.markSynced(id, 2);
      await schedules.markSynced(id, 1);
      expect((await schedules.find(id))?.syncedVersion).toBe(2);
    });

    test('takes the times of its own version only', async () => {
      await schedules.put(aSchedule(1), by('ada', 5));
      await schedules.noteTimes(id, 2, { watchedUntil: 99, nextTimes: [100] });
      expect(await schedules.find(id)).toMatchObject({ watchedUntil: 5, nextTimes: [60_000, 120_000] });
      await schedules.noteTimes(id, 1, { watchedUntil: 99, nextTimes: [100] });
      expect(await schedules.find(id)).toMatchObject({ watchedUntil: 99, nextTimes: [100] });
    });

    test('tells of the backfill that is under way', async () => {
      await schedules.put(aSchedule(1), by('ada', 5));
      const backfill = { from: 1, until: 2, count: 3, atOnce: 1, by: 'ada', startedAt: 9 };
      await schedules.noteBackfill(id, { ...backfill, count: 4 });
      await schedules.noteBackfill(id, backfill);
      expect((await schedules.find(id))?.backfill).toStrictEqual(backfill);
      await schedules.endBackfill(id);
      await schedules.endBackfill(id);
      expect((await schedules.find(id))?.backfill).toBeUndefined();
    });

    test('is removed once; what became of its times stays', async () => {
      await schedules.put(aSchedule(1), by('ada', 5));
      await schedules.recordFiring(aFiring(1));
      expect((await schedules.remove('schedule-1'))?.id).toBe(id);
      expect(await schedules.remove('schedule-1')).toBeUndefined();
      expect(await schedules.firing(id, 60_000)).toStrictEqual(aFiring(1));
    });
  });

  test('a list is newest first, in pages, and narrowed by job and text', async () => {
    await schedules.put(aSchedule(1, { name: 'load-users' }), by('ada', 5));
    await schedules.put(aSchedule(2, { spec: aScheduleSpec({ job: 'b', description: 'All USERS' }) }), by('ada', 5));
    await schedules.put(aSchedule(3, { name: 'clean' }), by('ada', 5));
    const list = async (filter: Parameters<ScheduleStore['list']>[0]) =>
      (await schedules.list(filter, 10)).items.map(({ name }) => name);
    expect(await list({})).toEqual(['clean', 'schedule-2', 'load-users']);
    expect(await list({ job: 'b' })).toEqual(['schedule-2']);
    expect(await list({ text: 'users' })).toEqual(['schedule-2', 'load-users']);
    const page = await schedules.list({}, 2);
    expect((await schedules.list({}, 2, page.next)).items.map(({ name }) => name)).toEqual(['load-users']);
  });

  describe('what became of a time', () => {
    test('is written down once: the first run stays', async () => {
      const records = await Promise.all(
        [1, 2, 3].map((n) => schedules.recordFiring(aFiring(1, { result: { kind: 'run', runId: aRunId(n) } }))),
      );
      const stands = await schedules.firing(id, 60_000);
      for (const record of records) expect(record).toStrictEqual(stands);
      expect(await schedules.recordFiring(aFiring(1, { result: missed }))).toStrictEqual(stands);
    });

    test('that was missed or refused gives way to a run', async () => {
      await schedules.recordFiring(aFiring(1, { result: missed }));
      expect(await schedules.recordFiring(aFiring(1, { result: refused }))).toMatchObject({ result: missed });
      const made = aFiring(1, { isBackfill: true, recordedAt: 999 });
      expect(await schedules.recordFiring(made)).toStrictEqual(made);
      expect(await schedules.firing(id, 60_000)).toStrictEqual(made);
    });

    test('has one end', async () => {
      await schedules.recordFiring(aFiring(1));
      await schedules.endFiring(id, 60_000, { at: 7, as: 'failed' });
      await schedules.endFiring(id, 60_000, { at: 9, as: 'succeeded' });
      expect((await schedules.firing(id, 60_000))?.ended).toStrictEqual({ at: 7, as: 'failed' });
      await schedules.endFiring(id, 120_000, { at: 9, as: 'succeeded' });
      expect(await schedules.firing(id, 120_000)).toBeUndefined();
    });

    test('is listed newest first, in a window and in pages, without those of others', async () => {
      for (const minute of [1, 2, 3, 4]) await schedules.recordFiring(aFiring(minute));
      await schedules.recordFiring(aFiring(2, { scheduleId: aScheduleId(2) }));
      const minutes = async (...window: Parameters<ScheduleStore['firings']>) =>
        (await schedules.firings(...window)).items.map(({ at }) => at / 60_000);
      expect(await minutes(id, {}, 10)).toEqual([4, 3, 2, 1]);
      expect(await minutes(id, { from: 120_000, until: 180_000 }, 10)).toEqual([3, 2]);
      const page = await schedules.firings(id, {}, 3);
      expect(page.items).toHaveLength(3);
      expect(await minutes(id, {}, 3, page.next)).toEqual([1]);
    });

    test('is listed by what became of it', async () => {
      await schedules.recordFiring(aFiring(1));
      await schedules.recordFiring(aFiring(2, { result: missed }));
      await schedules.recordFiring(aFiring(3, { result: refused }));
      await schedules.recordFiring(aFiring(4));
      await schedules.recordFiring(aFiring(4, { scheduleId: aScheduleId(2) }));
      const minutes = async (...window: Parameters<ScheduleStore['firings']>) =>
        (await schedules.firings(...window)).items.map(({ at }) => at / 60_000);
      expect(await minutes(id, { kinds: ['run'] }, 10)).toEqual([4, 1]);
      expect(await minutes(id, { kinds: ['run', 'refused'], until: 180_000 }, 10)).toEqual([3, 1]);
      const page = await schedules.firings(id, { kinds: ['run', 'refused'] }, 2);
      expect(await minutes(id, { kinds: ['run', 'refused'] }, 2, page.next)).toEqual([1]);
    });
  });
}
