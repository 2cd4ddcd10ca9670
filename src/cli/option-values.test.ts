import { expect, test } from '@jest/globals';
import { pastTime } from './option-values.js';

test('a time in the past is a span or a date', () => {
  const now = Date.parse('2026-11-24T08:30:00.000Z');
  expect(pastTime('2h', now, '--since')).toBe('2026-11-24T06:30:00.000Z');
  expect(pastTime('2026-11-01T00:00:00Z', now, '--since')).toBe('2026-11-01T00:00:00.000Z');
  expect(() => pastTime('yesterday-ish', now, '--since')).toThrow('--since: "yesterday-ish" is no time');
});
