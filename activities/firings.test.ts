import { expect, test } from '@jest/globals';
import type { OverlapPolicy } from '../domain/schedule.js';
import { aRun, aRunId, aScheduleId, aScheduleSpec } from '../test/contracts/builders.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import { MemoryScheduleStore } from '../test/fakes/memory-schedule-store.js';
import type { ActivityDeps } from './deps.js';
import { createFiringActivities, createFiringSteps } from './firings.js';

/** Who cancelled the run of a firing that was cancelled, and why, as the run tells. */
async function causeOf(overlap: OverlapPolicy, isBackfill: boolean): Promise<unknown> {
  const [schedules, runs] = [new MemoryScheduleStore(), new MemoryRunStore()];
  const wanted = { id: aScheduleId(1), name: 'nightly', spec: aScheduleSpec({ overlap }), nextTimes: [] };
  await schedules.put(wanted, { by: 'ada', at: 1 });
  await runs.insert(aRun({ id: aRunId(1), state: 'running' }));
  const known = {
    schedules,
    runs,
    clock: { now: () => 5 },
    wakeups: { wake: () => undefined },
    starter: { cancel: () => Promise.resolve('told') },
  };
  // What it does not use is not there: asking for it would throw.
  const firings = createFiringActivities(known as unknown as ActivityDeps);
  await firings.cancelFiring(aScheduleId(1), aRunId(1), isBackfill);
  return (await runs.get(aRunId(1)))?.cancel;
}

test('a run that is cancelled with its firing says for whom', async () => {
  expect(await causeOf('cancel-other', false)).toMatchObject({
    by: 'schedule nightly',
    reason: 'the next time of its schedule came',
  });
  expect(await causeOf('skip', false)).toMatchObject({
    by: 'temporal',
    reason: 'its firing was cancelled in Temporal',
  });
});

test('a run of a backfill that was stopped says so, whatever the overlap policy', async () => {
  const cause = { by: 'schedule nightly', reason: 'its backfill was stopped' };
  expect(await causeOf('cancel-other', true)).toMatchObject(cause);
  expect(await causeOf('skip', true)).toMatchObject(cause);
});

test('a firing whose run the store has lost is over, and the next time of its schedule has its turn', async () => {
  const [schedules, runs] = [new MemoryScheduleStore(), new MemoryRunStore()];
  const wanted = { id: aScheduleId(1), name: 'nightly', spec: aScheduleSpec(), nextTimes: [] };
  await schedules.put(wanted, { by: 'ada', at: 1 });
  const result = { kind: 'run', runId: aRunId(1) } as const;
  await schedules.recordFiring({ scheduleId: aScheduleId(1), at: 2, isBackfill: false, recordedAt: 2, result });
  // What they do not use is not there: asking for it would throw.
  const deps = { schedules, runs, clock: { now: () => 5 } } as unknown as ActivityDeps;
  expect(await createFiringSteps(deps).outcomeOf(aRunId(1))).toMatchObject({ kind: 'lost' });
  await createFiringActivities(deps).concludeFiring(aScheduleId(1), 2);
  expect((await schedules.firing(aScheduleId(1), 2))?.ended).toEqual({ at: 5, as: 'lost' });
});
