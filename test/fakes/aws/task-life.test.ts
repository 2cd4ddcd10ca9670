import { StopTaskCommand } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import type { TaskRule } from './chaos-plan.js';
import { aRig, onlyTask } from './fake-aws-rig.js';

describe('a task of the fake ECS', () => {
  test('runs its command for real and tells how it ended, when and with which log', async () => {
    const rig = await aRig();
    const job = await rig.register('echo "hello $WHO"; echo again >&2; printf last; exit 3');
    const environment = [{ name: 'WHO', value: 'world' }];
    const arn = onlyTask(await rig.run(job, { overrides: { containerOverrides: [{ name: 'main', environment }] } }));
    const task = await rig.until(arn, 'STOPPED');
    expect(task).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      desiredStatus: 'STOPPED',
      launchType: 'FARGATE',
      containers: [{ name: 'main', exitCode: 3, lastStatus: 'STOPPED' }],
    });
    expect(task.containers?.[0]?.imageDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const times = [
      task.createdAt,
      task.pullStartedAt,
      task.pullStoppedAt,
      task.startedAt,
      task.stoppingAt,
      task.stoppedAt,
    ];
    expect(times.map(Number)).toEqual([...times.map(Number)].sort((a, b) => a - b));
    const log = await rig.readLog(arn);
    expect([...log.lines].sort()).toEqual(['again', 'hello world', 'last']);
  });

  test('is given its stop signal and then its time before it is killed', async () => {
    const rig = await aRig({ stopTimeoutMs: 300 });
    const polite = await rig.register("trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done");
    const deaf = await rig.register("trap '' TERM; echo up; while :; do sleep 0.05; done");
    const arns = [onlyTask(await rig.run(polite)), onlyTask(await rig.run(deaf))];
    for (const task of arns) await waitForLine(rig, task, 'up');
    for (const task of arns) await rig.ecs.send(new StopTaskCommand({ task, reason: 'Ann asked' }));
    const ended = await Promise.all(arns.map((arn) => rig.until(arn, 'STOPPED')));
    expect(ended.map((task) => task.containers?.[0]?.exitCode)).toEqual([7, 137]);
    expect(ended.map((task) => [task.stopCode, task.stoppedReason])).toEqual([
      ['UserInitiated', 'Ann asked'],
      ['UserInitiated', 'Ann asked'],
    ]);
    expect((await rig.readLog(arns[0]!)).lines).toContain('bye');
  });

  const failures: [string, TaskRule, RegExp][] = [
    ['image is not there', { pull: 'not-found' }, /^CannotPullContainerError: .*not found/],
    ['image is not for us', { pull: 'denied' }, /^CannotPullContainerError: .*pull access denied/],
    ['registry does not answer', { pull: 'timeout' }, /^CannotPullContainerError: .*i\/o timeout/],
    ['disk is too small for the image', { pull: 'no-space' }, /^CannotPullContainerError: .*no space left/],
    ['secret is missing', { start: 'secret-missing' }, /^ResourceInitializationError: .*secret/],
    ['log group is missing', { start: 'log-group-missing' }, /^ResourceInitializationError: .*log group/],
    [
      'command is not in the image',
      { start: 'command-not-found' },
      /^CannotStartContainerError: .*executable file not found/,
    ],
    ['cluster never finds room', { start: 'no-capacity' }, /^Capacity is unavailable/],
  ];
  test.each(failures)('says in AWS words that its %s', async (_, rule, words) => {
    const rig = await aRig({ chaos: { tasks: [rule] } });
    const task = await rig.until(onlyTask(await rig.run(await rig.register('true'))), 'STOPPED');
    expect(task.stopCode).toBe('TaskFailedToStart');
    expect(task.stoppedReason).toMatch(words);
    expect(task.containers?.[0]?.exitCode).toBeUndefined();
  });

  test('can run out of memory, lose its spot machine or its host, and be ended as the plan says', async () => {
    const rig = await aRig({
      chaos: {
        tasks: [
          { match: { startedBy: 'oom' }, outOfMemory: true },
          {
            match: { startedBy: 'odd' },
            end: { afterMs: 0, stopCode: 'InfrastructureHealth', exitCode: null, reason: 'Gone' },
          },
        ],
      },
    });
    const job = await rig.register('sleep 600');
    const run = async (startedBy: string) => onlyTask(await rig.run(job, { startedBy }));
    const [oom, odd, spot, host] = [await run('oom'), await run('odd'), await run('spot'), await run('host')];
    await Promise.all([spot, host].map((arn) => rig.until(arn, 'RUNNING')));
    expect(rig.aws.takeHostAway({ startedBy: 'spot' })).toBe(1);
    expect(rig.aws.takeHostAway({ startedBy: 'host', spot: false })).toBe(1);
    expect(await rig.until(oom, 'STOPPED')).toMatchObject({
      containers: [{ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }],
    });
    const strange = await rig.until(odd, 'STOPPED');
    expect(strange).toMatchObject({ stopCode: 'InfrastructureHealth', containers: [{ reason: 'Gone' }] });
    expect(strange.containers?.[0]?.exitCode).toBeUndefined();
    expect(await rig.until(spot, 'STOPPED')).toMatchObject({
      stopCode: 'SpotInterruption',
      containers: [{ exitCode: 143 }],
    });
    const lost = await rig.until(host, 'STOPPED');
    expect(lost.stoppedReason).toMatch(/^Host EC2 .* terminated\.$/);
    expect(lost.containers?.[0]?.exitCode).toBeUndefined();
  });

  test('reads its secrets, and stays in a phase for ever when it is stuck there', async () => {
    const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf';
    const rig = await aRig({
      secrets: { [arn]: 'hunter2' },
      chaos: { tasks: [{ match: { startedBy: 'stuck' }, stuck: 'PROVISIONING' }] },
    });
    const job = await rig.register('echo "$PASSWORD"', { secrets: [{ name: 'PASSWORD', valueFrom: arn }] });
    const stuck = onlyTask(await rig.run(job, { startedBy: 'stuck' }));
    const other = onlyTask(await rig.run(job));
    await rig.until(other, 'STOPPED');
    expect((await rig.readLog(other)).lines).toEqual(['hunter2']);
    expect((await rig.describe(stuck))?.lastStatus).toBe('PROVISIONING');
    await rig.ecs.send(new StopTaskCommand({ task: stuck }));
    expect((await rig.until(stuck, 'STOPPED')).startedAt).toBeUndefined();
  });
});

async function waitForLine(rig: Awaited<ReturnType<typeof aRig>>, arn: string, line: string): Promise<void> {
  await rig.until(arn, 'RUNNING');
  for (;;) if ((await rig.readLog(arn)).lines.includes(line)) return;
}
