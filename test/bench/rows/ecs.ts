import { startFakeAws, type FakeAws } from '../../fakes/aws/start-fake-aws.js';
import { until } from '../../journey/until.js';
import type { World } from '../../journey/world.js';
import { BenchClient } from '../client.js';
import { pause, timed } from '../load.js';
import type { Row } from '../row.js';

const RUNS = 1_000;
const LOOK_SECONDS = 30;
const CHANGES = 40;

export const ecs: Row = {
  name: 'ecs',
  about: `${RUNS} runs of one job live on one Fargate cluster of the fake AWS, with AWS's default quotas`,
  async measure(stage) {
    const aws = await startFakeAws({ tasks: 'pretended' });
    try {
      const world = await stage.flotilla({
        AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
      });
      await connect(world, aws);
      const ids = await launchAll(world);
      const began = Date.now();
      await until(
        'all run',
        () => Promise.resolve(aws.stats().tasksRunning),
        (running) => running === RUNS,
        900_000,
      );
      const minutes = (Date.now() - began) / 60_000;
      const describes = () => aws.stats().calls['ecs:DescribeTasks'] ?? 0;
      const before = describes();
      await pause(LOOK_SECONDS * 1000);
      const perSecond = (describes() - before) / LOOK_SECONDS;
      const changes = await noticed(world, aws, ids.slice(0, CHANGES));
      const { calls, throttled } = aws.stats();
      const failed = (await world.api.runs('state=failed')).length - CHANGES;
      return [
        { name: 'launches', unit: 'runs/min', values: [RUNS / minutes], goal: { of: 'min', atLeast: 200 } },
        { name: 'describeTasks', unit: 'calls/s', values: [perSecond], goal: { of: 'max', atMost: 5 } },
        { name: 'stateChange', unit: 'ms', values: changes, goal: { of: 'median', atMost: 5000 } },
        {
          name: 'registered',
          unit: 'count',
          values: [calls['ecs:RegisterTaskDefinition'] ?? 0],
          goal: { of: 'max', atMost: 1 },
        },
        {
          name: 'throttled',
          unit: 'count',
          values: [Object.values(throttled).reduce((sum, count) => sum + count, 0)],
          goal: { of: 'max', atMost: 0 },
        },
        { name: 'failed', unit: 'count', values: [failed], goal: { of: 'max', atMost: 0 } },
      ];
    } finally {
      await aws.stop();
    }
  },
};

async function connect(world: World, aws: FakeAws): Promise<void> {
  const engine = {
    kind: 'ecs',
    cluster: 'flotilla',
    region: aws.region,
    subnets: aws.subnets,
    executionRole: 'arn:aws:iam::123456789012:role/flotilla-execution',
    endpoint: aws.url,
  } as const;
  await world.api.cluster('ecs', { engine, limits: { slots: RUNS } });
}

async function launchAll(world: World): Promise<string[]> {
  const client = new BenchClient(world.api.url);
  const spec = { image: 'job:1', command: 'sleep 3600', resources: { cpu: 0.25, memoryMiB: 512 } };
  const ids: string[] = [];
  await timed(RUNS, 8, async () => {
    const answer = await client.call('POST', '/runs', JSON.stringify({ spec, cluster: 'ecs' }));
    ids.push((JSON.parse(answer) as { id: string }).id); // the contract; the journey tests hold the API to it
  });
  client.close();
  return ids;
}

/** From the moment a task is STOPPED at ECS until the API tells the run's end, for each of these runs. */
async function noticed(world: World, aws: FakeAws, ids: readonly string[]): Promise<number[]> {
  const each: number[] = [];
  for (const id of ids) {
    aws.stopTask({ startedBy: `${id}-1-1` });
    const began = performance.now();
    await world.api.ended(id);
    each.push(performance.now() - began);
  }
  return each;
}
