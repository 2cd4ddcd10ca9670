import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListContainerInstancesCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import type { ConnectionFinding } from '../../../domain/connection.js';
import type { Aws, Call } from './aws.js';
import { deniedSentence, isDenied, isStranger, nameOf, wordsOf } from './aws-errors.js';
import { activeCluster } from './cluster-facts.js';
import { logGroupOf, runsOnFargate, type EcsSettings } from './ecs-settings.js';

/** Exists nowhere: AWS looks at the right to ask before it looks for what is asked for. */
const NOBODY = '00000000000000000000000000000000';

/** Looks at everything that the connection needs, point by point. Nothing is started, stopped or registered. */
export async function examine(aws: Aws, settings: EcsSettings, installation: string): Promise<ConnectionFinding[]> {
  const cluster = await clusterFindings(aws, settings);
  if (cluster.some(({ what, state }) => what === 'credentials' && state === 'bad')) return cluster;
  const [permissions, logError] = await Promise.all([
    Promise.all(
      probesOf(aws, settings, installation).map(async ([call, send]) =>
        permission(call, await errorOf(aws.ask(call, send))),
      ),
    ),
    errorOf(readNoLog(aws, settings, installation)),
  ]);
  return [
    ...cluster,
    ...permissions,
    permission(readLog, logError),
    {
      what: 'permission iam:PassRole',
      state: 'unknown',
      message: 'Only a launch can tell whether the roles may be handed over.',
    },
    ...network(settings),
    logGroup(logGroupOf(settings, installation), logError),
  ];
}

async function clusterFindings(aws: Aws, settings: EcsSettings): Promise<ConnectionFinding[]> {
  const credentials = (state: 'ok' | 'bad', message: string): ConnectionFinding => ({
    what: 'credentials',
    state,
    message,
    ...(state === 'ok' ? {} : { remedy: 'give the API and the workers a role or keys that AWS knows (docs/aws.md)' }),
  });
  try {
    const { clusterArn = settings.cluster } = await activeCluster(aws, settings);
    const active: ConnectionFinding = { what: 'cluster', state: 'ok', message: `${clusterArn} is active` };
    return [credentials('ok', 'AWS knows them'), active];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const cause = error instanceof Error ? error.cause : undefined;
    if (isStranger(cause)) return [credentials('bad', message)];
    const remedy = 'correct the name, the region or the policy';
    return [credentials('ok', 'AWS knows them'), { what: 'cluster', state: 'bad', message, remedy }];
  }
}

type Probe = readonly [call: Call, send: (abortSignal: AbortSignal) => Promise<unknown>];

/** One harmless question for each action of the policy that ECS answers. */
function probesOf({ ecs }: Aws, settings: EcsSettings, installation: string): Probe[] {
  const { cluster } = settings;
  const family = `flotilla-${installation}-${NOBODY}`;
  const empty = { family, containerDefinitions: [] };
  const probe = (quota: Call['quota'], action: string, send: Probe[1]): Probe => [
    { quota, action, doing: 'try it' },
    send,
  ];
  return [
    probe('run', 'ecs:RunTask', (abortSignal) =>
      ecs.send(new RunTaskCommand({ cluster, taskDefinition: `${family}:1` }), { abortSignal }),
    ),
    probe('run', 'ecs:StopTask', (abortSignal) =>
      ecs.send(new StopTaskCommand({ cluster, task: NOBODY }), { abortSignal }),
    ),
    probe('describe', 'ecs:DescribeTasks', (abortSignal) =>
      ecs.send(new DescribeTasksCommand({ cluster, tasks: [NOBODY] }), { abortSignal }),
    ),
    probe('describe', 'ecs:ListTasks', (abortSignal) =>
      ecs.send(new ListTasksCommand({ cluster, startedBy: NOBODY }), { abortSignal }),
    ),
    probe('register', 'ecs:RegisterTaskDefinition', (abortSignal) =>
      ecs.send(new RegisterTaskDefinitionCommand(empty), { abortSignal }),
    ),
    probe('read', 'ecs:DescribeTaskDefinition', (abortSignal) =>
      ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }), { abortSignal }),
    ),
    ...(runsOnFargate(settings)
      ? []
      : [
          probe('read', 'ecs:ListContainerInstances', (abortSignal) =>
            ecs.send(new ListContainerInstancesCommand({ cluster }), { abortSignal }),
          ),
        ]),
  ];
}

const readLog = { quota: 'logs', doing: 'try it', action: 'logs:GetLogEvents' } as const;

/** Its answer tells of the right to read logs, and whether the group is there. */
const readNoLog = (aws: Aws, settings: EcsSettings, installation: string): Promise<unknown> =>
  aws.ask(readLog, (abortSignal) => {
    const input = { logGroupName: logGroupOf(settings, installation), logStreamName: NOBODY };
    return aws.logs.send(new GetLogEventsCommand(input), { abortSignal });
  });

/** What the question was refused with; undefined when it was answered. */
const errorOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  );

function permission({ action }: Call, error: unknown): ConnectionFinding {
  const what = `permission ${action}`;
  if (isDenied(error)) {
    return { what, state: 'bad', message: wordsOf(error), remedy: deniedSentence(wordsOf(error), action) };
  }
  const isAnswer =
    error === undefined || /NotFound|InvalidParameter|ClientException|ValidationException/.test(nameOf(error));
  if (!isAnswer) return { what, state: 'unknown', message: `It could not be tried: ${wordsOf(error)}` };
  return { what, state: 'ok', message: 'allowed' };
}

function network({ subnets, publicIp }: EcsSettings): ConnectionFinding[] {
  if (subnets.length === 0) return [];
  const way = publicIp ? 'an internet gateway' : 'a NAT gateway or VPC endpoints, since tasks get no public address';
  const message = `${subnets.join(', ')}: only a pull can tell whether they have a way to the registry (${way}).`;
  return [{ what: 'subnets', state: 'unknown', message }];
}

function logGroup(name: string, error: unknown): ConnectionFinding {
  const what = 'log group';
  if (nameOf(error) === 'ResourceNotFoundException' && /log group/i.test(wordsOf(error))) {
    const message = `${name} is not there yet; the first launch creates it, if it may (logs:CreateLogGroup).`;
    return { what, state: 'unknown', message };
  }
  if (error !== undefined && nameOf(error) !== 'ResourceNotFoundException')
    return { what, state: 'unknown', message: `${name}: ${wordsOf(error)}` };
  return { what, state: 'ok', message: `${name} is there` };
}
