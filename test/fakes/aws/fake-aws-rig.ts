import { CloudWatchLogsClient, CreateLogGroupCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type ContainerDefinition,
  type RunTaskCommandInput,
  type RunTaskCommandOutput,
  type Task,
} from '@aws-sdk/client-ecs';
import { afterEach } from '@jest/globals';
import type { FakeAwsOptions } from './options.js';
import { startFakeAws, type FakeAws } from './start-fake-aws.js';

const role = 'arn:aws:iam::123456789012:role/flotilla-execution';
const group = '/flotilla';

/** A fake AWS with the AWS SDK in front of it, and the few steps that every test of it takes. */
export type Rig = {
  readonly aws: FakeAws;
  readonly ecs: ECSClient;
  readonly logs: CloudWatchLogsClient;
  /** Registers a Fargate job that runs this shell text. */
  register(script: string, container?: Partial<ContainerDefinition>): Promise<string>;
  request(taskDefinition: string, more?: Partial<RunTaskCommandInput>): RunTaskCommandInput;
  run(taskDefinition: string, more?: Partial<RunTaskCommandInput>): Promise<RunTaskCommandOutput>;
  describe(taskArn: string): Promise<Task | undefined>;
  /** Waits until the task is in this state, and gives it back. */
  until(taskArn: string, lastStatus: string): Promise<Task>;
  readLog(taskArn: string): Promise<{ lines: string[]; pages: number }>;
};

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** Starts a rig that is taken down after the test. The SDK does not repeat calls here. */
export async function aRig(options: FakeAwsOptions = {}): Promise<Rig> {
  const aws = await startFakeAws(options);
  const settings = { endpoint: aws.url, region: aws.region, credentials: aws.credentials, maxAttempts: 1 };
  const ecs = new ECSClient(settings);
  const logs = new CloudWatchLogsClient(settings);
  open.push(async () => {
    ecs.destroy();
    logs.destroy();
    await aws.stop();
  });
  await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
  const describe = async (arn: string) => (await ecs.send(new DescribeTasksCommand({ tasks: [arn] }))).tasks?.[0];
  const request = (taskDefinition: string, more: Partial<RunTaskCommandInput> = {}): RunTaskCommandInput => ({
    taskDefinition,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: aws.subnets } },
    ...more,
  });
  return {
    aws,
    ecs,
    logs,
    describe,
    request,
    register: async (script, container) => {
      const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(definition(aws, script, container)));
      return taskDefinition?.taskDefinitionArn ?? '';
    },
    run: (taskDefinition, more) => ecs.send(new RunTaskCommand(request(taskDefinition, more))),
    until: (arn, status) => waitFor(async () => pick(await describe(arn), (task) => task.lastStatus === status)),
    readLog: (arn) => readLog(logs, arn),
  };
}

function definition(aws: FakeAws, script: string, container: Partial<ContainerDefinition> = {}) {
  return {
    family: 'job',
    networkMode: 'awsvpc' as const,
    requiresCompatibilities: ['FARGATE' as const],
    cpu: '256',
    memory: '512',
    executionRoleArn: role,
    containerDefinitions: [
      {
        name: 'main',
        image: 'alpine:3',
        command: ['sh', '-ec', script],
        logConfiguration: {
          logDriver: 'awslogs' as const,
          options: {
            'awslogs-group': group,
            'awslogs-region': aws.region,
            'awslogs-stream-prefix': 'run',
            mode: 'blocking',
          },
        },
        ...container,
      },
    ],
  };
}

async function readLog(logs: CloudWatchLogsClient, arn: string): Promise<{ lines: string[]; pages: number }> {
  const lines: string[] = [];
  const logStreamName = `run/main/${arn.split('/').at(-1) ?? ''}`;
  let nextToken: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await logs.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName, startFromHead: true, nextToken }),
    );
    lines.push(...(page.events ?? []).map((event) => event.message ?? ''));
    if (page.nextForwardToken === nextToken) return { lines, pages };
    nextToken = page.nextForwardToken;
  }
}

/** Asks again, no faster than AWS allows, until there is an answer; a minute is more than anything here takes. */
export async function waitFor<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  throw new Error('It did not happen within a minute.');
}

/** The thing itself where the claim holds. */
export function pick<T>(thing: T | undefined, claim: (thing: T) => boolean): T | undefined {
  return thing !== undefined && claim(thing) ? thing : undefined;
}

/** The only task that a call started. */
export function onlyTask(output: RunTaskCommandOutput): string {
  const [task, ...others] = output.tasks ?? [];
  if (task?.taskArn === undefined || others.length > 0) throw new Error('Not exactly one task was started.');
  return task.taskArn;
}
