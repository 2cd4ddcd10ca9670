import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import {
  BackfillView,
  FiringPage,
  type FiringView,
  SchedulePutView,
  type ScheduleRequest,
  ScheduleView,
} from '../../domain/contract/schedules.js';
import { isFinal } from '../../domain/run-state.js';
import { describeWith } from '../needs.js';
import { until } from './until.js';
import { World } from './world.js';

const MINUTE = 60_000;
// Beside the 500 schedules of another file, a shared Temporal may take a while to fire.
jest.setTimeout(3 * MINUTE);
const often: ScheduleRequest = { job: 'quick', everySeconds: 10, overlap: 'allow-all' };
/** Fires on a day that no test will see: what it does is done by triggers and backfills. */
const rarely = { cron: '0 0 29 2 *' };

describeWith(['temporal', 'mongodb'], 'schedules', (at) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(at);
    await world.api.cluster('local', { limits: { slots: 6 } });
    await job('quick', 'echo done');
    await job('slow', 'sleep 600');
    await job('broken', 'exit 3');
    // These take their time: all at once from the beginning, each looked at by its own test.
    await put('often', often);
    await put('held', { job: 'slow', everySeconds: 10 });
    await put('only-newest', { job: 'slow', everySeconds: 10, overlap: 'cancel-other' });
  }, 120_000);
  afterAll(() => world.end(), 60_000);

  const job = (name: string, command: string) =>
    world.api.json('PUT', `/jobs/${name}`, { command, cluster: 'local', resources: { cpu: 0.01, memoryMiB: 4 } });

  const put = async (name: string, request: ScheduleRequest): Promise<ScheduleView> =>
    SchedulePutView.parse(await world.api.json('PUT', `/schedules/${name}`, request)).schedule;

  const firings = async (name: string): Promise<FiringView[]> =>
    FiringPage.parse(await world.api.json('GET', `/schedules/${name}/firings?limit=500`)).items;

  const firingsWhen = (what: string, name: string, isWanted: (found: FiringView[]) => boolean) =>
    until(what, () => firings(name), isWanted, 90_000);

  test('each time makes one run of the job, whose firing ends with it', async () => {
    const schedule = await put('often', often);
    expect(schedule).toMatchObject({ words: 'Every 10 seconds', warnings: [{ code: 'each-minute' }] });
    const found = await firingsWhen(
      'it has fired twice',
      'often',
      (found) => found.slice(-2).every(({ state }) => state === 'succeeded') && found.length > 1,
    );
    await world.api.json('POST', '/schedules/often/pause', { note: 'seen enough' });
    for (const firing of found.slice(-2)) {
      expect(Date.parse(firing.at) % 10_000).toBe(0);
      const run = await world.api.run(firing.runId ?? '');
      expect(run).toMatchObject({ name: 'quick', trigger: { kind: 'schedule', schedule: 'often', at: firing.at } });
    }
    const runs = (await world.api.runs('job=quick')).filter(({ trigger }) => trigger.schedule === 'often');
    expect(new Set(runs.map(({ trigger }) => trigger.at)).size).toBe(runs.length);
    const workflow = world.temporal.workflow.getHandle(`scheduled/${schedule.id}-${shortIso(found.at(-1)?.at)}`);
    expect((await workflow.describe()).status.name).toBe('COMPLETED');
  });

  test('while its run lives, a schedule that skips is held up, and says so of the times it left out', async () => {
    const schedule = await put('held', { job: 'slow', everySeconds: 10 });
    const [first] = await firingsWhen('it has fired', 'held', (found) => found.length > 0);
    await world.api.reaches(first?.runId ?? '', 'running');
    const workflow = world.temporal.workflow.getHandle(`scheduled/${schedule.id}-${shortIso(first?.at)}`);
    expect((await workflow.describe()).status.name).toBe('RUNNING');
    await world.api.json('POST', `/schedules/held/pause`, {});
    await workflow.cancel();
    const run = await world.api.ended(first?.runId ?? '');
    expect([run.state, run.cancel?.by]).toEqual(['cancelled', 'temporal']);
    await firingsWhen('its firing has ended', 'held', ([newest]) => newest?.endedAt !== undefined);
    expect((await firings('held')).filter(({ result }) => result === 'run')).toHaveLength(1);
  });

  test('the next time cancels the run of the one before, where that is wished', async () => {
    const found = await firingsWhen('the second time has come', 'only-newest', ({ length }) => length > 1);
    await world.api.json('POST', '/schedules/only-newest/pause', {});
    const overtaken = await world.api.ended(found.at(-1)?.runId ?? '');
    expect(overtaken).toMatchObject({ state: 'cancelled', cancel: { by: 'schedule only-newest' } });
    const [newest] = await firings('only-newest');
    await world.api.json('POST', `/runs/${newest?.runId}/cancel`, {});
    await world.api.ended(newest?.runId ?? '');
  });

  test('it pauses itself after so many failures in a row', async () => {
    await put('failing', { job: 'broken', ...rarely, pauseAfterFailures: 2 });
    await world.api.json('POST', '/schedules/failing/trigger', {});
    await firingsWhen('the first has failed', 'failing', ([first]) => first?.endedAt !== undefined);
    await world.api.json('POST', '/schedules/failing/trigger', {});
    const paused = await until(
      'it is paused',
      async () => ScheduleView.parse(await world.api.json('GET', '/schedules/failing')),
      (schedule) => schedule.paused !== undefined,
    );
    expect(paused.paused).toMatchObject({
      by: 'flotilla',
      note: expect.stringContaining('2 runs in a row have failed'),
    });
  });

  test('a backfill makes the runs that are missing, so many at once, and no time gets a second one', async () => {
    await put('past', { job: 'quick', cron: '* * * * *', startAt: '2026-01-01T00:00:00.000Z' });
    await world.api.json('POST', '/schedules/past/pause', {});
    const end = Math.floor(Date.now() / MINUTE) * MINUTE - 60 * MINUTE;
    const window = { from: new Date(end - 5 * MINUTE).toISOString(), until: new Date(end).toISOString() };
    const backfill = async (more: object) =>
      BackfillView.parse(await world.api.json('POST', '/schedules/past/backfill', { ...window, ...more }));
    expect(await backfill({ dryRun: true })).toMatchObject({ started: false, toRun: 6 });
    await backfill({ atOnce: 3 });
    await firingsWhen('all have ended', 'past', (found) => found.filter(({ endedAt }) => endedAt).length === 6);
    await until(
      'the backfill is over',
      async () => ScheduleView.parse(await world.api.json('GET', '/schedules/past')),
      (schedule) => schedule.backfill === undefined,
    );
    const again = await backfill({});
    expect(again).toMatchObject({ started: false, toRun: 0 });
    expect(again.times.every(({ runId }) => runId !== undefined)).toBe(true);
    expect((await world.api.runs('job=quick')).filter(({ trigger }) => trigger.schedule === 'past')).toHaveLength(6);
  });

  test('an edited job needs no change of its schedule, an archived one is refused in words', async () => {
    await job('changing', 'echo one');
    await put('follows', { job: 'changing', ...rarely });
    await job('changing', 'echo two');
    await world.api.json('POST', '/schedules/follows/trigger', {});
    const [fired] = await firingsWhen('it has fired', 'follows', ({ length }) => length > 0);
    expect((await world.api.ended(fired?.runId ?? '')).command).toBe('echo two');
    await world.api.json('DELETE', '/jobs/changing');
    await world.api.json('POST', '/schedules/follows/trigger', {});
    const [refused] = await firingsWhen('it was refused', 'follows', ([newest]) => newest?.result === 'refused');
    expect(refused).toMatchObject({ code: 'conflict', message: expect.stringContaining('archived') });
  });

  test('a removed schedule fires no more; its runs stay', async () => {
    await put('short-lived', { job: 'quick', ...rarely });
    await world.api.json('POST', '/schedules/short-lived/trigger', {});
    const [fired] = await firingsWhen('it has fired', 'short-lived', ({ length }) => length > 0);
    expect((await world.api.raw('DELETE', '/schedules/short-lived')).status).toBe(204);
    expect((await world.api.raw('GET', '/schedules/short-lived')).status).toBe(404);
    expect(isFinal((await world.api.ended(fired?.runId ?? '')).state)).toBe(true);
  });
});

const shortIso = (time: string | undefined): string => `${(time ?? '').slice(0, 19)}Z`;
