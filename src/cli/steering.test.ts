import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refuse, ToyApi } from '../../test/fakes/toy-api.js';
import { flotilla } from '../../test/fakes/toy-terminal.js';
import { aClusterView, aRunView, RUN_ID } from '../../test/fakes/views.js';
import { exitCodes } from './exit-codes.js';

const cancel = { requestedAt: '2026-11-24T08:30:00.000Z', by: 'ada' };

describe('an operator at the command line', () => {
  let api: ToyApi;
  beforeEach(async () => {
    api = await ToyApi.start();
  });
  afterEach(() => api.stop());

  test('connects a cluster that was found, and never changes one that has its name', async () => {
    const found = {
      name: 'batch',
      address: 'arn:batch',
      description: '',
      engine: { kind: 'ecs' },
      limits: {},
      missing: [],
    };
    api.on('GET /discovered-clusters', () => ({ found: [found], problems: [] }));
    const detail = 'There is a cluster called batch already.';
    api.on('PUT /clusters/batch', ({ headers }, response) => {
      if (headers['if-none-match'] !== '*') return aClusterView({ name: 'batch' });
      refuse(response, { status: 412, code: 'already-exists', detail });
      return undefined;
    });
    const { exitCode, err } = await flotilla(api.url, ['clusters', 'discover', '--connect', 'batch']);
    expect([exitCode, err]).toEqual([exitCodes.refused, expect.stringContaining(detail)]);
  });

  test('cancels all runs that match, but only after saying yes', async () => {
    api.on('GET /runs', () => ({ items: [aRunView(), aRunView()] }));
    api.on('POST /runs/cancel', () => ({ cancelled: 2, more: false }));
    const words = ['cancel', '--job', 'hello', '--state', 'queued', '--reason', 'wrong day'];
    const counted = await flotilla(api.url, words);
    expect(counted).toMatchObject({ exitCode: exitCodes.usage });
    expect(counted.err).toContain('2 runs would be cancelled. Add --yes');
    expect(api.asked('POST /runs/cancel')).toEqual([]);
    const done = await flotilla(api.url, [...words, '--yes']);
    expect(done.exitCode).toBe(exitCodes.done);
    expect(done.err).toContain('2 runs are being cancelled.');
    expect(api.asked('POST /runs/cancel')[0]?.body).toEqual({
      filter: { job: 'hello', state: ['queued'] },
      limit: 500,
      reason: 'wrong day',
    });
  });

  test.each([
    ['as many as the limit', [{}, {}], '2 runs would be cancelled. Add --yes'],
    ['more than the limit', [{}, {}, {}], '2 runs would be cancelled, the newest of more that match. Add --yes'],
    ['those that are being cancelled already', [{ cancel }, {}, { cancel }], '1 run would be cancelled. Add --yes'],
  ])('is told before a yes how many it would end: %s', async (_, runs, told) => {
    // One run on each page.
    api.on('GET /runs', ({ query: { cursor = '0' } }) => {
      const next = Number(cursor) + 1;
      return { items: [aRunView(runs[next - 1])], ...(next < runs.length ? { next: String(next) } : {}) };
    });
    const { err } = await flotilla(api.url, ['cancel', '--job', 'hello', '--limit', '2']);
    expect(err).toContain(told);
  });

  test('is told that ended runs are left alone, also when their state is asked for', async () => {
    const runs = [aRunView({ state: 'queued' }), aRunView({ state: 'failed' })];
    api.on('GET /runs', ({ query: { state = '' } }) => ({ items: runs.filter((run) => state.includes(run.state)) }));
    const { err } = await flotilla(api.url, ['cancel', '--state', 'failed,queued']);
    expect(err).toContain('1 run would be cancelled.');
    expect((await flotilla(api.url, ['cancel', '--state', 'failed'])).err).toContain('0 runs would be');
  });

  test.each(['--job', '--owner', '--cluster', '--group', '--label', '--state', '--since', '--until'])(
    'cancels nothing when the variable behind %s is empty',
    async (option) => {
      const { exitCode, err } = await flotilla(api.url, ['cancel', '--job', 'hello', option, '', '--yes']);
      expect([exitCode, err]).toEqual([exitCodes.usage, expect.stringContaining(`${option} is empty`)]);
      expect(api.requests).toEqual([]);
    },
  );

  test("means by --mine the runs of the token's person, not those of the machine's user", async () => {
    api.on('GET /version', () => ({ user: 'marie' }));
    api.on('GET /runs', () => ({ items: [] }));
    api.on('POST /runs/cancel', () => ({ cancelled: 1, more: false }));
    await flotilla(api.url, ['ps', '--mine']);
    await flotilla(api.url, ['cancel', '--mine', '--yes']);
    expect(api.asked('GET /runs')[0]?.query).toMatchObject({ owner: 'marie' });
    expect(api.asked('POST /runs/cancel')[0]?.body).toMatchObject({ filter: { owner: 'marie' } });
  });

  test('is not told of runs and cancels none with --mine when the server does not say who they are', async () => {
    for (const words of [
      ['ps', '--mine'],
      ['cancel', '--mine', '--yes'],
    ])
      expect((await flotilla(api.url, words)).exitCode).toBe(exitCodes.refused);
    expect(api.requests.map(({ path }) => path)).toEqual(['/version', '/version']);
  });

  test('must name runs or a filter, and not both', async () => {
    for (const words of [['cancel'], ['cancel', RUN_ID, '--job', 'hello', '--yes']])
      expect((await flotilla(api.url, words)).exitCode).toBe(exitCodes.usage);
    expect(api.requests).toEqual([]);
  });

  test('moves a waiting run and is told its new place', async () => {
    api.on(`POST /runs/${RUN_ID}/priority`, () => aRunView({ priority: 1 }));
    api.on(`GET /runs/${RUN_ID}/queue`, () => ({ position: 2 }));
    const { exitCode, err } = await flotilla(api.url, ['priority', RUN_ID, '1']);
    expect(exitCode).toBe(exitCodes.done);
    expect(err).toContain('has priority 1 now; it is number 2 in the queue of local.');
    expect(api.asked(`POST /runs/${RUN_ID}/priority`)[0]?.body).toEqual({ priority: 1 });
  });

  test('is told of a drain what it does: what was accepted is still started', async () => {
    api.on('POST /clusters/local/drain', () => aClusterView({ status: 'draining' }));
    const words = [
      'new runs are refused; those accepted are worked off',
      'Refuses new runs; those accepted are worked',
    ];
    expect((await flotilla(api.url, ['clusters', 'drain', 'local'])).err).toContain(words[0]);
    expect((await flotilla(api.url, ['clusters', 'drain', '--help'])).out).toContain(words[1]);
  });

  test.each([
    ['pause', 'kept with the cluster, and told to everybody whose run waits for it'],
    ['drain', 'kept with the cluster, and told to everybody whose run it refuses'],
    ['resume', 'kept with the cluster, for whoever looks at it'],
  ])('reads who is told the reason of %s', async (verb, told) => {
    const { out } = await flotilla(api.url, ['clusters', verb, '--help']);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`--reason <text> ${told}`);
  });

  test("changes one part of a cluster's queue and keeps the others", async () => {
    const queue = { fairShare: 'group' as const, weights: { art: 2 }, agingSeconds: 60, reservationSeconds: 600 };
    api.on('GET /clusters/local', () => aClusterView({ queue }));
    api.on('PUT /clusters/local', () => aClusterView({ queue: { ...queue, agingSeconds: 0 } }));
    const { out } = await flotilla(api.url, ['clusters', 'put', 'local', '--aging', '0', '--weight', 'science=3']);
    expect(api.asked('PUT /clusters/local')[0]?.body).toMatchObject({
      queue: { ...queue, agingSeconds: 0, weights: { art: 2, science: 3 } },
    });
    expect(out).toContain('the group with the least in use goes first; weights: art 2; room is kept');
    await flotilla(api.url, ['clusters', 'put', 'local', '--slots', '9']);
    expect(api.asked('PUT /clusters/local')[1]?.body).not.toHaveProperty('queue');
  });
});
