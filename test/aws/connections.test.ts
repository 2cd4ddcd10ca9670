import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EcsEngine } from '../../src/engines/ecs/ecs.engine.js';
import { ecsSettings } from '../../src/engines/ecs/ecs-settings.js';
import { discoverClusters } from '../../src/engines/ecs/discover.js';
import { ecsWorld, fargateSettings, type EcsWorld } from './ecs-world.js';

let world: EcsWorld;
beforeAll(async () => {
  const instances = [
    { cpu: 4096, memory: 8192 },
    { cpu: 2048, memory: 4096, gpu: 1 },
  ];
  world = await ecsWorld({ clusters: ['flotilla', 'Data_Science', { name: 'machines', instances }] });
});
afterAll(() => world.release());

const settings = (changes = {}) => ecsSettings({ ...fargateSettings(world.aws), ...changes });

describe('discovery', () => {
  test('shows what is not connected, with the network and the roles of its neighbour: nothing is missing', async () => {
    const { found, problems } = await discoverClusters([settings()], ['eu-central-1']);
    expect(problems).toEqual([]);
    expect(found.map(({ name }) => name).toSorted()).toEqual(['data-science', 'machines']);
    const science = found.find(({ name }) => name === 'data-science');
    const { subnets, executionRole } = fargateSettings(world.aws);
    expect(science).toMatchObject({ missing: [], engine: { cluster: 'Data_Science', subnets, executionRole } });
  });

  test('derives limits from the machines, and tells what is free of them', async () => {
    const { found } = await discoverClusters([settings()], ['eu-central-1']);
    expect(found.find(({ name }) => name === 'machines')).toMatchObject({
      limits: { cpu: 6, memoryMiB: 12_288, gpu: 1 },
      engine: { launchType: 'EC2' },
      missing: [],
      description: expect.stringContaining('2 machines with 6 vCPU and 12288 MiB and 1 GPU, of which'),
    });
  });

  test('the machines of a connected cluster are counted again, and Fargate has none to count', async () => {
    const machines = new EcsEngine(settings({ cluster: 'machines', launchType: 'EC2' }), 'contract');
    const fargate = new EcsEngine(settings(), 'contract');
    const has = { cpu: 6, memoryMiB: 12_288, gpu: 1 };
    expect(await machines.machines()).toEqual({ count: 2, all: has, free: has });
    expect(await fargate.machines()).toEqual({ count: 0, all: {}, free: {} });
    machines.close();
    fargate.close();
  });

  test('says why it could not look', async () => {
    world.aws.setChaos({ calls: [{ operation: 'ListClusters', then: { kind: 'denied' } }] });
    const { found, problems } = await discoverClusters([settings()], ['eu-central-1']);
    expect([found, problems.join()]).toEqual([[], expect.stringContaining('Add "ecs:ListClusters" to the policy')]);
  });
});

describe('the check of a connection', () => {
  const examined = async (changes = {}) => {
    const engine = new EcsEngine(settings(changes), 'contract');
    const findings = await engine.examine();
    engine.close();
    return Object.fromEntries(findings.map((finding) => [finding.what, finding]));
  };

  test('finds nothing wrong where nothing is, and starts nothing', async () => {
    const before = world.aws.stats();
    const findings = await examined();
    expect(Object.values(findings).filter(({ state }) => state === 'bad')).toEqual([]);
    expect(findings['permission ecs:RunTask']?.state).toBe('ok');
    expect(findings['log group']).toMatchObject({ state: 'unknown', message: expect.stringContaining('creates it') });
    expect(findings.subnets?.message).toContain('NAT gateway or VPC endpoints');
    expect(world.aws.stats().tasksStarted).toBe(before.tasksStarted);
  });

  test.each(['RunTask', 'StopTask', 'DescribeTasks', 'ListTasks', 'RegisterTaskDefinition', 'DescribeTaskDefinition'])(
    'a policy without ecs:%s is told, with the line that is missing',
    async (operation) => {
      world.aws.setChaos({ calls: [{ operation, times: Infinity, then: { kind: 'denied' } }] });
      const findings = await examined();
      expect(Object.values(findings).filter(({ state }) => state === 'bad')).toEqual([
        expect.objectContaining({
          what: `permission ecs:${operation}`,
          remedy: expect.stringContaining(`Add "ecs:${operation}" to the policy`),
        }),
      ]);
      world.aws.setChaos({});
    },
  );

  test('without credentials nothing else can be looked at', async () => {
    world.aws.setChaos({ calls: [{ operation: '*', times: Infinity, then: { kind: 'expired' } }] });
    expect(Object.values(await examined())).toMatchObject([{ what: 'credentials', state: 'bad' }]);
    world.aws.setChaos({});
  });

  test('a cluster that is not there is named, with the region', async () => {
    expect((await examined({ cluster: 'nowhere' })).cluster).toMatchObject({
      state: 'bad',
      message: expect.stringContaining('There is no ECS cluster "nowhere" in eu-central-1'),
    });
  });
});
