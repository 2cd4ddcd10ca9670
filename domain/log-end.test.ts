import { expect, test } from '@jest/globals';
import { logEnd, whatIsMissing } from './log-end.js';

const head = { complete: false, truncated: false };

test('a log is complete when it was read to its end and nothing of it is missing', () => {
  expect(logEnd(head)).toBe('open');
  expect(logEnd({ ...head, complete: true })).toBe('complete');
  expect(whatIsMissing({ ...head, complete: true })).toBeUndefined();
});

test('a log that nobody reads on, with lines missing, is cut off and says why', () => {
  const given = { ...head, complete: true, note: 'The engine did not deliver the end.' };
  expect([logEnd(given), whatIsMissing(given)]).toEqual(['cut-off', 'The engine did not deliver the end.']);
  const capped = { ...head, complete: true, truncated: true };
  expect([logEnd(capped), whatIsMissing(capped)]).toEqual(['cut-off', expect.stringContaining('size limit')]);
  expect(whatIsMissing({ ...given, truncated: true })).toMatch(/size limit.* The engine/);
});

test('a log over its size limit is open until its container has ended', () => {
  expect(logEnd({ ...head, truncated: true })).toBe('open');
});
