import { EcsEngine } from '../../src/engines/ecs/ecs.engine.js';
import { ecsSettings } from '../../src/engines/ecs/ecs-settings.js';
import { shellCommand, type EngineWorld } from '../contracts/engine-world.js';
import type { FakeAwsOptions } from '../fakes/aws/options.js';
import { startFakeAws, type FakeAws } from '../fakes/aws/start-fake-aws.js';

export interface EcsWorld extends EngineWorld {
  readonly aws: FakeAws;
}

/** What matches this image uses more memory than it has, by the fake's plan. */
export const GREEDY = 'flotilla-test-greedy';

/** An account of our own on this machine, with an engine for its Fargate cluster. */
export async function ecsWorld(options: FakeAwsOptions = {}): Promise<EcsWorld> {
  const aws = await startFakeAws({
    chaos: { tasks: [{ match: { image: GREEDY }, outOfMemory: true, times: Infinity }] },
    ...options,
  });
  process.env.AWS_ACCESS_KEY_ID = aws.credentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = aws.credentials.secretAccessKey;
  const engines: EcsEngine[] = [];
  const another = (): EcsEngine => {
    const engine = new EcsEngine(ecsSettings(fargateSettings(aws)), 'contract');
    engines.push(engine);
    return engine;
  };
  return {
    aws,
    engine: another(),
    another,
    installation: 'contract',
    command: shellCommand,
    image: 'busybox:1',
    missing: { image: 'registry.invalid/nothing/here:1', codes: ['image-not-found', 'registry-unavailable'] },
    greedy: { command: 'sleep 60', image: GREEDY },
    async release() {
      for (const engine of engines) engine.close();
      await aws.stop();
    },
  };
}

/** How a cluster of the fake is connected; in less time than production needs. */
export const fargateSettings = (aws: FakeAws) =>
  ({
    kind: 'ecs',
    cluster: 'flotilla',
    region: aws.region,
    subnets: aws.subnets,
    executionRole: 'arn:aws:iam::123456789012:role/flotilla-execution',
    endpoint: aws.url,
    pollSeconds: 0.15,
    logSettleSeconds: 0.4,
  }) as const;
