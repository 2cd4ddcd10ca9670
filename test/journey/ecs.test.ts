import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConnectionView, DiscoveryView } from '../../domain/contract/connections.js';
import type { CallEffect, CallRule, ChaosPlan } from '../fakes/aws/chaos-plan.js';
import { describeWith } from '../needs.js';
import { ecsJourney, type EcsJourney } from './ecs-world.js';
import { until } from './until.js';

const runTask = (image: string, then: CallEffect, times = 1): CallRule => ({
  operation: 'RunTask',
  match: { image },
  times,
  then,
});

/** Everything that goes wrong here, each for the runs of one image. */
const plan: ChaosPlan = {
  calls: [
    runTask('full', { kind: 'refuse', reason: 'RESOURCE:CPU', detail: 'Requested 256, available 0' }, 30),
    runTask('lost-answer', { kind: 'lose-response' }),
    runTask('denied', { kind: 'denied' }, Infinity),
  ],
  tasks: [
    { match: { image: 'stuck' }, stuck: 'PROVISIONING' },
    { match: { image: 'spot' }, spotAfterMs: 300 },
    { match: { image: 'never-placed' }, start: 'no-capacity' },
    { match: { image: 'no-image' }, pull: 'not-found' },
    { match: { image: 'no-route' }, pull: 'timeout', times: Infinity },
  ],
  logs: { match: { image: 'late-tail' }, tailDelayMs: 8000, tailEvents: 2 },
};

describeWith(['temporal', 'mongodb'], 'runs on ECS', (at) => {
  let ecs: EcsJourney;
  beforeAll(async () => {
    ecs = await ecsJourney(at, {
      chaos: plan,
      clusters: ['flotilla', 'doomed', 'Unknown_so_far'],
      secrets: { 'reports/db': 'hush' },
    });
    await ecs.connect('ecs');
    // Its log waits as long as in production.
    await ecs.connect('patient', { logSettleSeconds: 15 });
    await ecs.connect('elsewhere', { region: 'us-east-1' });
    await ecs.connect('doomed', { cluster: 'doomed' });
  }, 120_000);
  afterAll(() => ecs.end(), 60_000);

  const ended = (id: string) => ecs.world.api.ended(id, 120_000);
  const texts = async (id: string, attempt = 1) => (await ecs.world.api.log(id, attempt)).map(({ text }) => text);

  // They wait for ECS most of the time, so all begin together.
  const begun = new Map<string, Promise<string>>();
  const begin = (image: string, ...how: [command: string, more?: Record<string, unknown>, cluster?: string]) =>
    begun.set(image, ecs.launch(image, ...how));
  const idOf = (image: string) => begun.get(image) ?? Promise.reject(new Error(`${image} was not begun`));
  beforeAll(async () => {
    begin('late-tail', 'for i in 1 2 3 4; do echo $i; done', {}, 'patient');
    begin('full', 'echo at last');
    const waiting = `while [ ! -e ${ecs.world.file('go')} ]; do sleep 0.1; done`;
    begin('whole', `echo one; ${waiting}; echo two; test \${#DB} = 4`, { env: { DB: { secret: 'reports/db' } } });
    begin('lost-answer', 'echo once');
    begin('stuck', 'echo started', { limits: { startSeconds: 2 } });
    begin('spot', 'sleep 1; echo survived');
    begin('never-placed', 'echo placed');
    begin('cancelled', "trap 'echo bye; exit 1' TERM; echo ready; while :; do sleep 0.1; done");
    begin('wrong-region', 'true', {}, 'elsewhere');
    begin('denied', 'true');
    begin('no-image', 'true');
    begin('no-route', 'true');
    begin('no-secret', 'true', { env: { KEY: { secret: 'reports/none' } } });
    begin('taken-away', 'sleep 600', {}, 'doomed');
    await Promise.all(begun.values());
  }, 60_000);

  test('a run is launched, its log is live, its secret reaches it, and its end is told', async () => {
    const id = await idOf('whole');
    await until(
      'the first line is there while it runs',
      () => ecs.world.api.json('GET', `/runs/${id}/logs?attempt=1&from=1&limit=10`) as Promise<{ lines: unknown[] }>,
      ({ lines }) => lines.length === 1,
    );
    await ecs.world.api.reaches(id, 'running');
    writeFileSync(ecs.world.file('go'), '');
    const run = await ended(id);
    expect([run.state, run.attempts[0]?.imageDigest]).toEqual(['succeeded', expect.stringMatching(/^sha256:/)]);
    expect(await texts(id)).toEqual(['one', 'two']);
    expect(JSON.stringify(run)).not.toContain('hush'); // the fake's value of the secret
  });

  test('a cancelled run is stopped in the name of who did it, and what it says in the end is kept', async () => {
    const id = await idOf('cancelled');
    await ecs.world.api.reaches(id, 'running');
    await until(
      'it is ready',
      () => ecs.world.api.json('GET', `/runs/${id}/logs?attempt=1&from=1&limit=10`) as Promise<{ lines: unknown[] }>,
      ({ lines }) => lines.length === 1,
    );
    await ecs.world.api.json('POST', `/runs/${id}/cancel`, { reason: 'enough' });
    expect((await ended(id)).state).toBe('cancelled');
    expect((await texts(id)).filter((text) => text !== 'Terminated')).toEqual(['ready', 'bye']);
  });

  const isLogComplete = async (id: string) => {
    const page = await ecs.world.api.json('GET', `/runs/${id}/logs?attempt=1&from=1&limit=1`);
    return (page as { head: { complete: boolean } }).head.complete;
  };

  test('the log is read to its end although the workflow is reset or terminated when only that is left to do', async () => {
    // Not begun with the others: their logs would be complete by now where the tests before this one have taken long.
    const launch = (image: string) => ecs.launch(image, 'echo one; echo two', {}, 'patient');
    const [reset, terminated] = await Promise.all([launch('reset-at-its-end'), launch('terminated-at-its-end')]);
    for (const id of [reset, terminated])
      expect([(await ended(id)).state, await isLogComplete(id)]).toEqual(['succeeded', false]);

    await ecs.world.reset(`run/${reset}`);
    await ecs.world.temporal.workflow.getHandle(`run/${terminated}`).terminate('a test was curious');
    await until(
      'a sweep has seen to it',
      () => ecs.world.sweep().then(() => isLogComplete(terminated)),
      (isComplete) => isComplete,
    );
    for (const id of [reset, terminated]) {
      expect(await texts(id)).toEqual(['one', 'two']);
      const { state, attempts } = await ended(id);
      expect([state, attempts.length, ecs.tasksOf(id).length]).toEqual(['succeeded', 1, 1]);
    }
  });

  test('the next attempt does not wait for the log of the one before, which is read to its end beside it', async () => {
    const [tried, done] = [ecs.world.file('tried-beside'), ecs.world.file('done-beside')];
    const second = `echo again; while [ ! -e ${done} ]; do sleep 0.1; done`;
    const twice = `if [ -e ${tried} ]; then ${second}; else touch ${tried}; echo not yet; exit 5; fi`;
    const retry = { attempts: 2, on: ['exit-code'], backoffSeconds: 0 };
    const id = await ecs.launch('tried-beside', twice, { retry }, 'patient');
    const logOfFirst = (wanted: boolean) =>
      until(
        `the second attempt runs, and the log of the first is ${wanted ? 'complete' : 'open'}`,
        () => ecs.world.api.run(id),
        ({ attempts: [first, next] }) => next?.runningAt !== undefined && first?.log.complete === wanted,
      );
    await logOfFirst(false);
    const { state } = await logOfFirst(true);
    expect(state).toBe('running');
    writeFileSync(done, '');
    expect((await ended(id)).state).toBe('succeeded');
    expect([await texts(id, 1), await texts(id, 2)]).toEqual([['not yet'], ['again']]);
  });

  test('a workflow that is reset between two attempts reads the log of the first to its end as well', async () => {
    const tried = ecs.world.file('tried');
    const twice = `if [ -e ${tried} ]; then echo good; else touch ${tried}; echo not yet; exit 5; fi`;
    const retry = { attempts: 2, on: ['exit-code'], backoffSeconds: 5 };
    const id = await ecs.launch('reset-between-attempts', twice, { retry }, 'patient');
    await until(
      'the first attempt has ended',
      () => ecs.world.api.json('GET', `/runs/${id}`) as Promise<{ state: string; attempts: { endedAt?: string }[] }>,
      ({ state, attempts }) => state === 'queued' && attempts[0]?.endedAt !== undefined,
    );
    expect(await isLogComplete(id)).toBe(false);
    await ecs.world.reset(`run/${id}`);
    const { state, attempts } = await ended(id);
    expect([state, attempts.length, ecs.tasksOf(id).length]).toEqual(['succeeded', 2, 2]);
    expect([await texts(id, 1), await texts(id, 2)]).toEqual([['not yet'], ['good']]);
  });

  test('a lost answer to RunTask means exactly one task', async () => {
    const id = await idOf('lost-answer');
    expect((await ended(id)).state).toBe('succeeded');
    expect(await texts(id)).toEqual(['once']);
    expect(ecs.tasksOf(id)).toHaveLength(1);
  });

  test('a task that is never placed in time is stopped and launched anew', async () => {
    const run = await ended(await idOf('stuck'));
    // One attempt is all that the user has granted.
    expect([run.state, run.attempts.length]).toEqual(['succeeded', 2]);
    expect(run.attempts[0]?.failure?.code).toBe('start-timeout');
  });

  test('a machine that is taken away costs no retry of the user', async () => {
    const id = await idOf('spot');
    const run = await ended(id);
    // One attempt is all that the user has granted.
    expect([run.state, run.attempts.length]).toEqual(['succeeded', 2]);
    expect(run.attempts[0]?.failure).toMatchObject({
      code: 'machine-lost',
      evidence: expect.arrayContaining(['Your Spot Task was interrupted.']),
    });
    expect(await texts(id, 2)).toEqual(['survived']);
  });

  test('what ECS gave up placing waits again; no attempt and no retry is spent', async () => {
    const run = await ended(await idOf('never-placed'));
    expect([run.state, run.attempts.length, run.refusals.count]).toEqual(['succeeded', 1, 1]);
    expect(run.refusals.last).toContain('Capacity is unavailable');
  });

  test('a run that is refused for want of capacity 30 times says why all the time, and then runs', async () => {
    const id = await idOf('full');
    const seen: string[] = [];
    await until(
      'it was granted',
      async () => {
        const run = await ecs.world.api.run(id);
        if (run.refusals.count > 0) seen.push(run.refusals.last ?? 'nothing');
        return run;
      },
      ({ state }) => state === 'succeeded',
      120_000,
    );
    const run = await ecs.world.api.run(id);
    expect([run.refusals.count, run.attempts.length]).toEqual([30, 1]);
    expect(new Set(seen)).toEqual(new Set(['RESOURCE:CPU Requested 256, available 0']));
    expect(ecs.tasksOf(id)).toHaveLength(1);
  }, 180_000);

  // Each with its own sentence, and none is left stuck.
  test.each([
    ['wrong-region', 'engine-error', 'does not exist (any more), or is in another region'],
    ['denied', 'engine-error', 'Add "ecs:RunTask" to the policy'],
    ['no-image', 'image-not-found', 'not found'],
    ['no-route', 'registry-unavailable', 'the subnet has no route to the registry'],
    ['no-secret', 'secret-missing', 'reports/none'],
  ])('%s ends as %s', async (image, code, words) => {
    const run = await ended(await idOf(image));
    expect([run.state, run.failure?.code]).toEqual(['failed', code]);
    expect(run.failure?.evidence.join('\n')).toContain(words);
  });

  test('a cluster that is deleted under its runs: what ran is lost, what comes is told', async () => {
    const id = await idOf('taken-away');
    await ecs.world.api.reaches(id, 'running');
    ecs.aws.deleteCluster('doomed');
    const later = await ended(await ecs.launch('too-late', 'true', {}, 'doomed'));
    expect([later.state, later.failure?.code]).toEqual(['failed', 'engine-error']);
    expect(later.failure?.evidence.join('\n')).toMatch(/is not active any more|does not exist \(any more\)/);
    ecs.aws.stopTask({ cluster: 'doomed' });
    const run = await ended(id);
    expect(['failed', 'lost']).toContain(run.state);
  });

  test.each([
    ['a GPU', { resources: { cpu: 1, memoryMiB: 2048, gpu: 1 } }, 'Fargate has no GPUs'],
    ['too much environment', { env: { LONG: 'x'.repeat(9000) } }, 'more than the 8192 that ECS allows'],
    ['no image', { image: undefined }, 'name an image'],
  ])('%s is refused before anything is stored', async (_, more, words) => {
    await expect(ecs.launch('any', 'true', more)).rejects.toThrow(words);
  });

  test('a cluster of the account is found, connected in one step, and its queue takes runs at once', async () => {
    const { found } = DiscoveryView.parse(await ecs.world.api.json('GET', '/discovered-clusters'));
    const place = found.find(({ name }) => name === 'unknown-so-far');
    expect(place).toMatchObject({ missing: [], engine: { cluster: 'Unknown_so_far' } });
    await ecs.world.api.cluster('unknown-so-far', { engine: place?.engine, limits: place?.limits });
    const run = await ended(await ecs.launch('anew', 'echo hello', {}, 'unknown-so-far'));
    expect(run.state).toBe('succeeded');
    const connection = await ecs.world.api.json('GET', '/clusters/unknown-so-far/connection');
    expect(ConnectionView.parse(connection)).toMatchObject({ ok: true });
  });

  test('a tail that arrives 8 s after the end is waited for, and holds no slot meanwhile', async () => {
    const id = await idOf('late-tail');
    await ended(id);
    expect(await texts(id)).toEqual(['1', '2', '3', '4']);
  });

  test('credentials that have expired are shown while the run starts, and it goes on when they are mended', async () => {
    ecs.aws.setChaos({ calls: [{ operation: '*', times: Infinity, then: { kind: 'expired' } }] });
    const id = await ecs.launch('expired', 'echo mended');
    const given = await ecs.launch('given-up', 'true', { limits: { startSeconds: 1 } });
    await until(
      'the reason is shown',
      () => ecs.world.api.run(id),
      ({ attempts }) => attempts[0]?.phase?.includes("AWS does not accept Flotilla's credentials") ?? false,
    );
    // Nothing was ever started, so it is not lost.
    const { state, failure } = await ended(given);
    expect([state, failure?.code]).toEqual(['failed', 'engine-unreachable']);
    expect(failure?.evidence.join('\n')).toContain('An operator has to give the API and the workers a role or keys');
    ecs.aws.setChaos({});
    expect((await ended(id)).state).toBe('succeeded');
  });
});
