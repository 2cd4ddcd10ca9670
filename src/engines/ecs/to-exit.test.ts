import type { Container, Task } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import { outcomeOf, type StopCause } from '../../../domain/outcome.js';
import { verdictOf } from '../../../domain/retry-rules.js';
import { toExit, toObservation, withoutQueries } from './to-exit.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 25, 12, 0, second));

/** A task as DescribeTasks shows it after its end, with what a test is about. */
function ended({ container, ...task }: Partial<Task> & { container?: Partial<Container> } = {}): Task {
  return {
    taskArn: 'arn:aws:ecs:eu-central-1:123456789012:task/flotilla/0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    createdAt: at(0),
    pullStartedAt: at(10),
    pullStoppedAt: at(15),
    startedAt: at(16),
    executionStoppedAt: at(30),
    stoppedAt: at(40),
    containers: [{ name: 'main', exitCode: 0, imageDigest: 'sha256:8a1f59ff', ...container }],
    ...task,
  };
}

const exited = (exitCode: number, reason?: string) => ended({ container: { exitCode, reason } });
const stopped = (stopCode: Task['stopCode'], stoppedReason: string, exitCode?: number) =>
  ended({ stopCode, stoppedReason, container: { exitCode } });
const notStarted = (reason: string) =>
  ended({
    stopCode: 'TaskFailedToStart',
    stoppedReason: reason,
    startedAt: undefined,
    container: { exitCode: undefined, reason },
  });
const notPulled = (words: string) => notStarted(`CannotPullContainerError: ${words}`);

const neverPlaced = ended({
  stopCode: 'TaskFailedToStart',
  stoppedReason: 'Task failed to start: no container instance met all of its requirements',
  startedAt: undefined,
  containers: [],
});
const timedOut = notPulled(
  'pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/alpine:3: failed to do ' +
    'request: Head "https://registry-1.docker.io/v2/library/alpine/manifests/3": dial tcp 52.1.184.176:443: i/o timeout',
);
const noSecret = notStarted(
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable ' +
    'to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret db from secrets manager',
);

/** What becomes of a run whose task ended so, and whether Flotilla tries it again by itself. */
function told(task: Task, stop?: StopCause) {
  const outcome = outcomeOf(toExit(task), stop);
  const verdict = verdictOf(outcome, { attempts: 1, on: [], backoffSeconds: 1 }, { spent: 0, infrastructure: 0 });
  return { told: 'failure' in outcome ? outcome.failure.code : outcome.kind, again: verdict.kind === 'retry' };
}

// A row or more for each of the table "why it stopped", in words as ECS gives them.
describe('why a task stopped', () => {
  test.each<[string, Task, string, boolean]>([
    ['ended with 0', exited(0), 'succeeded', false],
    ['ended with 1', exited(1), 'exit-code', false],
    ['OutOfMemory', exited(137, 'OutOfMemoryError: Container killed due to memory usage'), 'out-of-memory', false],
    ['137 without our stop', exited(137), 'out-of-memory', false],
    ['no such image', notPulled('failed to resolve ref docker.io/library/a:1: not found'), 'image-not-found', false],
    ['a denied image', notPulled('unexpected status from HEAD request: 403 Forbidden'), 'image-denied', false],
    ['a registry that is silent', timedOut, 'registry-unavailable', true],
    ['a registry that limits', notPulled('429 Too Many Requests - toomanyrequests'), 'registry-unavailable', true],
    ['a registry that breaks off', notPulled('failed to copy: unexpected EOF'), 'registry-unavailable', true],
    ['no room for the image', notPulled('write /opt/m: no space left on device: unknown'), 'disk-full', false],
    ['no room while it runs', exited(1, 'write /data: no space left on device'), 'disk-full', false],
    ['no such secret', noSecret, 'secret-missing', false],
    [
      'no such parameter',
      notStarted('ResourceInitializationError: failed to fetch secrets from ssm: invalid parameters: [db]'),
      'secret-missing',
      false,
    ],
    [
      'no such log group',
      notStarted('ResourceInitializationError: failed to validate logger args: failed to create Cloudwatch log stream'),
      'engine-error',
      true,
    ],
    [
      'no such command',
      notStarted('CannotStartContainerError: exec: "nope": executable file not found in $PATH: unknown'),
      'command-not-found',
      false,
    ],
    ['ended with 126', exited(126), 'command-not-found', false],
    ['ended with 127', exited(127), 'command-not-found', false],
    ['never placed', neverPlaced, 'capacity', true],
    ['spot', stopped('SpotInterruption', 'Your Spot Task was interrupted.', 143), 'machine-lost', true],
    ['a host that went away', stopped(undefined, 'Host EC2 (instance i-0abc) terminated.'), 'machine-lost', true],
    // AWS's newest SDK knows the code, its type may not.
    ['an ill host', stopped('InfrastructureHealth', 'Task stopped: unhealthy', 143), 'machine-lost', true],
    ['somebody else', stopped('UserInitiated', 'Task stopped by user', 143), 'stopped-externally', false],
    ['ended with 139', exited(139), 'crashed', false],
    ['ended with 134', exited(134), 'crashed', false],
    ['ended with 143', exited(143), 'crashed', false],
    ['nothing is told', stopped(undefined, ''), 'outcome-unknown', false],
  ])('%s', (_, task, code, again) => {
    expect(told(task)).toEqual({ told: code, again });
  });

  test.each<[StopCause, string, boolean]>([
    [{ kind: 'cancel', by: 'ada' }, 'cancelled', false],
    [{ kind: 'run-timeout', limitSeconds: 5 }, 'run-timeout', false],
    [{ kind: 'start-timeout', limitSeconds: 5 }, 'start-timeout', true],
  ])('what we stopped is what we asked for: %j', (stop, code, again) => {
    const task = stopped('UserInitiated', 'Flotilla: as asked', 143);
    expect(toExit(task).cause).toBeUndefined();
    expect(told(task, stop)).toEqual({ told: code, again });
  });

  test('an exit code of 0 is no success when somebody stopped the task, and no code at all never is', () => {
    expect(told(stopped('UserInitiated', 'by hand', 0)).told).toBe('stopped-externally');
    expect(told(ended({ container: { exitCode: undefined } })).told).toBe('outcome-unknown');
  });

  test('a sidecar that failed does not decide, wherever it stands in the list', () => {
    const sidecar = { name: 'xray', exitCode: 1, reason: 'OutOfMemoryError' };
    const task = exited(0);
    expect(told({ ...task, containers: [sidecar, ...(task.containers ?? [])] }).told).toBe('succeeded');
  });

  test('weak evidence is called weak, and a pull that timed out names its likely cause', () => {
    expect(toExit(exited(137)).reasons.join(' ')).toContain('most likely');
    expect(toExit(timedOut).reasons.join(' ')).toContain('the subnet has no route to the registry');
  });
});

describe('toExit', () => {
  test('keeps digest, times and the whole document, the words of the container first', () => {
    const task = ended({ container: { exitCode: 1, reason: 'its own words' } });
    const exit = toExit(task);
    expect(exit).toMatchObject({
      code: 1,
      endedByItself: true,
      imageDigest: 'sha256:8a1f59ff',
      startedAt: at(16).getTime(),
      endedAt: at(30).getTime(),
      document: { stopCode: 'EssentialContainerExited', pullStartedAt: at(10).toISOString() },
    });
    expect(exit.reasons.slice(0, 2)).toEqual(['its own words', 'Essential container in task exited']);
  });

  test('what we asked for is not kept a second time, and a signed address loses its query wherever it stands', () => {
    const reason = 'GET https://bucket.s3.amazonaws.com/layer?X-Amz-Signature=abc&X=1: timeout';
    const exit = toExit({ ...notPulled(reason), overrides: { cpu: '256' } });
    expect(JSON.stringify(exit)).not.toMatch(/X-Amz|overrides/);
    expect(exit.reasons[0]).toContain('https://bucket.s3.amazonaws.com/layer?…');
    expect(withoutQueries('no address at all?')).toBe('no address at all?');
  });
});

describe('toObservation', () => {
  test.each<[Partial<Task>, object]>([
    [{ lastStatus: 'PROVISIONING' }, { kind: 'starting', phase: 'waiting for a machine (PROVISIONING)' }],
    [{ lastStatus: 'PENDING' }, { kind: 'starting', phase: 'preparing (PENDING)' }],
    [
      { lastStatus: 'PENDING', pullStartedAt: at(1) },
      { kind: 'starting', phase: 'pulling image' },
    ],
    [
      { lastStatus: 'PENDING', pullStartedAt: at(1), pullStoppedAt: at(2) },
      { kind: 'starting', phase: 'starting container' },
    ],
    [
      { lastStatus: 'RUNNING', startedAt: at(3) },
      { kind: 'running', since: at(3).getTime() },
    ],
    [
      { lastStatus: 'DEPROVISIONING', startedAt: at(3) },
      { kind: 'running', since: at(3).getTime() },
    ],
    [{ lastStatus: 'DEPROVISIONING' }, { kind: 'starting' }],
    [{ lastStatus: 'STOPPED' }, { kind: 'ended' }],
  ])('takes %j for what it is, without a container in the answer', (task, observation) => {
    expect(toObservation(task)).toMatchObject(observation);
  });
});
