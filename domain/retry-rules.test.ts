import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { failureCodes, type FailureCode, failureReport, isInfrastructure } from './failures.js';
import type { Outcome } from './outcome.js';
import { INFRASTRUCTURE_RETRIES, refusalBackoffSeconds, type RetryPolicy, verdictOf } from './retry-rules.js';

const failed = (code: FailureCode): Outcome => ({ kind: 'failed', failure: failureReport(code) });
const policy = (given: Partial<RetryPolicy> = {}): RetryPolicy => ({
  attempts: 3,
  on: [],
  backoffSeconds: 10,
  ...given,
});
const none = { spent: 0, infrastructure: 0 };

const anyPolicy: fc.Arbitrary<RetryPolicy> = fc.record({
  attempts: fc.integer({ min: 1, max: 20 }),
  on: fc.uniqueArray(fc.constantFrom('infrastructure' as const, 'any' as const, ...failureCodes), { maxLength: 4 }),
  backoffSeconds: fc.integer({ min: 0, max: 86_400 }),
});

describe('a retry', () => {
  test.each<Outcome>([
    { kind: 'succeeded' },
    { kind: 'cancelled', by: 'ada' },
    { kind: 'lost', failure: failureReport('outcome-unknown') },
  ])('is not made of a run that $kind', (outcome) => {
    expect(verdictOf(outcome, policy({ on: ['any'] }), none)).toEqual({ kind: 'final', outcome });
  });

  test('is made for infrastructure failures, without spending the attempts of the user', () => {
    expect(verdictOf(failed('machine-lost'), policy({ attempts: 1 }), none)).toMatchObject({
      kind: 'retry',
      spends: 'infrastructure',
    });
    const used = { spent: 0, infrastructure: INFRASTRUCTURE_RETRIES };
    expect(verdictOf(failed('machine-lost'), policy({ attempts: 1, on: ['any'] }), used).kind).toBe('final');
    expect(verdictOf(failed('machine-lost'), policy({ attempts: 2, on: ['infrastructure'] }), used)).toMatchObject({
      spends: 'user',
    });
  });

  test('is made for what the user asked for, as often as granted', () => {
    const twice = policy({ attempts: 2, on: ['exit-code'] });
    expect(verdictOf(failed('exit-code'), twice, none)).toMatchObject({ kind: 'retry', spends: 'user' });
    expect(verdictOf(failed('exit-code'), twice, { spent: 1, infrastructure: 2 }).kind).toBe('final');
    expect(verdictOf(failed('out-of-memory'), twice, none).kind).toBe('final');
    expect(verdictOf(failed('out-of-memory'), policy({ on: ['any'] }), none).kind).toBe('retry');
  });

  test('waits twice as long each time, up to an hour', () => {
    const backoffs = [0, 1, 2, 9, 19].map((spent) => {
      const verdict = verdictOf(failed('exit-code'), policy({ attempts: 30, on: ['any'] }), {
        spent,
        infrastructure: 0,
      });
      return verdict.kind === 'retry' && verdict.backoffSeconds;
    });
    expect(backoffs).toEqual([10, 20, 40, 3600, 3600]);
  });

  test('always comes to an end, after no more attempts than granted and the retries of infrastructure', () => {
    fc.assert(
      fc.property(anyPolicy, fc.infiniteStream(fc.constantFrom(...failureCodes)), (policy, codes) => {
        const ledger = { spent: 0, infrastructure: 0 };
        let attempts = 0;
        for (const code of codes) {
          attempts += 1;
          const verdict = verdictOf(failed(code), policy, ledger);
          if (verdict.kind === 'final') break;
          expect(verdict.backoffSeconds).toBeLessThanOrEqual(3600);
          ledger[verdict.spends === 'user' ? 'spent' : 'infrastructure'] += 1;
          if (verdict.spends === 'infrastructure') expect(isInfrastructure(code)).toBe(true);
        }
        expect(attempts).toBeLessThanOrEqual(policy.attempts + INFRASTRUCTURE_RETRIES);
      }),
    );
  });
});

test('a refused run comes back after 2 s, then ever later, but within 5 minutes', () => {
  expect([1, 2, 3, 8, 9, 10, 1000].map((refusals) => refusalBackoffSeconds(refusals))).toEqual([
    2, 4, 8, 256, 300, 300, 300,
  ]);
});
