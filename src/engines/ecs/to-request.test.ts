import { describe, expect, test } from '@jest/globals';
import type { LaunchSpec } from '../../../domain/engine.js';
import { launchToken, runId } from '../../../domain/ids.js';
import { ecsSettings, type EcsSettings } from './ecs-settings.js';
import { isOurs, readRequest, tokenOf, toRequest } from './to-request.js';

const id = runId('01KAXW0000000000000000TEST');
const token = launchToken(id, 2, 3);

function spec(changes: Partial<LaunchSpec> = {}): LaunchSpec {
  return {
    runId: id,
    attempt: 2,
    token,
    name: 'nightly-report',
    image: 'python:3.12-slim',
    command: 'python report.py',
    env: {},
    resources: { cpu: 1, memoryMiB: 2048, gpu: 0 },
    stopGraceSeconds: 30,
    labels: { 'flotilla.installation': 'inst', 'flotilla.owner': 'ada@example.org' },
    ...changes,
  };
}

const settings = (changes: Record<string, unknown> = {}): EcsSettings =>
  ecsSettings({
    kind: 'ecs',
    cluster: 'analytics',
    region: 'eu-central-1',
    subnets: ['subnet-0a1b2c3d4e5f60718'],
    executionRole: 'arn:aws:iam::123456789012:role/execution',
    ...changes,
  });

const onMachines = { launchType: 'EC2', subnets: [] };

const request = (changes: Partial<LaunchSpec> = {}, its: Record<string, unknown> = {}) =>
  readRequest(toRequest(spec(changes), 'inst', settings(its)));

const container = (...given: Parameters<typeof request>) => request(...given).definition.containerDefinitions?.[0];
const override = (...given: Parameters<typeof request>) => request(...given).run.overrides?.containerOverrides?.[0];

describe('a task definition', () => {
  test('is the same for all runs that differ in command, environment and size only', () => {
    const families = [
      {},
      { command: 'python other.py' },
      { env: { DAY: '2026-11-25' } },
      { resources: { cpu: 2, memoryMiB: 4096, gpu: 0 } },
      { token: launchToken(id, 7, 1), name: 'another-job' },
    ].map((changes) => request(changes).definition.family);
    expect(new Set(families).size).toBe(1);
    expect(families[0]).toMatch(/^flotilla-inst-[0-9a-f]{32}$/);
  });

  test('is another one for another image, entry point, secret, role, architecture or log', () => {
    const families = [
      request(),
      request({ image: 'python:3.13-slim' }),
      request({ command: ['python', 'report.py'] }),
      request({ env: { PASSWORD: { secret: 'db' } } }),
      request({}, { taskRole: 'arn:aws:iam::123456789012:role/job' }),
      request({}, { architecture: 'ARM64' }),
      request({}, { logGroup: '/elsewhere' }),
      request({}, { logMode: 'non-blocking' }),
    ].map(({ definition }) => definition.family);
    expect(new Set(families).size).toBe(families.length);
  });

  test('does not depend on the order of secrets, which ECS changes', () => {
    const [a, b] = [{ secret: 'a' }, { secret: 'b' }];
    expect(request({ env: { A: a, B: b } }).definition).toEqual(request({ env: { B: b, A: a } }).definition);
  });

  test('says the log mode in full, since the default loses lines', () => {
    const options = (its = {}) => container({}, its)?.logConfiguration?.options;
    expect(options()).toEqual({
      'awslogs-group': '/flotilla/inst',
      'awslogs-region': 'eu-central-1',
      'awslogs-stream-prefix': 'flotilla',
      mode: 'blocking',
    });
    expect(options({ logMode: 'non-blocking' })).toMatchObject({ mode: 'non-blocking', 'max-buffer-size': '25m' });
  });

  test('runs the command behind an init process, and stops it within what Fargate allows', () => {
    expect(container()).toMatchObject({ linuxParameters: { initProcessEnabled: true }, stopTimeout: 30 });
    expect(container({ stopGraceSeconds: 600 })?.stopTimeout).toBe(120);
    expect(request({ stopGraceSeconds: 600 }).notes.join()).toContain('at most 120 s');
    expect(container({ stopGraceSeconds: 600 }, onMachines)?.stopTimeout).toBe(600);
  });

  test('names secrets by their address and never holds a value', () => {
    const env = {
      PASSWORD: { secret: 'reports/db' },
      KEY: { secret: 'arn:aws:secretsmanager:eu-central-1:1:secret:k' },
    };
    expect(container({ env }, { secretPrefix: '/flotilla/' })?.secrets).toEqual([
      { name: 'KEY', valueFrom: 'arn:aws:secretsmanager:eu-central-1:1:secret:k' },
      { name: 'PASSWORD', valueFrom: '/flotilla/reports/db' },
    ]);
    expect(override({ env })?.environment?.map(({ name }) => name)).not.toContain('PASSWORD');
  });
});

describe('a task', () => {
  test('is started alone, marked, and found again by the shortest name that is enough', () => {
    const { run } = request();
    expect(run).toMatchObject({ count: 1, startedBy: `${id}-2-3`, propagateTags: 'TASK_DEFINITION' });
    expect(run.startedBy?.length).toBeLessThanOrEqual(36);
    expect(token.length).toBeLessThanOrEqual(64);
    expect(tokenOf(run.startedBy)).toBe(token);
    expect(run.tags).toContainEqual({ key: 'flotilla.token', value: token });
    expect(tokenOf('ecs-svc/1234567890')).toBeUndefined();
  });

  test('carries tags of signs that AWS takes', () => {
    const labels = { 'flotilla.installation': 'inst', 'flotilla.owner': 'Ada, "the first" <ada@example.org>' };
    expect(request({ labels }).run.tags).toContainEqual({
      key: 'flotilla.owner',
      value: 'Ada_ _the first_ _ada@example.org_',
    });
  });

  test('is ours by the family of its definition', () => {
    const { family } = request().definition;
    const arn = `arn:aws:ecs:eu-central-1:123456789012:task-definition/${family}:1`;
    expect(isOurs(arn, 'inst')).toBe(true);
    expect(isOurs(arn, 'other')).toBe(false);
    expect(isOurs('arn:aws:ecs:eu-central-1:123456789012:task-definition/flotilla-inst-web:4', 'inst')).toBe(false);
    expect(isOurs(undefined, 'inst')).toBe(false);
  });

  test('gets a launch type or a strategy, never both', () => {
    expect(request().run).toMatchObject({ launchType: 'FARGATE' });
    const spot = request({}, { capacityProviders: [{ provider: 'FARGATE_SPOT', weight: 3 }] }).run;
    expect(spot.capacityProviderStrategy).toEqual([{ capacityProvider: 'FARGATE_SPOT', weight: 3 }]);
    expect(spot.launchType).toBeUndefined();
  });

  test('has its command, environment and size in the override, and cannot pretend to be another run', () => {
    const given = override({ env: { DAY: '2026-11-25', FLOTILLA_RUN_ID: 'forged' } });
    expect(given).toMatchObject({ name: 'main', command: ['python report.py'] });
    expect(given?.environment).toContainEqual({ name: 'DAY', value: '2026-11-25' });
    expect(given?.environment?.filter(({ name }) => name === 'FLOTILLA_RUN_ID')).toEqual([
      { name: 'FLOTILLA_RUN_ID', value: id },
    ]);
    expect(request().run.overrides).toMatchObject({ cpu: '1024', memory: '2048' });
    expect(override({ resources: { cpu: 0.5, memoryMiB: 300, gpu: 1 } }, onMachines)).toMatchObject({
      cpu: 512,
      memory: 300,
      resourceRequirements: [{ type: 'GPU', value: '1' }],
    });
  });
});

describe('what ECS can never run', () => {
  test('overrides that are too long are refused, with by how much', () => {
    const rest = JSON.stringify(request({ env: { LONG: '' } }).run.overrides).length;
    expect(() => request({ env: { LONG: 'x'.repeat(8192 - rest) } })).not.toThrow();
    expect(() => request({ env: { LONG: 'x'.repeat(8192 - rest + 17) } })).toThrow(
      'Command and environment take 8209 characters, 17 more than the 8192 that ECS allows.',
    );
  });

  test('a GPU on Fargate', () => {
    expect(() => request({ resources: { cpu: 1, memoryMiB: 2048, gpu: 1 } })).toThrow('Fargate has no GPUs');
  });
});
