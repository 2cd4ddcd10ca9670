import { expect, test } from '@jest/globals';
import { scheduleId } from './ids.js';
import type { RunSnapshot } from './run.js';
import { runEnvironment } from './run-environment.js';

const snapshot = {
  env: { LOG_LEVEL: 'info', DB: { secret: 'reports/db' }, FLOTILLA_PARAM_DAY: 'yesterday' },
  parameters: { day: '2026-11-24', 'top-n': 3, files: ['a', 'b'], on: true },
} as unknown as RunSnapshot; // the rest has no part in it

test('a command finds its parameters in its environment, and nothing of its own hides them', () => {
  expect(runEnvironment({ snapshot, trigger: { kind: 'user' } })).toEqual({
    LOG_LEVEL: 'info',
    DB: { secret: 'reports/db' },
    FLOTILLA_PARAM_DAY: '2026-11-24',
    FLOTILLA_PARAM_TOP_N: '3',
    FLOTILLA_PARAM_FILES: '["a","b"]',
    FLOTILLA_PARAM_ON: 'true',
  });
});

test('a run of a schedule finds the time that it was meant for', () => {
  const schedule = {
    kind: 'schedule',
    schedule: 'nightly',
    scheduleId: scheduleId('01K9ZJ3V7Q4T8RWX2M5N6P0ABC'),
  } as const;
  const trigger = { ...schedule, at: Date.UTC(2026, 10, 24, 2) };
  expect(runEnvironment({ snapshot, trigger })).toMatchObject({ FLOTILLA_SCHEDULE_TIME: '2026-11-24T02:00:00.000Z' });
});
