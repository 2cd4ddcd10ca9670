import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Exit } from '../../domain/exit.js';
import { failureReport } from '../../domain/failures.js';
import { launchToken } from '../../domain/ids.js';
import type { Outcome } from '../../domain/outcome.js';
import type { RunStore } from '../../domain/ports.js';
import { emptyLog, type Run } from '../../domain/run.js';
import { type FinalState, runStates, step } from '../../domain/run-state.js';
import type { Factory } from './adapters.js';
import { aJobId, anAttempt, aRun, aRunId, aScheduleId, aSnapshot } from './builders.js';

const id = aRunId(1);
const first = launchToken(id, 1, 1);
const exit: Exit = { code: 3, outOfMemory: false, endedByItself: true, reasons: ['Error: exited with 3'] };
const failed: Outcome = { kind: 'failed', failure: failureReport('exit-code', ['Exit code 3.'], { code: 3 }) };
const lostMachine = failureReport('machine-lost', ['spot reclaimed']);

/** What every RunStore promises. */
export function runStoreContract(make: Factory<RunStore>): void {
  let runs: RunStore;
  beforeEach(async () => {
    runs = await make();
  });

  /** Does it twice; the second time must change nothing, and answer the same. */
  async function twice(write: () => Promise<Run | undefined>): Promise<Run> {
    const once = await write();
    expect(await write()).toStrictEqual(once);
    expect(await runs.get(id)).toStrictEqual(once);
    return once!;
  }

  /** Asserts that the write is too late, or not meant for this run: not even the version changes. */
  async function changesNothing(write: () => Promise<Run | undefined | void>): Promise<void> {
    const before = await runs.get(id);
    await write();
    expect(await runs.get(id)).toStrictEqual(before);
  }

  const starting = async () => {
    await runs.insert(aRun());
    return runs.beginAttempt(id, anAttempt(id));
  };
  const running = async () => {
    await starting();
    await runs.recordLaunch(id, first, { container: 'c1' }, 11);
    return runs.recordRunning(id, first, 12);
  };

  describe('what is written', () => {
    test('comes back exactly as it was, dots and dollars in keys included', async () => {
      const run = aRun({
        snapshot: aSnapshot({
          job: { id: aJobId(1), name: 'nightly-report', revision: 7 },
          env: { 'a.b': 'c', $d: { secret: 'x' } },
          parameters: { 'day.of': [1, null, { $set: 'é' }] },
          concurrency: 2,
        }),
        trigger: { kind: 'schedule', schedule: 'nightly', scheduleId: aScheduleId(1), at: 5 },
        labels: { 'team.example/cost': '42', $x: '' },
        outcome: failed,
        cancel: { requestedAt: 9, by: 'bob', reason: 'mistake' },
        refusals: { count: 2, last: 'RESOURCE:CPU', at: 8 },
        times: { queued: 1, failed: 10 },
        state: 'failed',
        attempts: [
          anAttempt(id, 1, 2, {
            handle: { 'a.b': 1 },
            launchedAt: 2,
            phase: 'pulling',
            runningAt: 3,
            endedAt: 4,
            exit,
            failure: lostMachine,
            stop: { cause: { kind: 'run-timeout', limitSeconds: 5 }, at: 6 },
            log: { lines: 1, bytes: 2, complete: true, truncated: false, note: 'n' },
          }),
        ],
      });
      await runs.insert(run);
      expect(await runs.get(id)).toStrictEqual(run);
    });

    test('absent fields stay absent, also when they are given as undefined', async () => {
      await runs.insert(aRun({ outcome: undefined, times: { queued: 1, starting: undefined }, cancel: undefined }));
      const { times, ...run } = (await runs.get(id))!;
      expect(times).toStrictEqual({ queued: 1 });
      expect(Object.keys(run)).not.toContain('outcome');
    });

    test('a run is inserted once; the second time leaves it as it is', async () => {
      await starting();
      await changesNothing(() => runs.insert(aRun()));
    });

    test('what is not there is undefined, and cannot be written to', async () => {
      expect(await runs.get(id)).toBeUndefined();
      expect(await runs.beginAttempt(id, anAttempt(id))).toBeUndefined();
      expect(await runs.finish(id, failed, 1)).toBeUndefined();
      expect(await runs.requestCancel(id, { requestedAt: 1, by: 'x' })).toBeUndefined();
      await runs.recordPhase(id, first, 'pulling');
      await runs.recordLog(id, first, emptyLog);
      expect(await runs.get(id)).toBeUndefined();
    });
  });

  describe('an attempt', () => {
    test('begins once: queued → starting', async () => {
      await runs.insert(aRun());
      const run = await twice(() => runs.beginAttempt(id, anAttempt(id)));
      expect(run).toMatchObject({ state: 'starting', version: 2, attempts: [{ token: first }] });
      expect(run.times.starting).toBe(anAttempt(id).grantedAt);
    });

    test('goes through its life, every event twice, with one version for each', async () => {
      await starting();
      await twice(() => runs.recordLaunch(id, first, { container: 'c1' }, 11));
      for (const _ of [1, 2]) await runs.recordPhase(id, first, 'pulling');
      await twice(() => runs.recordRunning(id, first, 12));
      for (const _ of [1, 2]) await runs.recordLog(id, first, { ...emptyLog, lines: 4, bytes: 99 });
      await twice(() => runs.recordStop(id, first, { kind: 'cancel', by: 'bob' }, 13));
      await twice(() => runs.recordExit(id, first, exit, 14));
      const run = await twice(() => runs.finish(id, failed, 15));
      expect(run.version).toBe(9);
      expect(run.times).toMatchObject({ running: 12, stopping: 13, failed: 15 });
      expect(run.outcome).toStrictEqual(failed);
      expect(run.attempts[0]).toMatchObject({
        handle: { container: 'c1' },
        launchedAt: 11,
        phase: 'pulling',
        runningAt: 12,
        stop: { cause: { kind: 'cancel', by: 'bob' }, at: 13 },
        exit,
        endedAt: 14,
        failure: { code: 'exit-code' },
        log: { lines: 4, bytes: 99 },
      });
    });

    test('keeps its first handle, stop and exit', async () => {
      await running();
      await runs.recordStop(id, first, { kind: 'cancel', by: 'bob' }, 13);
      await runs.recordExit(id, first, exit, 14);
      await changesNothing(() => runs.recordLaunch(id, first, { container: 'other' }, 20));
      await changesNothing(() => runs.recordStop(id, first, { kind: 'run-timeout', limitSeconds: 1 }, 20));
      await changesNothing(() => runs.recordExit(id, first, { ...exit, code: 0 }, 20));
    });

    test('keeps its exit also when the run is over already', async () => {
      await running();
      await runs.finish(id, { kind: 'cancelled', by: 'bob' }, 13);
      const run = await twice(() => runs.recordExit(id, first, exit, 14));
      expect(run).toMatchObject({ state: 'cancelled', attempts: [{ exit }] });
    });

    test('that is not in the run, or whose token is none, changes nothing', async () => {
      await running();
      for (const token of [launchToken(id, 1, 2), launchToken(id, 2, 1), launchToken(aRunId(2), 1, 1), 'x' as never]) {
        await changesNothing(() => runs.recordLaunch(id, token, {}, 20));
        await changesNothing(() => runs.recordRunning(id, token, 20));
        await changesNothing(() => runs.recordStop(id, token, { kind: 'cancel', by: 'x' }, 20));
        await changesNothing(() => runs.recordExit(id, token, exit, 20));
        await changesNothing(() => runs.recordLog(id, token, { ...emptyLog, lines: 9 }));
        await changesNothing(() => runs.recordPhase(id, token, 'x'));
        await changesNothing(() => runs.requeue(id, token, { kind: 'refused', message: 'x' }, 20));
      }
    });
  });

  test('a log that is complete stays so, whatever a slower reader has to say of it', async () => {
    await runs.insert(aRun());
    await runs.beginAttempt(id, anAttempt(id));
    const complete = { ...emptyLog, lines: 2, bytes: 8, complete: true };
    await runs.recordLog(id, first, { ...emptyLog, lines: 1, bytes: 4 });
    await runs.recordLog(id, first, complete);
    await changesNothing(() => runs.recordLog(id, first, { ...complete, complete: false }));
    expect((await runs.get(id))?.attempts[0]?.log).toStrictEqual(complete);
  });

  describe('back in the queue', () => {
    test('a refusal is counted, spends no retry, and the next try takes its place', async () => {
      await starting();
      const refused = await twice(() => runs.requeue(id, first, { kind: 'refused', message: 'RESOURCE:CPU' }, 20));
      expect(refused).toMatchObject({
        state: 'queued',
        refusals: { count: 1, last: 'RESOURCE:CPU', at: 20 },
        retries: { spent: 0, infrastructure: 0 },
      });
      expect(refused.attempts[0]?.endedAt).toBeUndefined();
      const next = await twice(() => runs.beginAttempt(id, anAttempt(id, 1, 2, { grantedAt: 30 })));
      expect(next.attempts.map(({ token }) => token)).toEqual([launchToken(id, 1, 2)]);
      await changesNothing(() => runs.recordRunning(id, first, 31));
      await changesNothing(() => runs.requeue(id, first, { kind: 'refused', message: 'again' }, 32));
    });

    test.each(['user', 'infrastructure'] as const)('a retry that spends one of %s is counted once', async (spends) => {
      await running();
      const why = { kind: 'retry', spends, failure: lostMachine } as const;
      const run = await twice(() => runs.requeue(id, first, why, 20));
      expect(run).toMatchObject({ state: 'queued', attempts: [{ failure: lostMachine, endedAt: 20 }] });
      expect(run.retries).toEqual({ spent: 0, infrastructure: 0, [spends === 'user' ? 'spent' : spends]: 1 });
      const next = await twice(() => runs.beginAttempt(id, anAttempt(id, 2, 1)));
      expect(next.attempts).toHaveLength(2);
      expect(next.attempts[0]).toMatchObject({ failure: lostMachine });
    });

    test('an attempt whose exit is known keeps the time of that exit as its end', async () => {
      await running();
      await runs.recordExit(id, first, exit, 14);
      const run = await runs.requeue(id, first, { kind: 'retry', spends: 'user', failure: lostMachine }, 20);
      expect(run?.attempts[0]?.endedAt).toBe(14);
    });

    test('events of an earlier attempt do not move the run', async () => {
      await running();
      await runs.requeue(id, first, { kind: 'retry', spends: 'user', failure: lostMachine }, 20);
      await changesNothing(() => runs.beginAttempt(id, anAttempt(id)));
      await changesNothing(() => runs.beginAttempt(id, anAttempt(id, 1, 2)));
      await changesNothing(() => runs.beginAttempt(id, anAttempt(id, 3, 1)));
      await runs.beginAttempt(id, anAttempt(id, 2, 1));
      await changesNothing(() => runs.recordRunning(id, first, 21));
      await changesNothing(() => runs.recordStop(id, first, { kind: 'cancel', by: 'x' }, 21));
      await changesNothing(() => runs.recordPhase(id, first, 'pulling'));
      await changesNothing(() => runs.requeue(id, first, { kind: 'refused', message: 'x' }, 21));
      await changesNothing(() => runs.beginAttempt(id, anAttempt(id)));
      // …but what they tell of their own container is kept.
      expect((await runs.recordExit(id, first, exit, 22))?.attempts[0]).toMatchObject({ exit });
      await runs.recordLog(id, first, { ...emptyLog, lines: 7 });
      expect((await runs.get(id))?.attempts[0]?.log.lines).toBe(7);
    });
  });

  describe('the end', () => {
    test('of a run that waits leaves its earlier attempts as they were', async () => {
      await running();
      await runs.requeue(id, first, { kind: 'retry', spends: 'user', failure: lostMachine }, 20);
      const outcome: Outcome = { kind: 'failed', failure: failureReport('queue-timeout') };
      const run = await twice(() => runs.finish(id, outcome, 30));
      expect(run).toMatchObject({ state: 'failed', outcome, attempts: [{ failure: lostMachine, endedAt: 20 }] });
    });

    test('of what waits ends nothing that has begun, and nothing that is over', async () => {
      const cancelled: Outcome = { kind: 'cancelled', by: 'bob' };
      await running();
      await changesNothing(() => runs.finishWaiting(id, cancelled, 20));
      await runs.requeue(id, first, { kind: 'refused', message: 'full' }, 21);
      const run = await twice(() => runs.finishWaiting(id, cancelled, 22));
      expect(run).toMatchObject({ state: 'cancelled', outcome: cancelled, times: { cancelled: 22 } });
      await changesNothing(() => runs.finishWaiting(id, failed, 23));
    });

    test('without an exit ends the attempt as well', async () => {
      await starting();
      expect((await runs.finish(id, failed, 30))?.attempts[0]).toMatchObject({
        endedAt: 30,
        failure: { code: 'exit-code' },
      });
    });

    test('is final: whatever comes later changes nothing', async () => {
      await running();
      await runs.recordLaunch(id, first, {}, 1);
      await runs.finish(id, { kind: 'succeeded' }, 30);
      await changesNothing(() => runs.finish(id, failed, 31));
      await changesNothing(() => runs.recordRunning(id, first, 31));
      await changesNothing(() => runs.recordStop(id, first, { kind: 'cancel', by: 'x' }, 31));
      await changesNothing(() => runs.requeue(id, first, { kind: 'refused', message: 'x' }, 31));
      await changesNothing(() => runs.beginAttempt(id, anAttempt(id, 2, 1)));
      await changesNothing(() => runs.requestCancel(id, { requestedAt: 31, by: 'x' }));
      await changesNothing(() => runs.reprioritise(id, 1));
      await changesNothing(() => runs.recordPhase(id, first, 'x'));
    });

    test('comes with its exit in one write, once', async () => {
      await running();
      const before = await runs.get(id);
      const end = { exit: { ...exit, code: 3 }, outcome: failed };
      const run = await runs.recordEnd(id, first, end, 30);
      expect(run).toMatchObject({
        state: 'failed',
        outcome: failed,
        times: { failed: 30 },
        attempts: [{ exit: { code: 3 }, endedAt: 30, failure: { code: 'exit-code' } }],
        version: (before?.version ?? 0) + 1,
      });
      await changesNothing(async () => {
        expect(await runs.recordEnd(id, first, { ...end, outcome: { kind: 'succeeded' } }, 31)).toBeUndefined();
      });
    });

    test('is left to whoever judges it when a stop or an exit came first, or another attempt goes on', async () => {
      const end = { exit, outcome: { kind: 'succeeded' } } as const;
      const isLeft = () =>
        changesNothing(async () => {
          expect(await runs.recordEnd(id, first, end, 40)).toBeUndefined();
        });
      await runs.insert(aRun());
      await isLeft();
      await running();
      await runs.recordStop(id, first, { kind: 'cancel', by: 'bob' }, 13);
      await isLeft();
      await runs.requeue(id, first, { kind: 'retry', spends: 'user', failure: lostMachine }, 20);
      await isLeft();
      await runs.beginAttempt(id, anAttempt(id, 2, 1));
      await isLeft();
      await runs.recordExit(id, launchToken(id, 2, 1), exit, 21);
      await changesNothing(async () => {
        expect(await runs.recordEnd(id, launchToken(id, 2, 1), end, 40)).toBeUndefined();
      });
      expect(await runs.recordEnd(id, 'x' as never, end, 40)).toBeUndefined();
    });

    test('is decided once, also when two ends arrive at the same moment', async () => {
      await running();
      const ends: Outcome[] = [{ kind: 'succeeded' }, failed, { kind: 'cancelled', by: 'bob' }, { kind: 'succeeded' }];
      const answers = await Promise.all(ends.map((outcome) => runs.finish(id, outcome, 30)));
      const kept = await runs.get(id);
      for (const answer of answers) expect(answer).toStrictEqual(kept);
      expect(kept?.version).toBe(5);
    });

    test('comes from the states that the rules allow, and from no other', async () => {
      for (const [n, state] of runStates.entries()) {
        const outcomes: Outcome[] = [{ kind: 'succeeded' }, failed, { kind: 'cancelled', by: 'x' }];
        for (const [m, outcome] of outcomes.entries()) {
          const one = aRunId(n * 10 + m + 100);
          await runs.insert(aRun({ id: one, state }));
          expect((await runs.finish(one, outcome, 5))?.state).toBe(step(state, outcome.kind) ?? state);
        }
      }
    });
  });

  test('a cancel is noted once; the first one stays', async () => {
    await runs.insert(aRun());
    const run = await twice(() => runs.requestCancel(id, { requestedAt: 5, by: 'bob', reason: 'mistake' }));
    expect(run.cancel).toStrictEqual({ requestedAt: 5, by: 'bob', reason: 'mistake' });
    await changesNothing(() => runs.requestCancel(id, { requestedAt: 6, by: 'eve' }));
  });

  test('only a waiting run gets another priority', async () => {
    await runs.insert(aRun());
    expect(await twice(() => runs.reprioritise(id, 1))).toMatchObject({ priority: 1, version: 2 });
    await runs.beginAttempt(id, anAttempt(id));
    await changesNothing(() => runs.reprioritise(id, 2));
  });

  test('writes that race each count: none is lost', async () => {
    await running();
    await Promise.all([
      runs.recordExit(id, first, exit, 14),
      runs.requestCancel(id, { requestedAt: 1, by: 'bob' }),
      runs.recordLog(id, first, { ...emptyLog, lines: 5 }),
      runs.recordStop(id, first, { kind: 'cancel', by: 'bob' }, 13),
    ]);
    const run = await runs.get(id);
    expect(run).toMatchObject({ state: 'stopping', cancel: { by: 'bob' }, version: 8 });
    expect(run?.attempts[0]).toMatchObject({ exit, log: { lines: 5 }, stop: { at: 13 } });
  });

  describe('a list', () => {
    const at = (n: number) => 1_700_000_000_000 + n * 7_200_000;
    const insert = (n: number, given: Partial<Run> = {}) =>
      runs.insert(aRun({ id: aRunId(n, at(n)), createdAt: at(n), ...given }));
    const numbers = async (filter: Parameters<RunStore['list']>[0]) =>
      (await runs.list(filter, 50)).items.map((run) => Number(run.id.slice(18)));

    test('is newest first, page by page, also while runs are added', async () => {
      for (const n of [3, 1, 5, 2, 4]) await insert(n);
      const page = await runs.list({}, 2);
      expect(page.items.map(({ createdAt }) => createdAt)).toEqual([at(5), at(4)]);
      await insert(6);
      const second = await runs.list({}, 2, page.next);
      expect(second.items.map(({ createdAt }) => createdAt)).toEqual([at(3), at(2)]);
      const third = await runs.list({}, 2, second.next);
      expect(third.items.map(({ createdAt }) => createdAt)).toEqual([at(1)]);
      expect(third.next).toBeUndefined();
    });

    test('has no next page when it ends exactly at the limit', async () => {
      for (const n of [1, 2]) await insert(n);
      expect((await runs.list({}, 2)).next).toBeUndefined();
    });

    test('is narrowed by every field, and by all together', async () => {
      const job = { id: aJobId(1), name: 'j', revision: 1 };
      await insert(1, { state: 'failed', outcome: failed, owner: 'bob', labels: { a: '1', b: '2' } });
      await insert(2, {
        state: 'running',
        group: 'ops',
        snapshot: aSnapshot({ job, cluster: 'west', name: 'Load.Users' }),
      });
      await insert(3, { labels: { a: '2' }, snapshot: aSnapshot({ name: 'loadXusers' }) });
      expect(await numbers({ states: ['failed', 'running'] })).toEqual([2, 1]);
      expect(await numbers({ cluster: 'west' })).toEqual([2]);
      expect(await numbers({ jobId: aJobId(1) })).toEqual([2]);
      expect(await numbers({ owner: 'bob' })).toEqual([1]);
      expect(await numbers({ group: 'ops' })).toEqual([2]);
      expect(await numbers({ groups: ['ops', 'art'] })).toEqual([2]);
      expect(await numbers({ groups: ['art'], group: 'ops' })).toEqual([]);
      expect(await numbers({ label: { name: 'a', value: '2' } })).toEqual([3]);
      expect(await numbers({ since: at(2) })).toEqual([3, 2]);
      expect(await numbers({ until: at(2) })).toEqual([1]);
      expect(await numbers({ since: at(2), until: at(3), states: ['running'], text: 'LOAD' })).toEqual([2]);
      expect(await numbers({ states: [] })).toEqual([]);
      expect(await numbers({ owner: 'ada', cluster: 'nowhere' })).toEqual([]);
    });

    test('finds text in name, id and failure, and takes none of it as a pattern', async () => {
      await insert(1, { state: 'failed', outcome: failed });
      await insert(2, { snapshot: aSnapshot({ name: 'load.users (v2)' }) });
      await insert(3, { snapshot: aSnapshot({ name: 'loadXusers' }) });
      expect(await numbers({ text: 'd.u' })).toEqual([2]);
      expect(await numbers({ text: '(V2' })).toEqual([2]);
      expect(await numbers({ text: 'ended with an ERROR' })).toEqual([1]);
      expect(await numbers({ text: aRunId(3, at(3)).slice(-8) })).toEqual([3]);
      expect(await numbers({ text: '^.*$' })).toEqual([]);
    });

    test('of the ids in some states is oldest first and goes on behind an id', async () => {
      for (const n of [2, 1, 3]) await insert(n, { state: n === 2 ? 'running' : 'queued' });
      await insert(4, { state: 'succeeded' });
      const idOf = (n: number) => aRunId(n, at(n));
      expect(await runs.idsIn(['queued', 'running'], 2)).toEqual([idOf(1), idOf(2)]);
      expect(await runs.idsIn(['queued', 'running'], 2, idOf(2))).toEqual([idOf(3)]);
      expect(await runs.idsIn(['queued'], 9)).toEqual([idOf(1), idOf(3)]);
    });

    test('of live runs that are to be cancelled begins with those that were asked to end first', async () => {
      const cancel = (requestedAt: number) => ({ cancel: { requestedAt, by: 'ada' } });
      await insert(1, cancel(30));
      await insert(2, { ...cancel(10), state: 'running' });
      await insert(3, { ...cancel(5), state: 'cancelled' });
      await insert(4);
      const before = async (time: number, limit = 9) =>
        (await runs.cancelling(time, limit)).map(({ createdAt }) => createdAt);
      expect(await before(31)).toEqual([at(2), at(1)]);
      expect(await before(31, 1)).toEqual([at(2)]);
      expect(await before(30)).toEqual([at(2)]);
      expect(await before(10)).toEqual([]);
    });

    test('of the latest ended runs is per job', async () => {
      const of = (n: number) => ({ snapshot: aSnapshot({ job: { id: aJobId(n), name: 'j', revision: 1 } }) });
      for (const n of [1, 2, 3]) await insert(n, { ...of(1), state: 'succeeded' });
      await insert(4, of(1));
      await insert(5, { ...of(2), state: 'failed', outcome: failed });
      await insert(6, { ...of(3), state: 'failed', outcome: failed });
      const recent = await runs.recentOf([aJobId(1), aJobId(2), aJobId(9)], 2);
      expect(recent.map(({ createdAt }) => createdAt)).toEqual([at(3), at(2), at(5)]);
      expect(await runs.recentOf([], 2)).toEqual([]);
    });

    test('those that ended before a time are found, the live ones never, and only final ones can be removed', async () => {
      const ended = (state: FinalState, then: number): Partial<Run> => ({
        state,
        times: { queued: at(1), [state]: then },
      });
      await insert(1);
      await insert(2, ended('succeeded', at(4)));
      await insert(3, ended('failed', at(4)));
      await insert(4, ended('lost', at(9)));
      await insert(5, { state: 'running' });
      const [live, old, older, younger] = [1, 2, 3, 4].map((n) => aRunId(n, at(n)));
      expect((await runs.endedBefore(at(8), 10)).toSorted()).toEqual([old, older]);
      expect(await runs.endedBefore(at(8), 1)).toHaveLength(1);
      expect(await runs.endedBefore(at(4), 10)).toEqual([]);
      for (const run of [live!, old!, old!]) await runs.remove(run);
      expect(await runs.get(old!)).toBeUndefined();
      expect(await runs.get(live!)).toBeDefined();
      expect(await runs.endedBefore(at(10), 10)).toEqual(expect.arrayContaining([older, younger]));
    });

    test('the live ones are counted per cluster and state', async () => {
      await insert(1);
      await insert(2);
      await insert(3, { state: 'running', snapshot: aSnapshot({ cluster: 'west' }) });
      await insert(4, { state: 'succeeded' });
      expect(new Set(await runs.countLive())).toEqual(
        new Set([
          { cluster: 'analytics', state: 'queued', count: 2 },
          { cluster: 'west', state: 'running', count: 1 },
        ]),
      );
    });
  });
}
