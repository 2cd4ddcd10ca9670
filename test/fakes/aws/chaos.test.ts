import { CreateClusterCommand, DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import { aRig, onlyTask, waitFor } from './fake-aws-rig.js';

describe('a chaos plan', () => {
  test('loses the answer of a launch that happened, and the same token finds its task', async () => {
    const rig = await aRig({ chaos: { calls: [{ operation: 'RunTask', then: { kind: 'lose-response' } }] } });
    const job = await rig.register('sleep 600');
    await expect(rig.run(job, { clientToken: 'one' })).rejects.toThrow();
    expect(rig.aws.stats().tasksStarted).toBe(1);
    const arn = onlyTask(await rig.run(job, { clientToken: 'one' }));
    expect(rig.aws.stats().tasks.map((task) => task.arn)).toEqual([arn]);
  });

  test('refuses for capacity as often as it is told, and lets the first calls pass', async () => {
    const rig = await aRig({
      chaos: {
        calls: [
          {
            operation: 'RunTask',
            skip: 1,
            times: 2,
            then: { kind: 'refuse', reason: 'RESOURCE:MEMORY', detail: '8 of 4' },
          },
        ],
      },
    });
    const job = await rig.register('sleep 600');
    const outputs = [];
    for (let n = 0; n < 4; n += 1) outputs.push(await rig.run(job));
    expect(outputs.map((one) => one.failures?.[0]?.reason)).toEqual([
      undefined,
      'RESOURCE:MEMORY',
      'RESOURCE:MEMORY',
      undefined,
    ]);
    expect(rig.aws.stats().tasksStarted).toBe(2);
  });

  test('throttles, fails, denies and expires in the words of AWS', async () => {
    const rig = await aRig();
    const listing = () => rig.ecs.send(new ListTasksCommand({}));
    const kinds = {
      throttle: 'ThrottlingException',
      'server-error': 'ServerException',
      denied: 'AccessDeniedException',
      expired: 'ExpiredTokenException',
    };
    for (const [kind, name] of Object.entries(kinds)) {
      rig.aws.setChaos({ calls: [{ operation: 'ListTasks', then: { kind: kind as keyof typeof kinds } }] });
      await expect(listing()).rejects.toMatchObject({ name });
    }
    rig.aws.setChaos({
      calls: [
        { operation: '*', then: { kind: 'error', type: 'ClientException', message: 'Too many PROVISIONING tasks' } },
      ],
    });
    await expect(listing()).rejects.toThrow(/PROVISIONING/);
    expect((await listing()).taskArns).toEqual([]);
  });

  test('hides one task of several for a while, by call or by time', async () => {
    const rig = await aRig({ chaos: { tasks: [{ match: { startedBy: 'shy' }, hiddenMs: 4_000 }] } });
    const job = await rig.register('sleep 600');
    const shy = onlyTask(await rig.run(job, { startedBy: 'shy' }));
    const open = onlyTask(await rig.run(job, { startedBy: 'open' }));
    const seen = async () => {
      const { tasks, failures } = await rig.ecs.send(new DescribeTasksCommand({ tasks: [shy, open] }));
      return { seen: tasks?.map((task) => task.taskArn), missing: failures?.map((one) => [one.arn, one.reason]) };
    };
    expect(await seen()).toEqual({ seen: [open], missing: [[shy, 'MISSING']] });
    await waitFor(async () => ((await seen()).seen?.length === 2 ? true : undefined));
    rig.aws.setChaos({
      calls: [{ operation: 'DescribeTasks', match: { startedBy: 'open' }, then: { kind: 'missing' } }],
    });
    expect(await seen()).toEqual({ seen: [shy], missing: [[open, 'MISSING']] });
    expect((await seen()).missing).toEqual([]);
  });

  test('does not hide that calls came faster than AWS allows', async () => {
    const rig = await aRig();
    // One a second after the first twenty: no machine is so slow that it stays within that.
    const calls = Array.from({ length: 60 }, (_, n) =>
      rig.ecs.send(new CreateClusterCommand({ clusterName: `cluster-${n}` })).then(
        () => 'ok',
        (error: unknown) => (error as Error).name,
      ),
    );
    const answers = await Promise.all(calls);
    expect(answers).toContain('ThrottlingException');
    const { calls: counted, throttled, overBudget } = rig.aws.stats();
    expect(counted['ecs:CreateCluster']).toBe(60);
    expect(throttled['ecs:CreateCluster']).toBe(overBudget);
    expect(answers.filter((one) => one !== 'ok')).toHaveLength(overBudget);
  });
});
