import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Exit } from './exit.js';
import { failureCodes, type FailureCode } from './failures.js';
import { finalStateOf, outcomeOf, type StopCause } from './outcome.js';
import { finalStates } from './run-state.js';

const anExit = (given: Partial<Exit> = {}): Exit => ({
  outOfMemory: false,
  endedByItself: true,
  reasons: [],
  ...given,
});
const codeOf = (exit: Exit, stopped?: StopCause): FailureCode | undefined => {
  const outcome = outcomeOf(exit, stopped);
  return 'failure' in outcome ? outcome.failure.code : undefined;
};

const anyExit = fc.record(
  {
    code: fc.integer({ min: 0, max: 255 }),
    signal: fc.constantFrom('SIGKILL', 'SIGTERM', 'SIGSEGV'),
    outOfMemory: fc.boolean(),
    endedByItself: fc.boolean(),
    reasons: fc.array(fc.string(), { maxLength: 3 }),
    cause: fc.constantFrom(...failureCodes),
  },
  { requiredKeys: ['outOfMemory', 'endedByItself', 'reasons'] },
) as fc.Arbitrary<Exit>;
const anyStop: fc.Arbitrary<StopCause> = fc.oneof(
  fc.constant<StopCause>({ kind: 'cancel', by: 'ada' }),
  fc.constant<StopCause>({ kind: 'run-timeout', limitSeconds: 60 }),
  fc.constant<StopCause>({ kind: 'start-timeout', limitSeconds: 60 }),
  fc.constant<StopCause>({ kind: 'stopped-externally', evidence: 'terminated by hand' }),
);

describe('an exit', () => {
  test.each<[string, Partial<Exit>, FailureCode | undefined]>([
    ['code 0', { code: 0 }, undefined],
    ['code 0, but stopped from outside', { code: 0, endedByItself: false }, 'stopped-externally'],
    ['code 0, but out of memory', { code: 0, outOfMemory: true }, 'out-of-memory'],
    ['code 1', { code: 1 }, 'exit-code'],
    ['code 126', { code: 126 }, 'command-not-found'],
    ['code 127', { code: 127 }, 'command-not-found'],
    ['code 128', { code: 128 }, 'exit-code'],
    ['code 139', { code: 139 }, 'crashed'],
    ['code 137, with no word about memory', { code: 137 }, 'crashed'],
    ['code 137, out of memory', { code: 137, outOfMemory: true }, 'out-of-memory'],
    ['code 255, an ordinary "exit -1"', { code: 255 }, 'exit-code'],
    ['a signal', { signal: 'SIGSEGV' }, 'crashed'],
    ['no code and no signal', {}, 'stopped-externally'],
    ['a cause that the engine knows', { code: 0, cause: 'machine-lost' }, 'machine-lost'],
  ])('with %s', (_, given, code) => {
    expect(codeOf(anExit(given))).toBe(code);
  });

  test('that nobody knows makes the run lost, not failed', () => {
    expect(outcomeOf(anExit({ cause: 'outcome-unknown' }))).toMatchObject({
      kind: 'lost',
      failure: { code: 'outcome-unknown' },
    });
  });

  test('is quoted word for word, with its code', () => {
    const outcome = outcomeOf(anExit({ code: 3, reasons: ['Essential container in task exited'] }));
    expect(outcome).toMatchObject({
      failure: { exitCode: 3, evidence: ['Essential container in task exited', 'Exit code 3.'] },
    });
  });

  test('with code 137 says what it often means, without claiming it', () => {
    const hint = /often means out of memory/;
    const evidence = (exit: Exit) => {
      const outcome = outcomeOf(exit);
      return 'failure' in outcome ? outcome.failure.evidence.join(' ') : '';
    };
    expect(evidence(anExit({ code: 137 }))).toMatch(hint);
    expect(evidence(anExit({ code: 137, outOfMemory: true }))).not.toMatch(hint);
  });

  test('is a success only with code 0, ended by itself, and nothing against it', () => {
    fc.assert(
      fc.property(anyExit, (exit) => {
        const isSuccess = outcomeOf(exit).kind === 'succeeded';
        const mayBe = exit.code === 0 && exit.endedByItself && !exit.outOfMemory && exit.cause === undefined;
        expect(isSuccess).toBe(mayBe);
      }),
    );
  });

  test('always leads to a final state, with a failure unless all is well or a person asked for it', () => {
    fc.assert(
      fc.property(anyExit, fc.option(anyStop, { nil: undefined }), (exit, stopped) => {
        const outcome = outcomeOf(exit, stopped);
        expect(finalStates).toContain(finalStateOf(outcome));
        expect('failure' in outcome).toBe(outcome.kind === 'failed' || outcome.kind === 'lost');
      }),
    );
  });
});

describe('a stop of ours', () => {
  test('that a person asked for makes the run cancelled, whatever the exit', () => {
    fc.assert(
      fc.property(anyExit, (exit) => {
        expect(outcomeOf(exit, { kind: 'cancel', by: 'ada', reason: 'mistake' })).toEqual({
          kind: 'cancelled',
          by: 'ada',
          reason: 'mistake',
        });
      }),
    );
    expect(Object.keys(outcomeOf(anExit(), { kind: 'cancel', by: 'ada' }))).toEqual(['kind', 'by']);
  });

  test.each(['run-timeout', 'start-timeout'] as const)('by %s is told as such, with the limit', (kind) => {
    const outcome = outcomeOf(anExit({ code: 143, reasons: ['killed'] }), { kind, limitSeconds: 60 });
    expect(outcome).toMatchObject({ kind: 'failed', failure: { code: kind, exitCode: 143 } });
    expect('failure' in outcome && outcome.failure.evidence[0]).toBe('The limit was 60 s.');
  });

  test('from outside Flotilla is blamed on nobody inside', () => {
    expect(codeOf(anExit({ code: 0 }), { kind: 'stopped-externally', evidence: 'terminated by hand' })).toBe(
      'stopped-externally',
    );
  });

  test('is never blamed on the job', () => {
    fc.assert(
      fc.property(anyExit, anyStop, (exit, stopped) => {
        expect(codeOf(exit, stopped)).toBe(stopped.kind === 'cancel' ? undefined : stopped.kind);
      }),
    );
  });
});
