import { describe, expect, test } from '@jest/globals';
import { launchToken, runId } from './ids.js';
import { type Attempt, currentAttempt, emptyLog, queueDeadline } from './run.js';
import { stopInForce } from './stop-in-force.js';

const id = runId('01J00000000000000000000001');
const anAttempt = (number: number, endedAt?: number): Attempt => ({
  number,
  try: 1,
  token: launchToken(id, number, 1),
  grantedAt: 0,
  request: {},
  log: emptyLog,
  ...(endedAt === undefined ? {} : { endedAt }),
});
const snapshot = { limits: { queueSeconds: 10 } } as Parameters<typeof queueDeadline>[0]['snapshot'];

describe('the queue deadline', () => {
  test('counts from the acceptance, also after a refusal', () => {
    expect(queueDeadline({ createdAt: 5000, attempts: [], snapshot })).toBe(15_000);
    expect(queueDeadline({ createdAt: 5000, attempts: [anAttempt(1)], snapshot })).toBe(15_000);
  });

  test('counts anew from the end of an attempt that is tried again', () => {
    expect(queueDeadline({ createdAt: 5000, attempts: [anAttempt(1, 7000), anAttempt(2, 9000)], snapshot })).toBe(
      19_000,
    );
  });

  test('leaves a backoff out', () => {
    expect(queueDeadline({ createdAt: 5000, attempts: [anAttempt(1, 7000)], snapshot }, 47_000)).toBe(57_000);
  });
});

test('the current attempt is the last one', () => {
  expect(currentAttempt({ attempts: [] })).toBeUndefined();
  expect(currentAttempt({ attempts: [anAttempt(1), anAttempt(2)] })?.number).toBe(2);
});

describe('a stop', () => {
  const stop = { cause: { kind: 'cancel', by: 'ada' }, at: 100 } as const;
  const exit = { outOfMemory: false, endedByItself: true, reasons: [] };

  test('that came after the container had ended by itself is not what ended it', () => {
    expect(stopInForce({ stop }, { ...exit, endedAt: 99 })).toBeUndefined();
  });

  test('is in force when the container ended later, was stopped, or nobody knows when', () => {
    expect(stopInForce({ stop }, { ...exit, endedAt: 101 })).toEqual(stop.cause);
    expect(stopInForce({ stop }, { ...exit, endedByItself: false, endedAt: 99 })).toEqual(stop.cause);
    expect(stopInForce({ stop }, exit)).toEqual(stop.cause);
    expect(stopInForce({}, exit)).toBeUndefined();
  });
});
