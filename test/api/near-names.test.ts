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

  test('costs those whose names exist nothing', async () => {
    const names = jest.spyOn(api.jobs, 'list');
    await api.get('/api/jobs/hello');
    expect(names).not.toHaveBeenCalled();
  });
});
