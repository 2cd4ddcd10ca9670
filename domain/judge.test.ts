import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { launchToken, runId } from './ids.js';
import { judge } from './judge.js';

const token = launchToken(runId('01KB2ZJ3V7Q4T8RWX2M5N6P0J0'), 1, 1);

test('a cluster that has no room after all costs a run its place for a while, and never one of its retries', () => {
  fc.assert(
    fc.property(
      fc.nat(1_000),
      fc.record({ spent: fc.nat(30), infrastructure: fc.nat(30) }),
      fc.record({ attempts: fc.integer({ min: 1, max: 20 }), backoffSeconds: fc.nat(86_400) }),
      fc.array(fc.string(), { maxLength: 2 }),
      (refusals, retries, policy, evidence) => {
        const ending = { kind: 'refused', token, code: 'capacity', evidence, refusals, retries } as const;
        const judgement = judge(ending, { ...policy, on: ['any'] });
        if (judgement.kind === 'final') throw new Error('it was given up');
        expect(judgement.why.kind).toBe('refused');
        expect(judgement.backoffSeconds).toBeGreaterThanOrEqual(2);
        expect(judgement.backoffSeconds).toBeLessThanOrEqual(300);
        const later = judge({ ...ending, refusals: refusals + 1 }, { ...policy, on: ['any'] });
        if (later.kind === 'final') throw new Error('it was given up');
        expect(later.backoffSeconds).toBeGreaterThanOrEqual(judgement.backoffSeconds);
      },
    ),
  );
});
