import { describe, expect, test } from '@jest/globals';
import { failureReport } from '../../../domain/failures.js';
import { anEndedRunView, aRunView } from '../../../test/fakes/views.js';
import { exitCodeOfRun } from './exit-code-of-run.js';

const failed = (...report: Parameters<typeof failureReport>) => {
  const failure = failureReport(...report);
  return aRunView({ state: 'failed', failure: { ...failure, evidence: [...failure.evidence] } });
};

describe('the exit code that stands for a run', () => {
  test("is the job's own", () => {
    expect(exitCodeOfRun(anEndedRunView(0))).toBe(0);
    expect(exitCodeOfRun(anEndedRunView(42))).toBe(42);
  });

  test('is 128 and the number of the signal that ended it', () => {
    expect(exitCodeOfRun(failed('crashed', [], { signal: 'SIGSEGV' }))).toBe(139);
    expect(exitCodeOfRun(failed('out-of-memory', [], { signal: 'SIGKILL' }))).toBe(137);
    expect(exitCodeOfRun(failed('crashed', [], { code: 134 }))).toBe(134);
  });

  test('is never 0 for a run that did not succeed, whatever its container ended with', () => {
    expect(exitCodeOfRun(failed('run-timeout', [], { code: 0 }))).toBe(124);
    expect(exitCodeOfRun(failed('stopped-externally', [], { code: 0 }))).toBe(5);
    expect(exitCodeOfRun(failed('out-of-memory', [], { code: 0 }))).toBe(5);
    expect(exitCodeOfRun(failed('exit-code', [], { code: 256 }))).toBe(1);
    expect(exitCodeOfRun(aRunView({ state: 'cancelled', exitCode: 0 }))).toBe(130);
  });

  test('is 5 where the command had no say', () => {
    expect(exitCodeOfRun(failed('image-not-found'))).toBe(5);
    expect(exitCodeOfRun(failed('machine-lost', [], { code: 137 }))).toBe(5);
    expect(exitCodeOfRun(aRunView({ state: 'lost' }))).toBe(5);
  });
});
