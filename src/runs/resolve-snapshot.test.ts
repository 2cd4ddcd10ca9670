import { describe, expect, test } from '@jest/globals';
import { jobId, runId } from '../../domain/ids.js';
import type { JobSpec } from '../../domain/job.js';
import type { Run, RunSnapshot } from '../../domain/run.js';
import { anAttempt } from '../../test/contracts/builders.js';
import { editSnapshot, type Overrides, resolveSnapshot } from './resolve-snapshot.js';

const spec: JobSpec = {
  image: 'python:3.12-slim',
  command: 'python report.py {{ day }}',
  parameters: {
    day: { type: 'string', format: 'date', default: '2026-01-01' },
    note: { type: 'string', optional: true },
  },
  env: { LOG_LEVEL: 'info', MODE: 'full' },
  resources: { cpu: 1, memoryMiB: 512, gpu: 0 },
  cluster: 'local',
  limits: { queueSeconds: 60, startSeconds: 60, runSeconds: 60, stopGraceSeconds: 5 },
  retry: { attempts: 1, on: ['infrastructure'], backoffSeconds: 10 },
};
const job = { id: jobId('01K9ZJ3V7Q4T8RWX2M5N6P0ABC'), name: 'report', revision: 3 };

function snapshotOf(overrides: Overrides) {
  const resolved = resolveSnapshot({ name: 'report', job, spec }, overrides);
  if (resolved.kind === 'wrong') throw new Error(JSON.stringify(resolved.errors));
  return resolved.snapshot;
}

describe('freezing a snapshot', () => {
  test('without overrides it is the job, with the defaults of its parameters', () => {
    const { limits, retry, command, image, env, resources } = spec;
    expect(snapshotOf({})).toEqual({
      job,
      name: 'report',
      cluster: 'local',
      image,
      command,
      env,
      resources,
      limits,
      retry,
      parameters: { day: '2026-01-01' },
    });
  });

  test('environment is laid over by name, resources by dimension, the rest as a whole', () => {
    const overrides = {
      env: { MODE: 'quick' },
      resources: { memoryMiB: 64 },
      command: ['true'],
      cluster: 'big',
      image: 'alpine',
    };
    expect(snapshotOf(overrides)).toMatchObject({
      env: { LOG_LEVEL: 'info', MODE: 'quick' },
      resources: { cpu: 1, memoryMiB: 64, gpu: 0 },
      command: ['true'],
      cluster: 'big',
      image: 'alpine',
    });
  });

  test('what is absent is left out, so that a snapshot is the same before and after it was stored', () => {
    const snapshot = snapshotOf({});
    expect(JSON.parse(JSON.stringify(snapshot))).toStrictEqual(snapshot);
  });

  test('everything that is wrong is told at once, by path', () => {
    const { cluster: _none, ...homeless } = spec;
    const resolved = resolveSnapshot({ name: 'x', spec: homeless }, { parameters: { day: 'soon', more: 1 } });
    expect(resolved).toMatchObject({ kind: 'wrong' });
    if (resolved.kind === 'wrong')
      expect(resolved.errors.map(({ path }) => path).sort()).toEqual(['cluster', 'parameters.day', 'parameters.more']);
  });

  test('a command that names an unknown parameter is refused, also one that a launch brings along', () => {
    expect(resolveSnapshot({ name: 'x', job, spec }, { command: ['report', '{{ dya }}'] })).toMatchObject({
      kind: 'wrong',
      errors: [{ path: 'command.1', rule: 'template' }],
    });
  });

  test('an edit of a snapshot leaves what it does not name', () => {
    const snapshot = snapshotOf({});
    expect(edited(snapshot, {})).toStrictEqual({ kind: 'snapshot', snapshot });
    expect(edited(snapshot, { env: { MORE: '1' }, resources: { cpu: 2 } })).toMatchObject({
      snapshot: {
        env: { LOG_LEVEL: 'info', MODE: 'full', MORE: '1' },
        resources: { cpu: 2, memoryMiB: 512 },
        command: spec.command,
      },
    });
  });

  test('the very image that it ran is what runs again, unless an image is named', () => {
    const exit = { outOfMemory: false, endedByItself: true, reasons: [], imageDigest: 'sha256:1' };
    const attempts = [anAttempt(runId('01K9ZJ3V7Q4T8RWX2M5N6P0ABC'), 1, 1, { exit })];
    const again = edited(snapshotOf({}), {}, attempts);
    expect(again).toMatchObject({ snapshot: { image: 'python:3.12-slim', imageDigest: 'sha256:1' } });
    // And so on: a repeated run that never started is repeated with what it was to run.
    if (again.kind === 'snapshot') expect(edited(again.snapshot, {})).toStrictEqual(again);
    expect(edited(snapshotOf({}), { image: 'python:3.13' }, attempts)).toStrictEqual({
      kind: 'snapshot',
      snapshot: snapshotOf({ image: 'python:3.13' }),
    });
  });

  test('an edit is held to the parameters of its revision', () => {
    expect(edited(snapshotOf({}), { parameters: { day: 'soon', more: 1 } })).toMatchObject({
      kind: 'wrong',
      errors: [
        { path: 'parameters.more', rule: 'unknown' },
        { path: 'parameters.day', rule: 'format' },
      ],
    });
    expect(edited(snapshotOf({}), { parameters: { note: 'x' } })).toMatchObject({
      snapshot: { parameters: { note: 'x' } },
    });
  });

  test('a run without a job keeps what its parameters are held to', () => {
    const resolved = resolveSnapshot({ name: 'x', spec }, {});
    expect(resolved).toMatchObject({ snapshot: { declared: spec.parameters } });
    expect(snapshotOf({}).declared).toBeUndefined();
  });
});

const edited = (snapshot: RunSnapshot, edits: Overrides, attempts: Run['attempts'] = []) =>
  editSnapshot({ snapshot, attempts }, spec.parameters, edits);
