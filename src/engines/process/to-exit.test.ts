import { describe, expect, test } from '@jest/globals';
import { outcomeOf } from '../../../domain/outcome.js';
import { toExit, toObservation, type Claim, type Evidence } from './to-exit.js';

const here = 'boot/pid:[1]';
const claim: Claim = { kind: 'process', at: 1_000, pid: 42, machine: here, started: '7' };
const stop = { at: 1_500, reason: 'cancelled by ada', graceSeconds: 10, deadline: 11_500 };
const seen = (evidence: Partial<Evidence>, now = 60_000) =>
  toObservation({ claim, alive: false, isOlderThanBoot: false, ...evidence }, here, now);
const exitOf = (evidence: Partial<Evidence>) =>
  toExit({ claim, alive: false, isOlderThanBoot: false, ...evidence }, here);
const failureOf = (evidence: Partial<Evidence>) => {
  const outcome = outcomeOf(exitOf(evidence));
  return 'failure' in outcome ? outcome.failure.code : outcome.kind;
};

describe('what is seen of an attempt', () => {
  test.each<[string, Partial<Evidence>, string]>([
    ['nobody has claimed it', { claim: undefined }, 'starting'],
    ['the claim is just being written', { claim: { kind: 'unwritten', at: 59_999 } }, 'starting'],
    ['the claim was never written to its end', { claim: { kind: 'unwritten', at: 1_000 } }, 'ended'],
    ['the machine was restarted before a claim was on its disk', { claim: undefined, isOlderThanBoot: true }, 'ended'],
    ['the supervisor lives', { alive: true }, 'running'],
    [
      'the command has ended and its output is still collected',
      { alive: true, code: { at: 2_000, code: 0 } },
      'running',
    ],
    ['all is written', { exit: { at: 2_000, code: 0, log: 0 }, alive: true }, 'ended'],
    ['nobody lives', {}, 'ended'],
    ['it never starts', { claim: { kind: 'void', at: 1, answer: { kind: 'launched', handle: null } } }, 'ended'],
  ])('%s', (_, evidence, kind) => {
    expect(seen(evidence).kind).toBe(kind);
  });
});

describe('how an attempt ended', () => {
  const all = (code: number, log = 0) => ({ code: { at: 2_000, code }, exit: { at: 2_004, code, log } });

  test('an exit has its code, its times, and nothing that was not seen', () => {
    expect(exitOf(all(3))).toEqual({
      code: 3,
      startedAt: 1_000,
      endedAt: 2_000,
      outOfMemory: false,
      endedByItself: true,
      reasons: [],
    });
  });

  test.each([
    [0, 'succeeded'],
    [1, 'exit-code'],
    [126, 'command-not-found'],
    [127, 'command-not-found'],
    [137, 'crashed'],
    [139, 'crashed'],
    [255, 'exit-code'],
  ])('code %d means %s', (code, failure) => {
    expect(failureOf(all(code))).toBe(failure);
  });

  test('a signal is named', () => {
    expect(exitOf(all(137)).signal).toBe('SIGKILL');
    expect(exitOf(all(139)).signal).toBe('SIGSEGV');
    expect(exitOf(all(128)).signal).toBeUndefined();
    expect(exitOf(all(255)).signal).toBeUndefined();
  });

  test('a stop counts only when it came before the end', () => {
    expect(exitOf({ ...all(0), stop })).toMatchObject({ endedByItself: false });
    expect(exitOf({ ...all(0), stop: { ...stop, at: 2_001 } })).toMatchObject({ endedByItself: true, reasons: [] });
  });

  test.each<[string, Partial<Evidence>]>([
    ['machine-lost', { claim: { ...claim, machine: 'another boot' } }],
    ['machine-lost', { claim: undefined, isOlderThanBoot: true }],
    ['stopped-externally', {}],
    ['disk-full', { code: { at: 2_000 } }],
    ['disk-full', { exit: { at: 2_000 } }],
    ['disk-full', { claim: { kind: 'unwritten', at: 1_000 } }],
    ['disk-full', all(141, 1)],
    ['succeeded', all(0, 1)],
    ['stopped-externally', { exit: { at: 2_000, log: 0 } }],
  ])('%s', (failure, evidence) => {
    expect(failureOf(evidence)).toBe(failure);
  });

  test('a group that was killed after a stop died of SIGKILL', () => {
    expect(exitOf({ stop })).toMatchObject({ signal: 'SIGKILL', endedByItself: false });
  });

  test('output that is missing is said, whatever the code', () => {
    expect(exitOf(all(0, 1)).reasons).toEqual(['The output could not be written to its end.']);
  });
});
