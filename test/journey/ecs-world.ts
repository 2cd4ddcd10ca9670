import { startFakeAws, type FakeAws } from '../fakes/aws/start-fake-aws.js';
import type { FakeAwsOptions } from '../fakes/aws/options.js';
import { World } from './world.js';

/** A Flotilla of its own beside an AWS of its own. */
export interface EcsJourney {
  readonly world: World;
  readonly aws: FakeAws;
  /** Connects the cluster of the fake under this name, with times that a test need not wait for. */
  connect(name: string, settings?: Record<string, unknown>): Promise<void>;
  /** Launches a command in an image; chaos plans find a run's tasks by its image. */
  launch(image: string, command: string, more?: Record<string, unknown>, cluster?: string): Promise<string>;
  /** The tasks that were ever started for a run. */
  tasksOf(run: string): { lastStatus: string }[];
  end(): Promise<void>;
}

export async function ecsJourney(
  servers: { temporal: string; mongodb: string },
  options: FakeAwsOptions = {},
): Promise<EcsJourney> {
  const aws = await startFakeAws(options);
  const { accessKeyId, secretAccessKey } = aws.credentials;
  const world = await World.start(servers, {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL: aws.url,
  });
  return {
    world,
    aws,
    async connect(name, settings = {}) {
      const quick = { pollSeconds: 0.3, logSettleSeconds: 0.5, capacityPauseSeconds: 0.1 };
      const engine = {
        kind: 'ecs',
        cluster: 'flotilla',
        region: aws.region,
        subnets: aws.subnets,
        executionRole: 'arn:aws:iam::123456789012:role/flotilla-execution',
        ...quick,
        ...settings,
      } as const;
      await world.api.cluster(name, { engine, limits: { slots: 50 } });
    },
    async launch(image, command, more = {}, cluster = 'ecs') {
      const spec = { image, resources: { cpu: 0.25, memoryMiB: 512 }, retry: { backoffSeconds: 0 }, ...more };
      return (await world.api.launch({ spec: { command, ...spec }, cluster })).id;
    },
    tasksOf: (run) => aws.stats().tasks.filter(({ startedBy }) => startedBy?.startsWith(run)),
    async end() {
      await world.end();
      await aws.stop();
    },
  };
}
