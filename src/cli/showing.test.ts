import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refuse, ToyApi } from '../../test/fakes/toy-api.js';
import { flotilla, ToyTerminal } from '../../test/fakes/toy-terminal.js';
import { aClusterView, aJobView, anAttemptView, anEndedRunView, aRunView, RUN_ID } from '../../test/fakes/views.js';
import { exitCodes } from './exit-codes.js';

const lease = {
  runId: '01KB2ZJ3V7AAAAAAAAAAAAAABB',
  name: 'report',
  owner: 'grace',
  group: 'default',
  priority: 3,
  need: { slots: 1, cpu: 2, memoryMiB: 2048, gpu: 0 },
  since: '2026-11-24T08:00:00.000Z',
};

describe('what is shown', () => {
  let api: ToyApi;
  beforeEach(async () => {
    api = await ToyApi.start();
  });
  afterEach(() => api.stop());

  test('ps lists the live runs, and says where the others are when there are none', async () => {
    api.on('GET /runs', () => ({ items: [aRunView()] }));
    const { out } = await flotilla(api.url, ['ps', '--cluster', 'local']);
    expect(out).toMatch(new RegExp(`^RUN +NAME +STATE.*\n${RUN_ID} +hello +queued +local`));
    expect(api.requests[0]?.query).toEqual({
      state: 'queued,starting,running,stopping',
      cluster: 'local',
      limit: '50',
    });
    api.on('GET /runs', () => ({ items: [] }));
    expect((await flotilla(api.url, ['ps'])).err).toContain('flotilla ps -a');
  });

  test('ps with a look into the past asks for all states, and a failure shows its code', async () => {
    api.on('GET /runs', () => ({ items: [anEndedRunView(1)] }));
    expect((await flotilla(api.url, ['ps', '--since', '2h'])).out).toContain('failed (exit-code)');
    expect(api.requests[0]?.query['state']).toBeUndefined();
  });

  test('ps counts all waits and all attempts of a run that was tried again', async () => {
    const attempts = [
      anAttemptView({ endedAt: '2026-11-24T08:30:05.000Z' }),
      anAttemptView({ number: 2, grantedAt: '2026-11-24T08:30:15.000Z', endedAt: '2026-11-24T08:31:15.000Z' }),
    ];
    api.on('GET /runs', () => ({ items: [anEndedRunView(0, { attempts, endedAt: '2026-11-24T08:31:15.000Z' })] }));
    const { out } = await flotilla(api.url, ['ps', '-a']);
    expect(out).toMatch(/WAITED +DURATION .*\n.* local +12 s +1 min 3 s /);
  });

  test('ps reads as many pages as it is asked for', async () => {
    api.on('GET /runs', ({ query }) => ({
      items: Array.from({ length: Number(query['limit']) }, () => aRunView()),
      next: 'more',
    }));
    const { out } = await flotilla(api.url, ['ps', '-a', '--limit', '700', '--json']);
    expect(JSON.parse(out)).toMatchObject({ next: 'more' });
    expect(api.requests.map(({ query }) => [query['limit'], query['cursor']])).toEqual([
      ['500', undefined],
      ['200', 'more'],
    ]);
  });

  test('show says why a run waits, and behind whom', async () => {
    api.on(`GET /runs/${RUN_ID}`, () => aRunView());
    api.on(`GET /runs/${RUN_ID}/queue`, () => ({
      waiting: true,
      sentence: '2 runs are ahead.',
      refusals: { count: 0 },
      holders: [lease],
      inUse: lease.need,
    }));
    const { out } = await flotilla(api.url, ['show', RUN_ID]);
    expect(out).toContain('queued\nThe run waits for its turn on local.\n');
    expect(out).toContain('2 runs are ahead.\n  Now it is used by:\n  report   01KB2ZJ3V7AAAAAAAAAAAAAABB   grace');
    expect(out).not.toContain('more');
  });

  test('show says how many more hold the cluster than it lists', async () => {
    api.on(`GET /runs/${RUN_ID}`, () => aRunView());
    api.on(`GET /runs/${RUN_ID}/queue`, () => ({
      waiting: true,
      sentence: 'It is next.',
      refusals: { count: 0 },
      holders: Array.from({ length: 50 }, () => lease),
      inUse: { ...lease.need, slots: 200 },
    }));
    const { out } = await flotilla(api.url, ['show', RUN_ID]);
    expect(out.match(/01KB2ZJ3V7AAAAAAAAAAAAAABB/g)).toHaveLength(10);
    expect(out).toContain('grace\n  and 190 more\n');
  });

  test('show says why a run failed, and where the time went', async () => {
    const retried = [
      anAttemptView({ endedAt: '2026-11-24T08:30:05.000Z' }),
      anAttemptView({
        number: 2,
        grantedAt: '2026-11-24T08:30:15.000Z',
        runningAt: '2026-11-24T08:30:16.000Z',
        endedAt: '2026-11-24T08:31:16.000Z',
      }),
    ];
    api.on(`GET /runs/${RUN_ID}`, () => anEndedRunView(1, { attempts: retried, endedAt: '2026-11-24T08:31:16.000Z' }));
    const { out } = await flotilla(api.url, ['show', RUN_ID]);
    expect(out).toContain(
      `hello  ${RUN_ID}  failed\n\nThe command ended with an error of its own. (exit-code, the job)\n`,
    );
    expect(out).toContain('  | Exit code 1.\n  What to do: Read the last lines of the log.\n');
    expect(out).toMatch(
      /queued \(attempt 1\) +2.0 s\n +placing \(attempt 1\) +0.5 s\n +starting \(attempt 1\) +0.5 s\n +running \(attempt 1\) +2.0 s\n +queued \(attempt 2\) +10 s\n +starting \(attempt 2\) +1.0 s\n +running \(attempt 2\) +1 min\n/,
    );
  });

  test('show calls no log complete of which lines are missing, and says why they are', async () => {
    const note = 'The engine did not deliver the end of the log within 15 s.';
    const log = { lines: 2, bytes: 20, complete: true, truncated: false };
    const told = async (change: Partial<typeof log> & { readonly note?: string }) => {
      api.on(`GET /runs/${RUN_ID}`, () =>
        anEndedRunView(0, { attempts: [anAttemptView({ log: { ...log, ...change } })] }),
      );
      return (await flotilla(api.url, ['show', RUN_ID])).out;
    };
    expect(await told({})).toContain('2 lines, complete:');
    expect(await told({ note })).toMatch(/2 lines, not complete: .*\n +The engine did not deliver/);
    expect(await told({ truncated: true })).toMatch(/2 lines, not complete: .*\n +The log reached its size limit/);
  });

  test('jobs shows how the latest runs ended', async () => {
    const recent = (['succeeded', 'failed'] as const).map((state) => ({ id: RUN_ID, state }));
    api.on('GET /jobs', () => ({ items: [aJobView({ recent })] }));
    expect((await flotilla(api.url, ['jobs'])).out).toMatch(/hello +default +3 +\+x/);
  });

  test('clusters put changes what it is told and keeps the rest', async () => {
    api.on('GET /clusters/local', () => aClusterView({ description: 'mine', engine: { kind: 'process', a: 1 } }));
    api.on('PUT /clusters/local', () => aClusterView());
    await flotilla(api.url, ['clusters', 'put', 'local', '--slots', '8', '--cpu', 'none', '--set', 'b=true']);
    expect(api.asked('PUT /clusters/local')[0]?.body).toEqual({
      description: 'mine',
      engine: { kind: 'process', a: 1, b: true },
      limits: { slots: 8 },
    });
  });

  test('clusters put --from-machines takes the limits from the machines, and keeps what they do not tell', async () => {
    api.on('GET /clusters/local', () => aClusterView({ limits: { slots: 4, cpu: 2 } }));
    api.on('PUT /clusters/local', () => aClusterView());
    const all = { cpu: 6, memoryMiB: 12_288, gpu: 1 };
    api.on('GET /clusters/local/machines', () => ({ count: 2, all, free: all }));
    await flotilla(api.url, ['clusters', 'put', 'local', '--from-machines', '--gpu', 'none']);
    expect(api.asked('PUT /clusters/local')[0]?.body).toMatchObject({
      limits: { slots: 4, cpu: 6, memoryMiB: 12_288 },
    });

    api.on('GET /clusters/local/machines', () => ({ count: 0, all: {}, free: {} }));
    const { exitCode, err } = await flotilla(api.url, ['clusters', 'put', 'local', '--from-machines']);
    expect([exitCode, err]).toEqual([exitCodes.refused, expect.stringContaining('give its limits by --cpu')]);
    expect(api.asked('PUT /clusters/local')).toHaveLength(1);
  });

  test('queue shows who holds a cluster and what each waiting run waits for', async () => {
    api.on('GET /clusters/local/queue', () => ({
      cluster: aClusterView({
        held: 1,
        inUse: { slots: 1, cpu: 2, memoryMiB: 2048, gpu: 0 },
        status: 'paused',
        statusReason: 'lunch',
      }),
      holders: [lease],
      waiting: [{ ...lease, position: 1, hindrance: { kind: 'limit', dimensions: ['cpu'] } }],
      waitingTotal: 3,
    }));
    const { out, err } = await flotilla(api.url, ['queue', 'local']);
    expect(out).toContain('local  paused (lunch)\nslots 1 of 4, CPU 2 of 2, memory 2 GiB (no limit)\n');
    expect(out).toMatch(/1 +01KB2ZJ3V7AAAAAAAAAAAAAABB +report +grace .* too little CPU is free\n/);
    expect(err).toBe(
      '… and 2 more. --limit shows up to 500 in this order; `flotilla ps -c local --state queued -n 3` lists them all.\n',
    );
  });

  test('cancel goes on when one of the runs cannot be cancelled, and ends with 1', async () => {
    const done = '01KB2ZJ3V7AAAAAAAAAAAAAABB';
    api.on(`POST /runs/${done}/cancel`, (_, response) => {
      refuse(response, { status: 409, code: 'conflict', detail: 'The run has ended already.' });
    });
    api.on(`POST /runs/${RUN_ID}/cancel`, () => aRunView({ state: 'running' }));
    const { exitCode, err } = await flotilla(api.url, ['cancel', done, RUN_ID, '--reason', 'why not']);
    expect(exitCode).toBe(1);
    expect(err).toBe(`${done}: The run has ended already.\n${RUN_ID} of hello: being cancelled.\n`);
    expect(api.asked(`POST /runs/${RUN_ID}/cancel`)[0]?.body).toEqual({ reason: 'why not' });
  });

  test('doctor says what is wrong with the server, and how to mend it', async () => {
    api.on('GET /version', () => ({
      name: 'flotilla',
      version: '0.1.0',
      installation: 'local',
      user: 'ada',
      node: '20',
    }));
    api.on('GET /health/ready', (_, response) => {
      response.writeHead(503).end(
        JSON.stringify({
          ok: false,
          mongodb: { ok: false, message: 'connection refused', standIn: false },
          temporal: { ok: true, message: 'answers' },
          clusters: [],
        }),
      );
    });
    const { exitCode, out, err } = await flotilla(api.url, ['doctor', '--json']);
    expect(err).toBe('');
    const { ok, findings } = JSON.parse(out) as {
      ok: boolean;
      findings: { what: string; state: string; remedy?: string }[];
    };
    expect([exitCode, ok]).toEqual([1, false]);
    expect(findings).toContainEqual(
      expect.objectContaining({ what: 'MongoDB', state: 'bad', message: 'connection refused' }),
    );
    expect(findings).toContainEqual(expect.objectContaining({ what: 'Node', state: 'ok' }));
  });

  test('doctor names the setting for a Temporal elsewhere that cannot be used, and shows no secret', async () => {
    const settings = { TEMPORAL_API_KEY: 'hunter2', TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/not/there' };
    const env = { FLOTILLA_URL: api.url, TEMPORAL_ADDRESS: 'cloud:7233', ...settings };
    const { exitCode, out } = await flotilla(api.url, ['doctor'], new ToyTerminal({ env }));
    expect(exitCode).toBe(1);
    expect(out).toMatch(
      /bad +Temporal +elsewhere: TEMPORAL_ADDRESS is cloud:7233\n +-> TEMPORAL_TLS_SERVER_CA_CERT_PATH names/,
    );
    for (const value of Object.values(settings)) expect(out).not.toContain(value);
  });

  test('doctor does not call well what it may not look at', async () => {
    const well = { ok: true, message: 'answers' };
    api.on('GET /version', () => ({ version: '0.1.0', user: 'ada' }));
    api.on('GET /health/ready', () => ({
      ok: true,
      mongodb: { ...well, standIn: false },
      temporal: well,
      clusters: [
        { name: 'local', ...well },
        { name: 'narrow', ...well },
      ],
    }));
    for (const name of ['local', 'narrow'])
      api.on(`GET /clusters/${name}/connection`, (_, response) => {
        refuse(response, { status: 403, code: 'forbidden', detail: 'Only an admin may do this.' });
      });
    const { out } = await flotilla(api.url, ['doctor']);
    expect(out).toMatch(/unknown +connections +not looked at: only an admin/);
    expect(out.match(/unknown/g)).toHaveLength(1);
    expect(out).toContain('All that could be looked at is well.');
  });
});
