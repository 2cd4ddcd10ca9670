import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  BackfillView,
  FiringPage,
  PreviewView,
  SchedulePage,
  SchedulePutView,
  ScheduleView,
} from '../../domain/contract/schedules.js';
import { ApiWorld } from './world.js';
import { aRunId, aScheduleId } from '../contracts/builders.js';

let api: ApiWorld;
beforeEach(async () => {
  api = await ApiWorld.start();
  await api.furnish();
});
afterEach(() => api.stop());

const nightly = { job: 'hello', cron: '30 2 * * mon-fri', timeZone: 'Europe/Berlin' };
const put = async (body: object, name = 'nightly') =>
  SchedulePutView.parse((await api.put(`/api/schedules/${name}`, body)).body);

/** A refusal as the client sees it: the status, the code and the fields. */
async function refused(body: object): Promise<[number, string, string[]]> {
  const answer = await api.put('/api/schedules/nightly', { job: 'hello', ...body });
  const { code, errors = [] } = answer.body as { code: string; errors?: { path: string; message: string }[] };
  return [answer.status, code, errors.map(({ path, message }) => `${path}: ${message}`)];
}

describe('a schedule', () => {
  test('is created, put again, changed, shown and removed', async () => {
    const created = await api.put('/api/schedules/nightly', nightly);
    expect(created.status).toBe(201);
    expect(SchedulePutView.parse(created.body)).toMatchObject({
      change: 'created',
      schedule: {
        words: 'At 02:30, Monday through Friday',
        overlap: 'skip',
        catchUpSeconds: 600,
        warnings: [],
        recent: [],
      },
    });
    expect(await put(nightly)).toMatchObject({ change: 'unchanged' });
    expect(await put({ ...nightly, overlap: 'queue-one' })).toMatchObject({ change: 'changed' });
    const shown = ScheduleView.parse((await api.get('/api/schedules/nightly')).body);
    expect(shown).toMatchObject({ overlap: 'queue-one', next: expect.arrayContaining([expect.any(String)]) });
    expect([...api.scheduler.schedules.values()]).toMatchObject([{ name: 'nightly', version: 2 }]);
    expect((await api.ask('DELETE', '/api/schedules/nightly')).status).toBe(204);
    expect(api.scheduler.schedules.size).toBe(0);
    expect((await api.get('/api/schedules/nightly')).status).toBe(404);
    const { items } = (await api.get('/api/audit?subject=schedule/nightly')).body;
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      'schedule.remove',
      'schedule.change',
      'schedule.create',
    ]);
  });

  test('is listed by its job and a part of its name', async () => {
    await api.put('/api/jobs/other', { command: 'true', cluster: 'local' });
    await put(nightly);
    await put({ job: 'other', everySeconds: 900 }, 'quarterly');
    const names = async (query: string) =>
      SchedulePage.parse((await api.get(`/api/schedules?${query}`)).body).items.map(({ name }) => name);
    expect(await names('')).toHaveLength(2);
    expect(await names('job=other')).toEqual(['quarterly']);
    expect(await names('q=NIGHT')).toEqual(['nightly']);
  });

  test.each([
    [{}, ['cron: give a cron line, or everySeconds: one of the two']],
    [{ cron: '* * * * *', everySeconds: 60 }, ['cron: give a cron line, or everySeconds: one of the two']],
    [{ cron: '61 * * * *' }, ['cron: minute: 61 is not between 0 and 59']],
    [{ cron: '0 0 30 2 *' }, ['cron: "0 0 30 2 *" can never fire: no day is like that']],
    [
      { cron: '@daily', timeZone: 'Mars/Phobos' },
      ['timeZone: Mars/Phobos is not a time zone; write one like Europe/Berlin, or UTC'],
    ],
    [{ cron: '@daily', endAt: '2020-01-01T00:00:00Z' }, ['endAt: is over already; it would never fire']],
    [{ cron: '@daily', job: 'nothing' }, ['job: There is no job called nothing.']],
    [{ cron: '@daily', parameters: { day: 1 } }, ['parameters.day: there is no such parameter; the job has none']],
  ])('%j is refused by its field', async (body, errors) => {
    expect(await refused(body)).toEqual([400, 'malformed', errors]);
    expect((await api.get('/api/schedules/nightly')).status).toBe(404);
  });

  test('that fires each minute, or means two kinds of days, is warned of', async () => {
    const codes = async (cron: string) => (await put({ job: 'hello', cron })).schedule.warnings.map(({ code }) => code);
    expect(await codes('* * * * *')).toEqual(['each-minute']);
    expect(await codes('0 9 1 * mon')).toEqual(['both-days']);
  });

  test('whose run would be refused just now is kept, and says so', async () => {
    await api.post('/api/clusters/local/drain', { reason: 'moving' });
    const { schedule } = await put(nightly);
    expect(schedule.warnings).toMatchObject([
      { code: 'would-be-refused', message: expect.stringContaining('draining') },
    ]);
  });

  test('is paused with a note and resumed', async () => {
    await put(nightly);
    const paused = ScheduleView.parse((await api.post('/api/schedules/nightly/pause', { note: 'broken' })).body);
    expect(paused.paused).toMatchObject({ note: 'broken' });
    expect([...api.scheduler.schedules.values()]).toMatchObject([{ paused: { note: 'broken' } }]);
    const resumed = ScheduleView.parse((await api.post('/api/schedules/nightly/resume', {})).body);
    expect(resumed.paused).toBeUndefined();
    expect((await api.post('/api/schedules/nightly/resume', {})).status).toBe(200);
    expect((await api.post('/api/schedules/nothing/pause', {})).status).toBe(404);
  });
});

describe('while Temporal is away', () => {
  test('nothing is stored whose times could not be checked', async () => {
    api.scheduler.isAway = true;
    const answer = await api.put('/api/schedules/nightly', nightly);
    expect([answer.status, answer.body.code]).toEqual([503, 'temporal-unavailable']);
    expect((await api.get('/api/schedules/nightly')).status).toBe(404);
  });

  test('a pause is kept, and said not to be in force yet', async () => {
    await put(nightly);
    api.scheduler.isAway = true;
    const { paused, warnings } = ScheduleView.parse((await api.post('/api/schedules/nightly/pause', {})).body);
    expect(paused).toBeDefined();
    expect(warnings).toMatchObject([{ code: 'not-in-force' }]);
  });

  test('nothing can be fired, and the answer says that nothing was changed', async () => {
    await put(nightly);
    api.scheduler.isAway = true;
    expect((await api.post('/api/schedules/nightly/trigger', {})).body).toMatchObject({
      code: 'temporal-unavailable',
      detail: 'Temporal cannot be reached, so it cannot fire. Nothing was changed; try again.',
    });
  });
});

describe('the preview', () => {
  test('shows the next times of a schedule that is not saved, and stores nothing', async () => {
    const body = { cron: '0 6 * * *', timeZone: 'Asia/Tokyo', count: 3 };
    const preview = PreviewView.parse((await api.post('/api/schedules/preview', body)).body);
    expect(preview).toMatchObject({ words: 'At 06:00', timeZone: 'Asia/Tokyo' });
    expect(preview.times).toHaveLength(3);
    expect(preview.times[0]).toMatchObject({ kind: 'fires', wall: expect.stringMatching(/ 06:00$/), offset: '+09:00' });
    expect((await api.post('/api/schedules/preview', { cron: '0 0 31 2 *' })).status).toBe(400);
    expect((await api.get('/api/schedules')).body.items).toEqual([]);
  });

  test('shows the next times of a schedule', async () => {
    await put(nightly);
    const preview = PreviewView.parse((await api.get('/api/schedules/nightly/preview?count=2')).body);
    expect(preview.times.filter(({ kind }) => kind === 'fires')).toHaveLength(2);
  });
});

describe('a backfill', () => {
  const window = { from: '2026-03-02T00:00:00Z', until: '2026-03-06T23:00:00Z' };
  const backfill = (more: object = {}) => api.post('/api/schedules/nightly/backfill', { ...window, ...more });

  test('shows which times have a run, and fires the others only', async () => {
    const { schedule } = await put(nightly);
    const at = Date.parse('2026-03-03T01:30:00Z');
    const { id } = [...api.scheduler.schedules.values()][0] ?? { id: undefined };
    expect(id).toBe(schedule.id);
    if (id === undefined) return;
    const result = { kind: 'run', runId: aRunId(1) } as const;
    await api.schedules.recordFiring({ scheduleId: id, at, isBackfill: false, recordedAt: at, result });
    const shown = BackfillView.parse((await backfill({ dryRun: true })).body);
    expect([shown.started, shown.toRun]).toEqual([false, 4]);
    expect(shown.times.map(({ wall, runId }) => [wall, runId])).toEqual([
      ['2026-03-02 02:30', undefined],
      ['2026-03-03 02:30', aRunId(1)],
      ['2026-03-04 02:30', undefined],
      ['2026-03-05 02:30', undefined],
      ['2026-03-06 02:30', undefined],
    ]);
    expect(api.scheduler.backfills.size).toBe(0);
    expect(BackfillView.parse((await backfill({ atOnce: 2 })).body).started).toBe(true);
    expect(api.scheduler.backfills.get(id)).toMatchObject({ atOnce: 2, times: { length: 4 } });
    expect((await backfill()).body.code).toBe('conflict');
    expect((await api.ask('DELETE', '/api/schedules/nightly/backfill')).status).toBe(202);
    expect(api.scheduler.backfills.size).toBe(0);
  });

  test('of a million times is refused with the number', async () => {
    await put({ job: 'hello', cron: '* * * * *' });
    const answer = await backfill({ from: '2024-01-01T00:00:00Z', until: '2025-11-25T10:39:00Z' });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([
      {
        path: 'from',
        message: 'the window has about 1,000,800 times; one backfill may have 500: choose a shorter one',
      },
    ]);
  });

  test('of the future is refused', async () => {
    await put(nightly);
    const answer = await backfill({ until: '2099-01-01T00:00:00Z' });
    expect(answer.body.errors).toMatchObject([{ path: 'until' }]);
  });
});

test('what became of its times is listed newest first, with the run or the reason', async () => {
  const { schedule } = await put(nightly);
  const [known] = api.scheduler.schedules.values();
  expect(known?.id).toBe(schedule.id);
  if (known === undefined) return;
  const scheduleId = known.id;
  const run = { kind: 'run', runId: aRunId(1) } as const;
  const missed = { kind: 'missed', cause: 'overlap', message: 'The run before had not ended.' } as const;
  const refusal = { kind: 'refused', code: 'conflict', message: 'archived' } as const;
  for (const [index, result] of [run, missed, refusal].entries())
    await api.schedules.recordFiring({ scheduleId, at: index * 60_000, isBackfill: false, recordedAt: 5, result });
  await api.schedules.endFiring(scheduleId, 0, { at: 9, as: 'failed' });
  const { items } = FiringPage.parse((await api.get('/api/schedules/nightly/firings')).body);
  expect(items).toMatchObject([
    { result: 'refused', code: 'conflict', message: 'archived' },
    { result: 'missed', cause: 'overlap' },
    { result: 'run', runId: aRunId(1), state: 'failed', endedAt: '1970-01-01T00:00:00.009Z' },
  ]);
  const since = FiringPage.parse((await api.get('/api/schedules/nightly/firings?from=1970-01-01T00:02:00Z')).body);
  expect(since.items).toHaveLength(1);
});

test('a trigger within the second of another firing waits for the next one, in which it counts', async () => {
  await put(nightly);
  const [{ id: scheduleId } = { id: aScheduleId(1) }] = api.scheduler.schedules.values();
  const at = Math.floor(Date.now() / 1000) * 1000;
  const result = { kind: 'run', runId: aRunId(1) } as const;
  await api.schedules.recordFiring({ scheduleId, at, isBackfill: false, recordedAt: at, result });
  await api.post('/api/schedules/nightly/trigger', {});
  expect(api.scheduler.triggered).toEqual([scheduleId]);
  expect(Date.now()).toBeGreaterThanOrEqual(at + 1000);
});
