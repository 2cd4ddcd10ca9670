import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ApiWorld } from './world.js';

describe('a name that there is none of', () => {
  let api: ApiWorld;
  beforeEach(async () => {
    api = await ApiWorld.start();
    await api.furnish();
    await api.put('/api/schedules/nightly', { job: 'hello', cron: '@daily' });
  });
  afterEach(() => api.stop());

  test.each([
    ['GET', '/api/jobs/helo', undefined, 'There is no job called helo. Did you mean hello?'],
    ['GET', '/api/jobs/helo/revisions', undefined, 'There is no job called helo. Did you mean hello?'],
    ['DELETE', '/api/clusters/lokal', undefined, 'There is no cluster called lokal. Did you mean local?'],
    ['POST', '/api/schedules/nigthly/pause', {}, 'There is no schedule called nigthly. Did you mean nightly?'],
    ['GET', '/api/jobs/weekly', undefined, 'There is no job called weekly.'],
  ])('%s %s with %j is answered: %4$s', async (method, path, body, detail) => {
    expect((await api.ask(method, path, body)).body).toMatchObject({ status: 404, code: 'not-found', detail });
  });

  test('in a launch is answered at its field, with the one that may have been meant', async () => {
    const job = 'There is no job called helo. Did you mean hello?';
    const cluster = 'There is no cluster called lcoal. Did you mean local?';
    expect((await api.post('/api/runs', { job: 'helo' })).body.errors).toEqual([{ path: 'job', message: job }]);
    expect((await api.post('/api/runs', { job: 'hello', cluster: 'lcoal' })).body).toMatchObject({
      status: 404,
      errors: [{ path: 'cluster', message: cluster }],
    });
  });

  test('of a secret is answered with one that a job refers to, if it is there', async () => {
    api.secrets.values.set('reports/db', 'hunter2').set('reports/dc', 'hunter3');
    const env = { DB: { secret: 'reports/db' }, OLD: { secret: 'reports/bd' } };
    await api.put('/api/jobs/report', { command: 'report', cluster: 'local', env });
    const refusalOf = async (secret: string) =>
      (await api.post('/api/runs', { job: 'hello', env: { DB: { secret } } })).body;
    const detail = 'DB refers to the secret report/db, and there is none of that name here. Did you mean reports/db?';
    expect(await refusalOf('report/db')).toMatchObject({
      status: 422,
      code: 'secret-missing',
      detail,
      errors: [{ path: 'env.DB', message: detail }],
    });
    expect((await refusalOf('reports/bd')).detail).toContain('Did you mean reports/db?');
    expect((await refusalOf('reports/dcc')).detail).not.toContain('reports/dc?'); // no job tells of it
    expect((await refusalOf('weekly')).detail).toBe(
      'DB refers to the secret weekly, and there is none of that name here. An operator sets it up; see docs/secrets.md.',
    );
  });

  test('costs those whose names exist nothing', async () => {
    const names = jest.spyOn(api.jobs, 'list');
    await api.get('/api/jobs/hello');
    expect(names).not.toHaveBeenCalled();
  });
});
