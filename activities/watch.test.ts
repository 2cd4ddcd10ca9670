import { expect, test } from '@jest/globals';
import { aRun, aRunId, anAttempt } from '../test/contracts/builders.js';
import { MemoryClusterStore } from '../test/fakes/memory-cluster-store.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import type { ActivityDeps } from './deps.js';
import { createWatchActivities } from './watch.js';

test('a log whose cluster was removed before its end was read says so, and is followed no longer', async () => {
  const runs = new MemoryRunStore();
  const attempt = { ...anAttempt(aRunId(1)), handle: { pid: 1 } };
  await runs.insert(aRun({ id: aRunId(1), state: 'running', attempts: [attempt] }));
  // What it does not use is not there: asking for it would throw.
  const activities = createWatchActivities({ runs, clusters: new MemoryClusterStore() } as unknown as ActivityDeps);
  await activities.drainLog(aRunId(1), attempt.token);
  expect((await runs.get(aRunId(1)))?.attempts[0]?.log).toMatchObject({
    complete: true,
    note: 'Its cluster was removed before the end of the log was read.',
  });
});
