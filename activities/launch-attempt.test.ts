import type { Context } from '@temporalio/activity';
import { expect, test } from '@jest/globals';
import { Failure } from '../domain/failures.js';
import { aRun, aRunId, anAttempt } from '../test/contracts/builders.js';
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

test('what an engine starts after the run was concluded without it is stopped, and watched by nobody', async () => {
  const id = aRunId(1);
  const request = { labels: {}, plan: null }; // as the fake engine prepares it
  const run = aRun({ id, state: 'starting', attempts: [anAttempt(id, 1, 1, { request })] });
  const runs = new MemoryRunStore();
  await runs.insert(run);
  const engine = new FakeEngine(new FakeCluster());
  engine.plan(id, { seconds: Infinity });
  const launch = engine.launch.bind(engine);
  engine.launch = async (asked, token) => {
    await runs.recordExit(id, token, { outOfMemory: false, endedByItself: false, reasons: ['given up'] }, 1);
    return launch(asked, token);
  };
  const known = { runs, clock: { now: () => 1 }, wakeups: { wake: () => undefined } };
  const vigil = new Vigil({ cancellationSignal: new AbortController().signal } as Context);
  try {
    // What it does not use is not there: asking for it would throw.
    expect(await launchAttempt(known as unknown as ActivityDeps, engine, run, true, vigil)).toEqual({ kind: 'stale' });
    expect(engine.cluster.find(id)?.stops).toHaveLength(1);
  } finally {
    vigil.end();
  }
});
