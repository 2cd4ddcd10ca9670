import { describe, expect, test } from '@jest/globals';
import { checkSettings } from './ecs-settings.js';

const good = {
  kind: 'ecs',
  cluster: 'analytics',
  region: 'eu-central-1',
  subnets: ['subnet-0a1b2c3d4e5f60718'],
  executionRole: 'arn:aws:iam::123456789012:role/execution',
} as const;
const paths = (changes: Record<string, unknown>) => checkSettings({ ...good, ...changes }).map(({ path }) => path);

describe('settings of an ECS cluster', () => {
  test('a Fargate cluster, a cluster of machines and a strategy are all good', () => {
    expect(paths({})).toEqual([]);
    expect(paths({ launchType: 'EC2', subnets: [] })).toEqual([]);
    expect(paths({ capacityProviders: [{ provider: 'FARGATE_SPOT' }] })).toEqual([]);
    expect(paths({ cluster: 'arn:aws:ecs:eu-central-1:123456789012:cluster/analytics' })).toEqual([]);
  });

  test.each([
    [{ cluster: undefined }, 'cluster'],
    [{ region: undefined }, 'region'],
    [{ region: 'Frankfurt' }, 'region'],
    [{ subnets: [] }, 'subnets'],
    [{ subnets: ['my-subnet'] }, 'subnets.0'],
    [{ launchType: 'FARGATE', capacityProviders: [{ provider: 'FARGATE' }] }, 'capacityProviders'],
    [{ launchType: 'EC2', subnets: [], securityGroups: ['sg-0a1b2c3d4e5f60718'] }, 'securityGroups'],
    [{ launchType: 'EC2', subnets: [], publicIp: true }, 'publicIp'],
    [{ executionRole: 'execution' }, 'executionRole'],
    [{ executionRole: undefined }, 'executionRole'],
    [{ logRetentionDays: 2 }, 'logRetentionDays'],
    [{ colour: 'red' }, 'colour'],
  ])('%j is wrong, and the field is named', (changes, path) => {
    expect(paths(changes)).toEqual([path]);
  });
});
