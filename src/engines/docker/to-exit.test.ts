import { describe, expect, test } from '@jest/globals';
import type Docker from 'dockerode';
import { toExit, toObservation, type Remembered } from './to-exit.js';

/** States as Docker 20.10 and 28 answered them. */
const exited = {
  Status: 'exited',
  Running: false,
  Paused: false,
  Restarting: false,
  OOMKilled: false,
  Dead: false,
  Pid: 0,
  ExitCode: 0,
  Error: '',
  StartedAt: '2026-11-24T03:51:44.781417564Z',
  FinishedAt: '2026-11-24T03:51:44.81034978Z',
};
const neverStarted = {
  ...exited,
  Status: 'created',
  ExitCode: 127,
  Error:
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nosuchcmd": executable file not found in $PATH: unknown',
  StartedAt: '0001-01-01T00:00:00Z',
  FinishedAt: '0001-01-01T00:00:00Z',
};
const nothing: Remembered = { sentSignals: [], outOfMemory: false, end: true };

describe('toObservation', () => {
  test.each([
    [
      { Status: 'created', StartedAt: '0001-01-01T00:00:00Z' },
      { kind: 'starting', phase: 'starting container' },
    ],
    [
      { Status: 'running', Running: true },
      { kind: 'running', since: Date.parse('2026-11-24T03:51:44.781Z') },
    ],
    [
      { Status: 'paused', Running: true },
      { kind: 'running', since: Date.parse('2026-11-24T03:51:44.781Z') },
    ],
    [{}, 'ended'],
    [{ Status: 'dead', Dead: true }, 'ended'],
    [neverStarted, 'ended'],
  ])('takes %j for what it is', (state, observation) => {
    expect(toObservation(container(state))).toEqual(observation);
  });
});

describe('toExit', () => {
  test('an end of its own has its code and its times, and nothing else', () => {
    expect(toExit(container({ ExitCode: 3 }), nothing)).toEqual({
      code: 3,
      outOfMemory: false,
      endedByItself: true,
      reasons: [],
      startedAt: Date.parse('2026-11-24T03:51:44.781Z'),
      endedAt: Date.parse('2026-11-24T03:51:44.810Z'),
    });
  });

  test('a command that ended at once has not started after its end, though Docker stamped it so', () => {
    const [StartedAt, FinishedAt] = ['2026-11-24T03:51:44.811Z', '2026-11-24T03:51:44.810Z'];
    const end = Date.parse(FinishedAt);
    expect(toExit(container({ StartedAt, FinishedAt }), nothing)).toMatchObject({ startedAt: end, endedAt: end });
  });

  test('a command that Docker could not find was never started', () => {
    const exit = toExit(container(neverStarted), nothing);
    expect(exit).toMatchObject({ code: 127, cause: 'command-not-found', reasons: [neverStarted.Error] });
    expect(exit).not.toHaveProperty('startedAt');
    expect(exit).not.toHaveProperty('endedAt');
  });

  test('a code above 128 names the signal that it stands for', () => {
    expect(toExit(container({ ExitCode: 139 }), nothing)).toMatchObject({ code: 139, signal: 'SIGSEGV' });
    expect(toExit(container({ ExitCode: 255 }), nothing)).not.toHaveProperty('signal');
  });

  test('137 is out of memory only if Docker says so', () => {
    expect(toExit(container({ ExitCode: 137 }), nothing).outOfMemory).toBe(false);
    expect(toExit(container({ ExitCode: 137, OOMKilled: true }), nothing).outOfMemory).toBe(true);
    expect(toExit(container({ ExitCode: 137 }), { ...nothing, outOfMemory: true }).outOfMemory).toBe(true);
  });

  test('a command that coped with a part of it killed for memory has succeeded, and the fact is kept', () => {
    const exit = toExit(container({ OOMKilled: true }), nothing);
    expect(exit).toMatchObject({ code: 0, outOfMemory: false, endedByItself: true });
    expect(exit.reasons[0]).toMatch(/OOMKilled/);
  });

  test('a signal that came through Docker means that it was stopped from outside', () => {
    const exit = toExit(container({ ExitCode: 143 }), { ...nothing, sentSignals: [15] });
    expect(exit).toMatchObject({ endedByItself: false, cause: 'stopped-externally', signal: 'SIGTERM' });
    expect(exit.reasons).toEqual(['Docker was asked to send SIGTERM.']);
  });

  test('a signal that only talks to the program stops nothing', () => {
    const exit = toExit(container({ ExitCode: 1 }), { ...nothing, sentSignals: [1, 10] });
    expect(exit).toMatchObject({ endedByItself: true, reasons: [] });
    expect(exit).not.toHaveProperty('cause');
  });

  test('an end by a signal that the daemon has forgotten is told with that doubt', () => {
    const exit = toExit(container({ ExitCode: 143 }), { ...nothing, end: false });
    expect(exit.reasons.join()).toMatch(/forgotten who ended it/);
    expect(toExit(container({ ExitCode: 3 }), { ...nothing, end: false }).reasons).toEqual([]);
  });

  test('the digest is passed on', () => {
    expect(toExit(container({}), { ...nothing, imageDigest: 'sha256:1' }).imageDigest).toBe('sha256:1');
  });
});

function container(state: Partial<typeof exited>): Docker.ContainerInspectInfo {
  return { State: { ...exited, ...state } } as unknown as Docker.ContainerInspectInfo; // all that is looked at
}
