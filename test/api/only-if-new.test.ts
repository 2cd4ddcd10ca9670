import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiWorld } from './world.js';

let api: ApiWorld;
beforeEach(async () => {
  api = await ApiWorld.start();
  await api.furnish();
});
afterEach(() => api.stop());

const putIf = (condition: string, path: string, body: unknown) =>
  api.ask('PUT', path, body, { 'if-none-match': condition });
const create = (path: string, body: unknown) => putIf('*', path, body);

describe.each([
  {
    kind: 'job',
    first: { command: 'one', description: 'the first' },
    second: { command: 'two', description: 'the second' },
  },
  {
    kind: 'schedule',
    first: { job: 'hello', cron: '0 6 * * *', description: 'the first' },
    second: { job: 'hello', everySeconds: 900, description: 'the second' },
  },
  {
    kind: 'cluster',
    first: { engine: { kind: 'simulated' }, limits: { slots: 1 }, description: 'the first' },
    second: { engine: { kind: 'simulated' }, limits: { slots: 2 }, description: 'the second' },
  },
])('a $kind that is only to be created', ({ kind, first, second }) => {
  const path = `/api/${kind}s/report`;
  const actions = async () =>
    (await api.get(`/api/audit?subject=${kind}/report`)).body.items.map(({ action }: { action: string }) => action);

  test('does not change the one that has its name, and is refused at its name', async () => {
    expect((await create(path, first)).status).toBe(201);
    const sentence = `There is a ${kind} called report already. Choose another name, or change that one.`;
    expect((await create(path, second)).body).toMatchObject({
      status: 412,
      code: 'already-exists',
      detail: sentence,
      errors: [{ path: 'name', message: sentence }],
    });
    expect((await create(path, first)).status).toBe(412);
    expect((await api.get(path)).body).toMatchObject({ description: 'the first' });
    expect(await actions()).toEqual([`${kind}.create`]);
    expect((await api.put(path, second)).status).toBe(200);
  });

  test('by two at the same moment is created by one of them', async () => {
    const answers = await Promise.all([create(path, first), create(path, second)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 412]);
    const won = answers[0].status === 201 ? first : second;
    expect((await api.get(path)).body).toMatchObject({ description: won.description });
    expect(await actions()).toEqual([`${kind}.create`]);
  });

  test.each(['"1"', 'W/"1", *', 'yes'])('cannot ask for it with If-None-Match: %s', async (condition) => {
    expect((await putIf(condition, path, first)).body).toMatchObject({
      status: 400,
      code: 'malformed',
      errors: [{ path: 'If-None-Match' }],
    });
    expect((await api.get(path)).status).toBe(404);
  });
});

test('a job that is only to be created does not bring an archived one back, and says that it is archived', async () => {
  await api.ask('DELETE', '/api/jobs/hello');
  expect((await create('/api/jobs/hello', { command: 'two' })).body).toMatchObject({
    status: 412,
    detail: 'There is an archived job called hello already. Choose another name, or change that one.',
  });
  expect((await api.get('/api/jobs/hello')).body).toMatchObject({ archived: true, revision: 1 });
});
