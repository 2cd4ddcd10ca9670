import type { Context } from '@temporalio/activity';
import { expect, test } from '@jest/globals';
import { Failure } from '../domain/failures.js';
import { launchToken } from '../domain/ids.js';
import type { TimeLimits } from '../domain/job.js';
import type { Engine } from '../domain/ports.js';
import type { Run } from '../domain/run.js';
import { aRun, aRunId, aSnapshot, anAttempt } from '../test/contracts/builders.js';
import { FakeCluster, FakeEngine } from '../test/fakes/fake-engine.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import type { ActivityDeps } from './deps.js';
import { launchAttempt } from './launch-attempt.js';
import { Vigil } from './vigil.js';

/** Launches when the start deadline is over, with an engine that answers nothing but this error. */
async function launchedWith(error: Error, isFresh: boolean) {
  const id = aRunId(1);
  const run = aRun({ id, state: 'starting', attempts: [anAttempt(id)] });
  const runs = new MemoryRunStore();
  await runs.insert(run);
  const engine = new FakeEngine(new FakeCluster());
  engine.launch = () => Promise.reject(error);
  const known = { runs, clock: { now: () => Number.MAX_SAFE_INTEGER }, wakeups: { wake: () => undefined } };
  const vigil = new Vigil({ cancellationSignal: new AbortController().signal } as Context);
  try {
    // What it does not use is not there: asking for it would throw.
    return await launchAttempt(known as unknown as ActivityDeps, engine, run, isFresh, vigil);
  } finally {
    vigil.end();
  }
}

const unheard = new Failure('engine-unreachable', 'AWS does not accept the credentials.', { nothingDone: true });
const unanswered = new Failure('engine-unreachable', 'AWS could not be asked.');

test('an attempt of which nothing was started until the start deadline fails by what kept it from starting', async () => {
  expect(await launchedWith(unheard, true)).toMatchObject({
    kind: 'refused',
    code: 'engine-unreachable',
    evidence: [unheard.message, 'It was so until the start deadline.'],
  });
});

test.each([
  ['a call was not answered', unanswered, true],
  ['an earlier worker may have launched it', unheard, false],
])('an attempt is lost, never guessed, where %s', async (_, error, isFresh) => {
  expect(await launchedWith(error, isFresh)).toMatchObject({
    kind: 'ended',
    exit: { cause: 'outcome-unknown', reasons: [expect.stringContaining(error.message)] },
  });
});

/** Launches the first attempt of a run of which this has become while the engine was still at it. */
async function launchedLate(become: (runs: MemoryRunStore, run: Run) => Promise<unknown>) {
  const id = aRunId(1);
  const request = { labels: {}, plan: null }; // as the fake engine prepares it
  const run = aRun({ id, state: 'starting', attempts: [anAttempt(id, 1, 1, { request })] });
  const runs = new MemoryRunStore();
  await runs.insert(run);
  const engine = new FakeEngine(new FakeCluster());
  engine.plan(id, { seconds: Infinity });
  const launch = engine.launch.bind(engine);
  engine.launch = async (...asked) => {
    await become(runs, run);
    return launch(...asked);
  };
  const known = { runs, clock: { now: () => 1 }, wakeups: { wake: () => undefined } };
  const vigil = new Vigil({ cancellationSignal: new AbortController().signal } as Context);
  try {
    // What it does not use is not there: asking for it would throw.
    const launched = await launchAttempt(known as unknown as ActivityDeps, engine, run, true, vigil);
    return { launched, container: engine.cluster.find(id) };
  } finally {
    vigil.end();
  }
}

const token = launchToken(aRunId(1), 1, 1);
const givenUp = { outOfMemory: false, endedByItself: false, reasons: ['given up'] };
const refused = { kind: 'refused', message: 'full' } as const;

test.each<[string, (runs: MemoryRunStore, run: Run) => Promise<unknown>]>([
  ['was concluded without it', (runs, { id }) => runs.recordExit(id, token, givenUp, 1)],
  ['was given back to the queue', (runs, { id }) => runs.requeue(id, token, refused, 1)],
  [
    'was given back, and tried again',
    async (runs, { id }) => {
      await runs.requeue(id, token, refused, 1);
      await runs.beginAttempt(id, anAttempt(id, 1, 2));
    },
  ],
  ['is over', (runs, { id }) => runs.finish(id, { kind: 'cancelled', by: 'ada' }, 1)],
])('what an engine starts after the attempt %s is stopped, and watched by nobody', async (_, become) => {
  const { launched, container } = await launchedLate(become);
  expect(launched).toEqual({ kind: 'stale' });
  expect(container?.stops).toHaveLength(1);
});

/** Launches on an engine that pulls an image without end. */
async function pulledFor(limits: Partial<TimeLimits>, meanwhile: (runs: MemoryRunStore) => Promise<unknown>) {
  const id = aRunId(1);
  const snapshot = aSnapshot();
  const run = aRun({
    id,
    state: 'starting',
    snapshot: { ...snapshot, limits: { ...snapshot.limits, ...limits } },
    attempts: [anAttempt(id, 1, 1, { grantedAt: Date.now() })],
  });
  const runs = new MemoryRunStore();
  await runs.insert(run);
  const engine: Engine = new FakeEngine(new FakeCluster());
  engine.launch = async (_request, _token, _progress, unwanted) => {
    await meanwhile(runs);
    return new Promise((_, reject) => {
      unwanted?.addEventListener('abort', () => reject(unwanted.reason as Error));
    });
  };
  const known = { runs, clock: { now: () => Date.now() }, wakeups: { wake: () => undefined } };
  const vigil = new Vigil({ cancellationSignal: new AbortController().signal } as Context);
  try {
    // What it does not use is not there: asking for it would throw.
    return await launchAttempt(known as unknown as ActivityDeps, engine, run, true, vigil);
  } finally {
    vigil.end();
  }
}

test('the start deadline is kept while an image is being pulled', async () => {
  expect(await pulledFor({ startSeconds: 0.2 }, () => Promise.resolve())).toMatchObject({
    kind: 'ended',
    stopped: { kind: 'start-timeout', limitSeconds: 0.2 },
    exit: { reasons: ['It was stopped before it was launched.'] },
    logComplete: true,
  });
});

test('a cancel while an image is being pulled is heard, and starts nothing', async () => {
  const cause = { kind: 'cancel', by: 'ada' } as const;
  const cancel = (runs: MemoryRunStore) => runs.recordStop(aRunId(1), token, cause, 1);
  expect(await pulledFor({}, cancel)).toMatchObject({ kind: 'ended', stopped: cause, logComplete: true });
});
