import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  type RunTaskCommandInput,
} from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import { aRig, onlyTask } from './fake-aws-rig.js';

type Refusal = [string, Partial<RunTaskCommandInput>, string, RegExp];

const tooLong = { containerOverrides: [{ name: 'main', command: ['x'.repeat(8192)] }] };
const subnets = ['subnet-0a1b2c3d4e5f60001'];

const refusals: Refusal[] = [
  ['an override of more than 8192 characters', { overrides: tooLong }, 'InvalidParameterException', /8192/],
  [
    'an override for a container it does not know',
    { overrides: { containerOverrides: [{ name: 'x' }] } },
    'InvalidParameterException',
    /container named x/,
  ],
  [
    'a size that Fargate does not sell',
    { overrides: { cpu: '256', memory: '4096' } },
    'ClientException',
    /No Fargate configuration/,
  ],
  [
    'a launch type beside a capacity provider',
    { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }] },
    'InvalidParameterException',
    /both a launch type/,
  ],
  [
    'a job on Fargate without subnets',
    { networkConfiguration: undefined },
    'InvalidParameterException',
    /Network Configuration must/,
  ],
  [
    'an empty list of subnets',
    { networkConfiguration: { awsvpcConfiguration: { subnets: [] } } },
    'InvalidParameterException',
    /empty/,
  ],
  [
    'a subnet that cannot be one',
    { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-x'] } } },
    'InvalidParameterException',
    /subnet-x/,
  ],
  ['more than ten tasks at once', { count: 11 }, 'InvalidParameterException', /Count/],
  ['a token of more than 64 characters', { clientToken: 'x'.repeat(65) }, 'InvalidParameterException', /clientToken/],
  ['a startedBy with other characters', { startedBy: 'run 1' }, 'InvalidParameterException', /startedBy/],
  ['tags of the service', { propagateTags: 'SERVICE' }, 'InvalidParameterException', /SERVICE/],
  ['a cluster that is not there', { cluster: 'nope' }, 'ClusterNotFoundException', /not found/],
  ['a cluster that was deleted', { cluster: 'gone' }, 'ClusterNotFoundException', /inactive/],
  [
    'a cluster of machines without machines',
    { launchType: 'EC2' },
    'InvalidParameterException',
    /No Container Instances/,
  ],
  ['a task definition that is not there', { taskDefinition: 'nope:1' }, 'ClientException', /not found/],
];

describe('the fake ECS is as strict as ECS', () => {
  test.each(refusals)('it refuses %s', async (_, more, type, words) => {
    const rig = await aRig({ clusters: ['default', { name: 'gone', status: 'INACTIVE' }] });
    const request = { ...rig.request(await rig.register('true')), ...more };
    await expect(rig.ecs.send(new RunTaskCommand(request))).rejects.toMatchObject({
      name: type,
      message: expect.stringMatching(words),
    });
    expect(rig.aws.stats().tasksStarted).toBe(0);
  });

  test('it refuses a field it does not know, a wrong type and a missing field, whoever sends them', async () => {
    const rig = await aRig();
    const send = async (body: unknown) => {
      const response = await fetch(rig.aws.url, {
        method: 'POST',
        headers: {
          'x-amz-target': 'AmazonEC2ContainerServiceV20141113.RunTask',
          authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/eu-central-1/ecs/aws4_request',
        },
        body: JSON.stringify(body),
      });
      return [response.status, ((await response.json()) as { __type: string }).__type];
    };
    expect(await send({ taskDefinition: 'x', flavour: 'sweet' })).toEqual([400, 'InvalidParameterException']);
    expect(await send({ taskDefinition: 'x', count: 'many' })).toEqual([400, 'SerializationException']);
    expect(await send({})).toEqual([400, 'InvalidParameterException']);
  });

  test('it starts one task per client token and names it when the request has changed', async () => {
    const rig = await aRig();
    const job = await rig.register('sleep 600');
    const arn = onlyTask(await rig.run(job, { clientToken: 'one', startedBy: 'a' }));
    expect(onlyTask(await rig.run(job, { clientToken: 'one', startedBy: 'a' }))).toBe(arn);
    await expect(rig.run(job, { clientToken: 'one', startedBy: 'b' })).rejects.toMatchObject({
      name: 'ConflictException',
      resourceIds: [arn],
    });
    expect(rig.aws.stats().tasksStarted).toBe(1);
  });

  test('it describes at most 100 tasks a call and lists by startedBy alone', async () => {
    const rig = await aRig();
    const tasks = Array.from({ length: 101 }, () => 'a'.repeat(32));
    await expect(rig.ecs.send(new DescribeTasksCommand({ tasks }))).rejects.toThrow(/100/);
    await expect(rig.ecs.send(new ListTasksCommand({ startedBy: 'a', family: 'job' }))).rejects.toThrow(/only filter/);
    await expect(rig.ecs.send(new StopTaskCommand({ task: 'a'.repeat(32) }))).rejects.toThrow(/was not found/);
  });

  test('it lists running tasks unless it is asked for stopped ones', async () => {
    const rig = await aRig();
    const arn = onlyTask(await rig.run(await rig.register('true'), { startedBy: 'me' }));
    await rig.until(arn, 'STOPPED');
    const listed = async (desiredStatus?: 'STOPPED') =>
      (await rig.ecs.send(new ListTasksCommand({ startedBy: 'me', desiredStatus }))).taskArns;
    expect(await listed()).toEqual([]);
    expect(await listed('STOPPED')).toEqual([arn]);
    rig.aws.forgetStopped();
    expect(await listed('STOPPED')).toEqual([]);
    expect(await rig.describe(arn)).toBeUndefined();
  });

  test('it puts tasks on machines as long as there is room, and says what is short', async () => {
    const rig = await aRig({ clusters: [{ name: 'ec2', instances: [{ cpu: 512, memory: 4096 }] }] });
    const job = await rig.register('sleep 600');
    const launch = {
      cluster: 'ec2',
      launchType: 'EC2' as const,
      networkConfiguration: { awsvpcConfiguration: { subnets } },
    };
    const outputs = [await rig.run(job, launch), await rig.run(job, launch), await rig.run(job, launch)];
    expect(outputs.map((one) => one.tasks?.length)).toEqual([1, 1, 0]);
    expect(outputs[2]?.failures).toMatchObject([{ reason: 'RESOURCE:CPU' }]);
  });

  test('it gives environment back in another order and refuses an inactive revision', async () => {
    const rig = await aRig();
    const environment = ['A', 'B', 'C'].map((name) => ({ name, value: name }));
    const job = await rig.register('true', { environment });
    const { taskDefinition } = await rig.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: job }));
    expect(taskDefinition?.containerDefinitions?.[0]?.environment?.map((one) => one.name)).toEqual(['C', 'B', 'A']);
    await rig.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: job }));
    await expect(rig.run(job)).rejects.toThrow(/inactive/);
  });

  test('its account is empty in another region', async () => {
    const rig = await aRig();
    rig.ecs.config.region = () => Promise.resolve('us-east-1');
    await expect(rig.ecs.send(new ListTasksCommand({}))).rejects.toMatchObject({ name: 'ClusterNotFoundException' });
  });
});
