import type { Context } from '@temporalio/activity';
import { expect, test } from '@jest/globals';
import { aRun, aRunId, anAttempt } from '../test/contracts/builders.js';
import { FakeCluster, FakeEngine } from '../test/fakes/fake-engine.js';
import { MemoryLogStore } from '../test/fakes/memory-log-store.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import type { ActivityDeps } from './deps.js';
import { Vigil } from './vigil.js';
import { watchAttempt } from './watch-attempt.js';

test('an attempt that was never placed goes back to the queue, and nobody waits for its log', async () => {
  const id = aRunId(1);
  const { token } = anAttempt(id);
  const handle = { fake: token };
  const attempt = anAttempt(id, 1, 1, { handle });
  const run = aRun({ id, state: 'starting', attempts: [attempt] });
  const runs = new MemoryRunStore();
  await runs.insert(run);
  const cluster = new FakeCluster();
  cluster.plans.set(id, { exit: { endedByItself: false, cause: 'capacity', reasons: ['RESOURCE:CPU'] } });
  const engine = new FakeEngine(cluster);
  cluster.start(token, {}, undefined);
  const known = { runs, logs: new MemoryLogStore(), clock: { now: cluster.now }, wakeups: { wake: () => undefined } };
  const vigil = new Vigil({ cancellationSignal: new AbortController().signal } as Context);
  try {
    // What it does not use is not there: asking for it would throw.
    const ending = await watchAttempt(known as unknown as ActivityDeps, engine, run, handle, true, vigil);
    expect(ending).toMatchObject({ kind: 'refused', code: 'capacity', evidence: ['RESOURCE:CPU'] });
    expect((await runs.get(id))?.attempts[0]?.log).toMatchObject({ lines: 0, complete: true });
  } finally {
    vigil.end();
  }
});
