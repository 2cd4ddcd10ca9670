import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ComparisonView } from '../../domain/contract/comparison.js';
import { flotilla } from '../fakes/toy-terminal.js';
import { RunningJob } from './running-job.js';
import { ApiWorld } from './world.js';

let api: ApiWorld;
let a: RunningJob;
let b: RunningJob;
beforeEach(async () => {
  api = await ApiWorld.start();
  await api.furnish();
  a = await RunningJob.running(api);
  await a.print('reading', 'as of 2026-11-24T08:30:00Z', '3 rows');
  await a.end();
  await api.put('/api/jobs/hello', { command: 'echo bye', cluster: 'local' });
  b = await RunningJob.running(api);
  await b.print('reading', 'as of 2026-11-25T08:30:00Z', 'no rows');
  await b.end();
});
afterEach(() => api.stop());

describe('comparing two runs', () => {
  test('tells what differs, and where their logs part ways', async () => {
    const { body } = await api.get(`/api/runs/compare?a=${a.id}&b=${b.id}`);
    const { rows, log, ...runs } = ComparisonView.parse(body);
    expect([runs.a.id, runs.b.id]).toEqual([a.id, b.id]);
    expect(rows.find(({ name }) => name === 'command')).toMatchObject({
      a: 'echo hello',
      b: 'echo bye',
      isSame: false,
    });
    expect(rows.find(({ name }) => name === 'revision')).toMatchObject({ a: 1, b: 2 });
    expect(rows.find(({ name }) => name === 'cluster')).toMatchObject({ isSame: true });
    expect(log).toMatchObject({
      differsAt: 3,
      isWhole: true,
      before: [{ n: 1 }, { n: 2 }],
      a: [{ n: 3, text: '3 rows' }],
      b: [{ n: 3, text: 'no rows' }],
    });
  });

  test('needs two runs that exist', async () => {
    expect((await api.get(`/api/runs/compare?a=${a.id}`)).body).toMatchObject({ status: 400, errors: [{ path: 'b' }] });
    expect((await api.get(`/api/runs/compare?a=${a.id}&b=x`)).status).toBe(400);
    expect((await api.get(`/api/runs/compare?a=${a.id}&b=01K9ZJ3V7Q4T8RWX2M5N6P0ABC`)).body.code).toBe('not-found');
  });

  test('reads well in a terminal', async () => {
    const short = await flotilla(api.url, ['compare', a.id, 'latest']);
    expect(short.out).toMatch(/what +command +echo hello +echo bye\n/);
    expect(short.out).not.toContain('cluster');
    expect(short.out).toContain('The logs differ first in line 3\n');
    expect(short.out).toMatch(/- +3 {2}3 rows\n\+ +3 {2}no rows\n/);
    expect((await flotilla(api.url, ['compare', a.id, b.id, '--all'])).out).toMatch(/what +cluster +local +local\n/);
    expect((await flotilla(api.url, ['compare', a.id, a.id])).out).toContain('all 3 lines');
  });
});
