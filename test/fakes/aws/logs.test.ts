import { CreateLogGroupCommand, GetLogEventsCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from '@jest/globals';
import { aRig, onlyTask, waitFor } from './fake-aws-rig.js';

describe('the fake CloudWatch Logs', () => {
  test('ends a stream with the same token again, and has empty pages before that', async () => {
    const rig = await aRig({ chaos: { logs: { splitEvery: 3, emptyPages: 2 } } });
    const arn = onlyTask(await rig.run(await rig.register('for n in 1 2 3 4 5 6 7; do echo $n; done')));
    await rig.until(arn, 'STOPPED');
    const log = await rig.readLog(arn);
    expect(log.lines).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    // Three filled pages, two empty ones between each two, and the one that repeats its token.
    expect(log.pages).toBe(3 + 4 + 1);
  });

  test('gives the newest page unless it is asked to start at the head', async () => {
    const rig = await aRig();
    const arn = onlyTask(await rig.run(await rig.register('for n in 1 2 3 4 5; do echo $n; done')));
    await rig.until(arn, 'STOPPED');
    const stream = { logGroupName: '/flotilla', logStreamName: `run/main/${arn.split('/').at(-1)!}` };
    const newest = await rig.logs.send(new GetLogEventsCommand({ ...stream, limit: 2 }));
    expect(newest.events?.map((event) => event.message)).toEqual(['4', '5']);
    const back = await rig.logs.send(
      new GetLogEventsCommand({ ...stream, limit: 2, nextToken: newest.nextBackwardToken }),
    );
    expect(back.events?.map((event) => event.message)).toEqual(['2', '3']);
    await expect(rig.logs.send(new GetLogEventsCommand({ ...stream, nextToken: 'f/1' }))).rejects.toThrow(/nextToken/);
  });

  test('holds the tail back until some time after the task has stopped', async () => {
    const tail = (tailDelayMs: number) => ({ logs: { tailDelayMs, tailEvents: 2 } });
    const rig = await aRig({ chaos: tail(Infinity) });
    const arn = onlyTask(await rig.run(await rig.register('for n in 1 2 3 4; do echo $n; done')));
    await rig.until(arn, 'STOPPED');
    expect((await rig.readLog(arn)).lines).toEqual(['1', '2']);
    rig.aws.setChaos(tail(300));
    await waitFor(async () => ((await rig.readLog(arn)).lines.length === 4 ? true : undefined));
  });

  test('has no stream before the container starts, and none at all when the log is lost', async () => {
    const rig = await aRig({ chaos: { tasks: [{ stuck: 'PENDING' }] } });
    const job = await rig.register('echo hello');
    const early = onlyTask(await rig.run(job));
    await expect(rig.readLog(early)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    rig.aws.setChaos({ logs: { lost: true } });
    const arn = onlyTask(await rig.run(job));
    await rig.until(arn, 'STOPPED');
    await expect(rig.readLog(arn)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('knows a group once, keeps it for days that AWS has, and stops a task whose group is not there', async () => {
    const rig = await aRig();
    const again = new CreateLogGroupCommand({ logGroupName: '/flotilla' });
    await expect(rig.logs.send(again)).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    const retention = (retentionInDays: number) =>
      rig.logs.send(new PutRetentionPolicyCommand({ logGroupName: '/flotilla', retentionInDays }));
    await retention(30);
    await expect(retention(31)).rejects.toThrow(/retentionInDays/);
    const options = { 'awslogs-group': '/none', 'awslogs-region': rig.aws.region, 'awslogs-stream-prefix': 'run' };
    const job = await rig.register('true', { logConfiguration: { logDriver: 'awslogs', options } });
    const task = await rig.until(onlyTask(await rig.run(job)), 'STOPPED');
    expect(task.stoppedReason).toMatch(/log group does not exist/);
  });
});
