import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ScheduleView } from '../../../domain/contract/schedules.js';
import { ToyApi } from '../../../test/fakes/toy-api.js';
import { flotilla } from '../../../test/fakes/toy-terminal.js';
import { RUN_ID } from '../../../test/fakes/views.js';
import { exitCodes } from '../exit-codes.js';

const soon = new Date(Date.now() + 3_700_000).toISOString();

const aScheduleView = (given: Partial<ScheduleView> = {}): ScheduleView => ({
  id: '01M8A4GVWR30T0T2VBJ8CVHPWG',
  name: 'nightly',
  description: '',
  job: 'report',
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  jitterSeconds: 0,
  words: 'At 02:30',
  overlap: 'skip',
  catchUpSeconds: 600,
  priority: 3,
  labels: {},
  next: [soon],
  recent: [],
  warnings: [],
  createdAt: soon,
  createdBy: 'ada',
  updatedAt: soon,
  updatedBy: 'ada',
  ...given,
});

const preview = {
  words: 'At 02:30',
  timeZone: 'Europe/Berlin',
  times: [
    { kind: 'fires', at: '2027-03-27T01:30:00.000Z', wall: '2027-03-27 02:30', offset: '+01:00' },
    { kind: 'skipped', wall: '2027-03-28 02:30', note: 'there is no 02:30 on this day' },
  ],
  warnings: [],
};

describe('schedules at the command line', () => {
  let api: ToyApi;
  beforeEach(async () => {
    api = await ToyApi.start();
  });
  afterEach(() => api.stop());

  test('are listed with what comes next and what was last; a pause is not taken for news', async () => {
    const times = { recordedAt: soon, isBackfill: false };
    const missed = { ...times, at: '2026-11-25T10:00:00.000Z', result: 'missed', cause: 'paused' } as const;
    const failed = { ...times, at: '2026-11-25T09:00:00.000Z', result: 'run', runId: RUN_ID, state: 'failed' } as const;
    const paused = { at: soon, by: 'ada' };
    api.on('GET /schedules', () => ({
      items: [aScheduleView(), aScheduleView({ name: 'flaky', paused, recent: [missed, failed] })],
    }));
    const { out } = await flotilla(api.url, ['schedules', '--job', 'report']);
    expect(out).toMatch(/nightly +report +At 02:30 +Europe\/Berlin +in 1 h/);
    expect(out).toMatch(/flaky .* paused +failed/);
    expect(api.asked('GET /schedules')[0]?.query).toMatchObject({ job: 'report' });
  });

  test('are told in the words of the page why a time made no run, and what an overlap does', async () => {
    const times = { recordedAt: soon, isBackfill: false, at: '2026-11-25T10:00:00.000Z' };
    const missed = { ...times, result: 'missed', cause: 'overlap' } as const;
    api.on('GET /schedules', () => ({ items: [aScheduleView({ recent: [missed] })] }));
    api.on('GET /schedules/nightly', () => aScheduleView());
    api.on('GET /schedules/nightly/preview', () => preview);
    expect((await flotilla(api.url, ['schedules'])).out).toContain('did not happen: overlap');
    const { out } = await flotilla(api.url, ['schedules', 'show', 'nightly']);
    expect(out).toContain('Leave this time out (skip)');
  });

  test('are listed page by page, however many are asked for, and also behind a page of which nothing may be seen', async () => {
    api.on('GET /schedules', ({ query }) =>
      query['cursor'] === undefined ? { items: [], next: 'more' } : { items: [aScheduleView()], next: 'yet more' },
    );
    const { out, err } = await flotilla(api.url, ['schedules', '-n', '501']);
    expect(out.match(/nightly/g)).toHaveLength(501);
    expect(err).toContain('There are more: raise --limit.');
    expect(
      api
        .asked('GET /schedules')
        .slice(0, 2)
        .map(({ query }) => query),
    ).toEqual([{ limit: '500' }, { limit: '500', cursor: 'more' }]);
  });

  test('show what daylight saving does to the next times', async () => {
    api.on('GET /schedules/nightly/preview', () => preview);
    const { out } = await flotilla(api.url, ['schedules', 'preview', 'nightly', '-n', '2']);
    expect(out).toMatch(/2027-03-28 02:30 +skipped +there is no 02:30 on this day/);
    expect(api.asked('GET /schedules/nightly/preview')[0]?.query).toEqual({ count: '2' });
  });

  test('are paused with a note, and backfilled after a look', async () => {
    api.on('POST /schedules/nightly/pause', () => aScheduleView());
    api.on('POST /schedules/nightly/backfill', () => ({
      started: false,
      toRun: 1,
      times: [
        { at: soon, wall: '2026-11-24 02:30', runId: RUN_ID },
        { at: soon, wall: '2026-11-25 02:30' },
      ],
    }));
    const { err } = await flotilla(api.url, ['schedules', 'pause', 'nightly', '--note', 'broken']);
    expect(err).toContain('nightly is paused');
    expect(api.asked('POST /schedules/nightly/pause')[0]?.body).toEqual({ note: 'broken' });
    const shown = await flotilla(api.url, ['schedules', 'backfill', 'nightly', '--from', '2d', '--dry-run']);
    expect(shown.out).toMatch(/2026-11-25 02:30 +none/);
    expect(shown.err).toContain('1 time has no run.');
    expect(api.asked('POST /schedules/nightly/backfill')[0]?.body).toMatchObject({ atOnce: 1, dryRun: true });
  });

  describe('in files', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'flotilla-schedules-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    test('are applied, and a mistake is named with its line', async () => {
      const file = join(folder, 's.yaml');
      writeFileSync(
        file,
        'name: nightly\njob: report\ncron: "30 2 * * *"\n---\nname: odd\njob: report\ncron: "61 * * * *"\n',
      );
      const next = ['2027-01-02T01:30:00.000Z'];
      api.on('PUT /schedules/nightly', () => ({ change: 'created', schedule: aScheduleView({ next }) }));
      api.on('PUT /schedules/odd', (_request, response) => {
        const errors = [{ path: 'cron', message: 'minute: 61 is not between 0 and 59' }];
        const problem = {
          type: 'urn:flotilla:malformed',
          title: 'Malformed',
          status: 400,
          detail: '',
          code: 'malformed',
        };
        response.writeHead(400, { 'content-type': 'application/problem+json' });
        response.end(JSON.stringify({ ...problem, errors }));
        return undefined;
      });
      const { out, err, exitCode } = await flotilla(api.url, ['schedules', 'apply', '-f', file]);
      expect(out).toContain('created   nightly: At 02:30, next 2027-01-02 02:30 (Europe/Berlin)\n');
      expect(err).toContain(`${file}:7: odd: cron: minute: 61 is not between 0 and 59`);
      expect(exitCode).toBe(exitCodes.refused);
    });

    test('that have both rhythms, or none, are not sent at all', async () => {
      const file = join(folder, 's.yaml');
      writeFileSync(file, 'name: nightly\njob: report\n');
      const { err, exitCode } = await flotilla(api.url, ['schedules', 'apply', '-f', file]);
      expect(err).toContain('give a cron line, or everySeconds: one of the two');
      expect(exitCode).toBe(exitCodes.usage);
      expect(api.requests).toEqual([]);
    });
  });
});
