import { DeregisterTaskDefinitionCommand, ECSClient, RunTaskCommand } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { LaunchSpec } from '../../domain/engine.js';
import { launchToken, runId } from '../../domain/ids.js';
import type { Command } from '../../domain/job.js';
import { readRequest, startedBy } from '../../src/engines/ecs/to-request.js';
import { eventually, Trial } from '../contracts/engine-world.js';
import type { ChaosPlan } from '../fakes/aws/chaos-plan.js';
import { ecsWorld, type EcsWorld } from './ecs-world.js';

// The rules of the ECS engine that no other engine has; one test or more for each row of its table.
describe('the ECS engine', () => {
  let world: EcsWorld;
  let client: ECSClient;
  beforeAll(async () => {
    world = await ecsWorld();
    client = new ECSClient({ endpoint: world.aws.url, region: world.aws.region, credentials: world.aws.credentials });
  });
  afterAll(async () => {
    client.destroy();
    await world.release();
  });
  beforeEach(() => world.aws.setChaos({}));

  const trial = (command: Command = 'echo hello', changes?: Partial<LaunchSpec>) => new Trial(world, command, changes);
  const launchAnswer = (run: Trial) => world.engine.launch(world.engine.prepare(run.spec), run.token);
  const startedOf = (run: Trial) =>
    world.aws.stats().tasks.filter((task) => task.startedBy === startedBy(run.token)).length;
  const calls = (name: string) => world.aws.stats().calls[name] ?? 0;

  /** A plan for this run only: others that end late must not use it up. */
  const plan = (run: Trial, make: (match: { startedBy: string }) => ChaosPlan) =>
    world.aws.setChaos(make({ startedBy: startedBy(run.token) }));

  describe('task definitions', () => {
    test('one is registered for many runs at once, by whichever worker, and not again by a later one', async () => {
      const image = 'many:1';
      const before = calls('ecs:RegisterTaskDefinition');
      const runs = Array.from({ length: 20 }, (_, n) => trial(`echo ${n}`, { image }));
      await Promise.all(runs.map((run) => run.launch()));
      await trial('echo later', { image }).launch(world.another());
      expect(calls('ecs:RegisterTaskDefinition') - before).toBe(1);
    });

    test('one that somebody deregistered is made anew', async () => {
      const first = trial('true', { image: 'gone:1' });
      await first.launch();
      const { family } = readRequest(world.engine.prepare(first.spec)).definition;
      await client.send(new DeregisterTaskDefinitionCommand({ taskDefinition: `${family}:1` }));
      const second = trial('true', { image: 'gone:1' });
      await expect(launchAnswer(second)).rejects.toThrow('it is made anew');
      await second.launch();
      expect((await second.exit()).code).toBe(0);
    });
  });

  describe('RunTask', () => {
    test('a lost answer is asked for again with the same token: exactly one task', async () => {
      const run = trial();
      plan(run, (match) => ({ calls: [{ operation: 'RunTask', match, times: 2, then: { kind: 'lose-response' } }] }));
      await run.launch();
      expect((await run.exit()).code).toBe(0);
      expect(startedOf(run)).toBe(1);
    });

    test('a lost question is asked again', async () => {
      const run = trial();
      plan(run, (match) => ({ calls: [{ operation: 'RunTask', match, then: { kind: 'lose-request' } }] }));
      await run.launch();
      expect(startedOf(run)).toBe(1);
    });

    test('a conflict shows the task that there is: it is adopted', async () => {
      const run = trial();
      const first = await run.launch();
      const changed = { ...run.spec, env: { OTHER: 'request' } };
      const answer = await world.another().launch(world.engine.prepare(changed), run.token);
      expect(answer).toEqual({ kind: 'launched', handle: first });
      expect(startedOf(run)).toBe(1);
    });

    test('after ECS has forgotten the token, a task is found by who started it, living or stopped', async () => {
      const old = runId(ulid(Date.now() - 30 * 3_600_000));
      for (const [attempt, until] of [
        [1, 'running'],
        [2, 'ended'],
      ] as const) {
        const token = launchToken(old, attempt, 1);
        const run = trial(until === 'running' ? 'sleep 60' : 'true', { runId: old, attempt, token });
        const request = readRequest(world.engine.prepare(run.spec));
        await world.engine.launch(world.engine.prepare(run.spec), token);
        run.handle = (await world.engine.owned()).find((one) => one.token === token)?.handle ?? null;
        await run.until(until);
        // What ECS would do with a token of yesterday: start a second one. The engine must not ask for it.
        const before = calls('ecs:RunTask');
        expect(await world.another().launch(request as never, token)).toEqual({ kind: 'launched', handle: run.handle });
        expect(calls('ecs:RunTask')).toBe(before);
        await world.engine.stop(run.handle, 0, 'the test is over');
      }
    });

    test('a want of capacity is refused with its detail, and nothing is left behind', async () => {
      const run = trial();
      plan(run, (match) => ({
        calls: [{ operation: 'RunTask', match, then: { kind: 'refuse', reason: 'RESOURCE:CPU', detail: '4 wanted' } }],
      }));
      expect(await launchAnswer(run)).toEqual({
        kind: 'refused',
        code: 'capacity',
        evidence: ['RESOURCE:CPU 4 wanted'],
      });
      expect(startedOf(run)).toBe(0);
    });

    test('an agent without a connection is asked again within seconds, and that is no failure', async () => {
      const run = trial();
      plan(run, (match) => ({
        calls: [{ operation: 'RunTask', match, then: { kind: 'refuse', reason: 'AGENT' } }],
      }));
      const phases: string[] = [];
      const answer = await world.engine.launch(world.engine.prepare(run.spec), run.token, (phase) =>
        phases.push(phase),
      );
      expect(answer.kind).toBe('launched');
      expect(phases.join()).toContain('AGENT');
    });

    test('throttling is waited out in all its disguises', async () => {
      const run = trial();
      const error = (type: string, message: string) =>
        ({ operation: 'RunTask', then: { kind: 'error', type, message } }) as const;
      world.aws.setChaos({
        calls: [
          { operation: 'RunTask', then: { kind: 'throttle' } },
          error('InvalidParameterException', 'Error retrieving subnet information: Rate exceeded'),
        ],
      });
      await run.launch();
      expect(startedOf(run)).toBe(1);
    });

    test('a size that Fargate does not have is told while it is launched', async () => {
      const phases: string[] = [];
      const run = trial();
      await world.engine.launch(world.engine.prepare(run.spec), run.token, (phase) => phases.push(phase));
      expect(phases.join()).toContain('the run gets (and is billed for) 0.25 vCPU with 512 MiB');
    });

    test('credentials that AWS does not take any more are the fault of the platform, in words', async () => {
      const run = trial();
      world.aws.setChaos({ calls: [{ operation: '*', times: Infinity, then: { kind: 'expired' } }] });
      const failure = launchAnswer(run);
      await expect(failure).rejects.toThrow("AWS does not accept Flotilla's credentials");
      await expect(failure).rejects.toMatchObject({ code: 'engine-unreachable', nothingDone: true });
    });

    test('credentials that expire while an answer is open leave open what was started', async () => {
      const run = trial();
      plan(run, (match) => ({
        calls: [
          { operation: 'RunTask', match, then: { kind: 'lose-response' } },
          { operation: 'RunTask', match, then: { kind: 'expired' } },
        ],
      }));
      await expect(launchAnswer(run)).rejects.toMatchObject({ code: 'engine-unreachable', nothingDone: false });
      await run.launch();
      expect(startedOf(run)).toBe(1);
    });

    test('a role without any right has started nothing, and is told of the first that is missing', async () => {
      const run = trial('true', { image: 'no-rights:1' });
      world.aws.setChaos({ calls: [{ operation: '*', times: Infinity, then: { kind: 'denied' } }] });
      await expect(launchAnswer(run)).rejects.toMatchObject({
        message: expect.stringContaining('Add "ecs:DescribeTaskDefinition" to the policy'),
        nothingDone: true,
      });
    });
  });

  describe('DescribeTasks', () => {
    test('asks for a hundred at a time, whoever asks', async () => {
      const handles = Array.from({ length: 250 }, (_, n) => ({
        cluster: 'flotilla',
        task: `arn:aws:ecs:${world.aws.region}:123456789012:task/flotilla/${String(n).padStart(32, '0')}`,
        definition: 'x:1',
        createdAt: Date.now(),
      }));
      const before = calls('ecs:DescribeTasks');
      const seen = await Promise.all(handles.map((handle) => world.engine.inspect([handle])));
      expect(seen).toHaveLength(250);
      expect(calls('ecs:DescribeTasks') - before).toBe(3);
    });

    test('missing right after the launch is "not visible yet"', async () => {
      const run = trial();
      plan(run, (match) => ({ tasks: [{ match, hiddenMs: 700 }] }));
      await run.launch();
      expect(await run.observe()).toEqual({ kind: 'starting', phase: 'not visible in ECS yet' });
      expect((await run.exit()).code).toBe(0);
    });

    test('missing long after the launch, with nothing saved, is unknown; what was seen of the end stays', async () => {
      const [seen, unseen] = [trial(), trial()];
      await seen.launch();
      await unseen.launch();
      const exit = await seen.exit();
      await eventually(
        async () => ((await unseen.observe(world.another())).kind === 'ended' ? true : undefined),
        'the end of the other',
      );
      world.aws.forgetStopped();
      expect(await seen.observe()).toEqual({ kind: 'ended', exit });
      const longAgo = { ...(unseen.handle as object), createdAt: Date.now() - 3_600_000 };
      expect(await world.another().inspect([longAgo])).toEqual([{ kind: 'unknown' }]);
    });

    test('a container that is missing in the answer changes nothing', async () => {
      const run = trial('sleep 0.4');
      plan(run, (match) => ({ tasks: [{ match, emptyContainersMs: 200 }] }));
      await run.launch();
      expect((await run.exit()).code).toBe(0);
    });

    test('a refused question says nothing about the task, and names the action that is missing', async () => {
      const run = trial('sleep 60');
      await run.launch();
      world.aws.setChaos({ calls: [{ operation: 'DescribeTasks', then: { kind: 'denied' } }] });
      await expect(run.observe(world.another())).rejects.toThrow('Add "ecs:DescribeTasks" to the policy');
      await world.engine.stop(run.handle, 0, 'the test is over');
    });

    test('a task of another region is not looked for here', async () => {
      const elsewhere = { cluster: 'c', task: 'arn:aws:ecs:us-east-1:1:task/c/1', definition: 'x:1', createdAt: 0 };
      await expect(world.engine.inspect([elsewhere])).rejects.toThrow('runs in us-east-1');
    });
  });

  describe('StopTask', () => {
    test('names the person, and what ECS does not know any more has ended already', async () => {
      const run = trial('sleep 60');
      await run.launch();
      await run.until('running');
      await world.engine.stop(run.handle, 5, 'cancelled by ada');
      expect((await run.exit()).reasons).toContain('Flotilla: cancelled by ada');
      world.aws.forgetStopped();
      expect(await world.engine.stop(run.handle, 5, 'again')).toBe('already-ended');
    });
  });

  describe('the log', () => {
    test('has empty pages in its middle, and ends only where the same token comes again', async () => {
      const run = trial('for i in 1 2 3 4 5 6 7 8 9; do echo $i; done');
      plan(run, (match) => ({ logs: { match, splitEvery: 2, emptyPages: 3 } }));
      await run.launch();
      await run.exit();
      expect(await run.texts()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    });

    test('is drained after the end until nothing has come for the settle time', async () => {
      const run = trial('for i in 1 2 3 4 5 6; do echo $i; done');
      // The tail comes when a reader that took the first silence for the end would be gone.
      plan(run, (match) => ({ logs: { match, tailDelayMs: 300, tailEvents: 3 } }));
      await run.launch();
      await run.exit();
      expect(await run.texts()).toEqual(['1', '2', '3', '4', '5', '6']);
    });

    test('without a stream there is no output yet, and after the end there was none', async () => {
      const run = trial('true');
      plan(run, (match) => ({ logs: { match, lost: true } }));
      await run.launch();
      expect(await world.engine.logs(run.handle, '', 10)).toMatchObject({ lines: [], complete: false });
      await run.exit();
      expect(await run.texts()).toEqual([]);
    });

    test('goes on with a token of yesterday by counting its lines', async () => {
      const run = trial('for i in 1 2 3 4; do echo $i; done');
      await run.launch();
      await run.exit();
      await run.texts();
      const stale = '2 0 f/of-yesterday';
      const { lines } = await world.another().logs(run.handle, stale, 10);
      expect(lines.map(({ text }) => text)).toEqual(['3', '4']);
    });
  });

  test('of the tasks of a cluster only those with our mark are ours', async () => {
    const run = trial('sleep 60');
    await run.launch();
    const { run: frozen, definition } = readRequest(world.engine.prepare(run.spec));
    const foreign = { ...frozen, taskDefinition: `${definition.family}:1`, startedBy: 'somebody/else', tags: [] };
    await client.send(new RunTaskCommand({ ...foreign, clientToken: ulid() }));
    const owned = await world.engine.owned();
    expect(owned.filter(({ token }) => token === run.token)).toHaveLength(1);
    expect(JSON.stringify(owned)).not.toContain('somebody');
    await world.engine.stop(run.handle, 0, 'the test is over');
  });
});
