import { expect, test } from '@jest/globals';
import { isSettled } from './settled.js';

const read = { complete: true, truncated: false };
const open = { complete: false, truncated: false };
const ended = { state: 'succeeded', createdAt: 0, times: { succeeded: 1000 } } as const;
const attempts = (...logs: (typeof read)[]) => logs.map((log) => ({ log }));

test('a run is settled when it has ended and the logs of all its attempts have', () => {
  expect(isSettled({ ...ended, attempts: attempts(read, read) }, 2000)).toBe(true);
  expect(isSettled({ ...ended, attempts: [] }, 2000)).toBe(true);
  expect(isSettled({ ...ended, attempts: attempts(open, read) }, 2000)).toBe(false);
  expect(isSettled({ ...ended, state: 'running', attempts: attempts(read) }, 2000)).toBe(false);
});

test('a log that nobody brings to its end is not waited for', () => {
  expect(isSettled({ ...ended, attempts: attempts(open) }, 121_000)).toBe(false);
  expect(isSettled({ ...ended, attempts: attempts(open) }, 121_001)).toBe(true);
});

test('it is the same of a run as the API tells it', () => {
  const told = { ...ended, createdAt: '2026-11-24T08:00:00.000Z', times: { succeeded: '2026-11-24T08:00:01.000Z' } };
  const end = Date.parse(told.times.succeeded);
  expect(isSettled({ ...told, attempts: attempts(open) }, end + 120_000)).toBe(false);
  expect(isSettled({ ...told, attempts: attempts(open) }, end + 120_001)).toBe(true);
});
