import { describe, expect, test } from '@jest/globals';
import type { LaunchSpec } from '../../../domain/engine.js';
import { launchToken, runId } from '../../../domain/ids.js';
import { readRequest, toRequest } from './to-request.js';

const id = runId('01JD0000000000000000000000');
const spec: LaunchSpec = {
  runId: id,
  attempt: 2,
  token: launchToken(id, 2, 1),
  name: 'report',
  image: 'python:3.12-slim',
  command: 'python report.py',
  env: { LOG_LEVEL: 'info', LINES: 'one\ntwo = 2' },
  resources: { cpu: 0.25, memoryMiB: 512, gpu: 0 },
  stopGraceSeconds: 20,
  labels: { 'flotilla.owner': 'ada' },
};
const create = (changes: Partial<LaunchSpec> = {}, network?: string) =>
  readRequest(toRequest({ ...spec, ...changes }, 'here', network)).create;

describe('toRequest', () => {
  test('survives being kept as JSON', () => {
    const request = toRequest(spec, 'here');
    expect(JSON.parse(JSON.stringify(request))).toEqual(request);
  });

  test('gives text to a shell, and a list to nobody', () => {
    expect(create()).toMatchObject({ Entrypoint: ['sh', '-ec', 'python report.py'], Cmd: [] });
    expect(create({ command: ['python', '-c', 'print(1)'] })).toMatchObject({
      Entrypoint: ['python', '-c', 'print(1)'],
    });
    expect(create({ command: [] })).not.toHaveProperty('Entrypoint');
  });

  test('limits the container to what the run was given, without swap', () => {
    expect(create().HostConfig).toMatchObject({ NanoCpus: 250_000_000, Memory: 536_870_912, MemorySwap: 536_870_912 });
  });

  test('asks for GPUs only when there are to be some', () => {
    expect(create().HostConfig).not.toHaveProperty('DeviceRequests');
    const { HostConfig } = create({ resources: { ...spec.resources, gpu: 2 } });
    expect(HostConfig?.DeviceRequests).toEqual([{ Driver: '', Count: 2, Capabilities: [['gpu']] }]);
  });

  test('takes the environment as it is and adds what a job may want to know of itself', () => {
    expect(create().Env).toEqual([
      'LOG_LEVEL=info',
      'LINES=one\ntwo = 2',
      `FLOTILLA_RUN_ID=${id}`,
      'FLOTILLA_JOB=report',
      'FLOTILLA_ATTEMPT=2',
    ]);
  });

  test('names secrets and holds none', () => {
    const request = readRequest(toRequest({ ...spec, env: { PASSWORD: { secret: 'reports/db' } } }, 'here'));
    expect(request.secrets).toEqual([{ variable: 'PASSWORD', secret: 'reports/db' }]);
    expect(request.create.Env?.join()).not.toMatch(/PASSWORD/);
  });

  test('marks the container as ours', () => {
    expect(create().Labels).toEqual({
      'flotilla.owner': 'ada',
      'flotilla.installation': 'here',
      'flotilla.token': `${id}.2.1`,
    });
  });

  test('joins the network of the cluster', () => {
    expect(create({}, 'reports').HostConfig?.NetworkMode).toBe('reports');
    expect(create().HostConfig).not.toHaveProperty('NetworkMode');
  });

  test.each([
    ['alpine', 'alpine:latest'],
    ['alpine:3', 'alpine:3'],
    ['localhost:5000/team/tool', 'localhost:5000/team/tool:latest'],
    ['localhost:5000/team/tool:2', 'localhost:5000/team/tool:2'],
    ['alpine@sha256:0f', 'alpine@sha256:0f'],
  ])('asks for %s as %s, since without a tag Docker pulls them all', (image, asked) => {
    expect(readRequest(toRequest({ ...spec, image }, 'here'))).toMatchObject({
      image: asked,
      create: { Image: asked },
    });
  });
});
