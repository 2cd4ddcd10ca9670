import { describe, expect, test } from '@jest/globals';
import { readyAttempt } from '../../activities/ready-attempt.js';
import type { LaunchSpec } from '../../domain/engine.js';
import { Failure } from '../../domain/failures.js';
import { runId, scheduleId } from '../../domain/ids.js';
import type { RunSnapshot, Trigger } from '../../domain/run.js';
import { newRun } from './new-run.js';
import { refusalOfTrial } from './trial-request.js';

const snapshot: RunSnapshot = {
  name: 'report',
  cluster: 'local',
  image: 'reports:3',
  imageDigest: `sha256:${'a'.repeat(64)}`,
  command: 'report --day ${day}',
  parameters: { day: '2026-11-24' },
  env: { MODE: 'fast' },
  resources: { cpu: 1, memoryMiB: 512, gpu: 0 },
  limits: { queueSeconds: 60, startSeconds: 60, runSeconds: 60, stopGraceSeconds: 5 },
  retry: { attempts: 1, on: [], backoffSeconds: 1 },
};
const trigger: Trigger = {
  kind: 'schedule',
  schedule: 's',
  scheduleId: scheduleId('01KB2ZJ3V7Q4T8RWX2M5N6P0AB'),
  at: 0,
};

describe('a run that is tried before it is accepted', () => {
  test('is tried as it will be launched: its parameters, its image and its time included', () => {
    const asked: LaunchSpec[] = [];
    const engine = {
      prepare: (spec: LaunchSpec) => {
        asked.push(spec);
        return null;
      },
    };
    const order = { owner: 'ada', group: 'science', trigger, priority: 3, labels: {} };
    const run = newRun(runId('01KB2ZJ3V7Q4T8RWX2M5N6P0AB'), snapshot, order, 1);
    expect(refusalOfTrial(engine, { snapshot, trigger })).toBeUndefined();
    readyAttempt(run, engine, 'here', 1);
    const [tried, launched] = asked;
    const own = { runId: run.id, token: launched?.token, labels: launched?.labels };
    expect({ ...tried, ...own }).toEqual(launched);
    expect(tried?.env).toMatchObject({ FLOTILLA_PARAM_DAY: '2026-11-24', FLOTILLA_SCHEDULE_TIME: expect.any(String) });
  });

  test("is refused with the engine's own words when the values of its parameters are more than fits", () => {
    const engine = {
      prepare: ({ env }: LaunchSpec) => {
        if (JSON.stringify(env).length > 100) throw new Failure('invalid-request', 'Too much environment.');
        return null;
      },
    };
    const long = { ...snapshot, parameters: { day: 'x'.repeat(100) } };
    expect(refusalOfTrial(engine, { snapshot: long, trigger: { kind: 'api' } })).toBe('Too much environment.');
    expect(refusalOfTrial(engine, { snapshot, trigger: { kind: 'api' } })).toBeUndefined();
  });
});
