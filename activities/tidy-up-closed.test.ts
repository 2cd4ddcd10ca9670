import { beforeEach, describe, expect, test } from '@jest/globals';
import type { RunId } from '../domain/ids.js';
import type { Outcome } from '../domain/outcome.js';
import { queueTopic, type WorkflowLook } from '../domain/ports.js';
import type { Run } from '../domain/run.js';
import { waitingLease } from '../domain/waiting-lease.js';
import { aRun, aRunId } from '../test/contracts/builders.js';
import { FakeRunStarter } from '../test/fakes/fake-run-starter.js';
import { MemoryAuditTrail } from '../test/fakes/memory-audit-trail.js';
import { MemoryLeaseLedger } from '../test/fakes/memory-lease-ledger.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import { MemoryScheduler } from '../test/fakes/memory-scheduler.js';
import { deliverGrants } from './deliver-grants.js';
import { tidyUpClosed } from './tidy-up-closed.js';

const clock = { now: () => 1_700_000_100_000 };

describe('a run whose workflow is closed', () => {
  let world: ReturnType<typeof aWorld>;
  const aWorld = () => ({
    runs: new MemoryRunStore(),
    leases: new MemoryLeaseLedger(),
    starter: new FakeRunStarter(),
    audit: new MemoryAuditTrail(),
    scheduler: new MemoryScheduler(),
    woken: [] as string[],
    wakeups: { wake: (topic: string) => void world.woken.push(topic), subscribe: () => () => undefined },
    clock,
  });
  beforeEach(() => {
    world = aWorld();
  });

  /** As Temporal tells of it, and its grant comes too late. */
  function closed(how: Omit<Extract<WorkflowLook, { kind: 'closed' }>, 'kind'>): void {
    world.starter.look = async () => ({ kind: 'closed', ...how });
    world.starter.granted = async () => 'closed';
  }
  async function granted(given: Partial<Run> = {}) {
    const run = aRun({ id: aRunId(1), ...given });
    await world.runs.insert(run);
    await world.leases.enqueue(waitingLease(run));
    await world.leases.grant({ runId: run.id, generation: 1 }, clock.now());
    const [lease] = await world.leases.held(run.snapshot.cluster);
    if (lease === undefined) throw new Error('unreachable: it has just been granted');
    return { run, lease };
  }
  const audited = async () =>
    (await world.audit.list({ kind: 'run' }, 10)).items.map(({ action, details }) => ({ action, details }));

  const ends: Outcome[] = [{ kind: 'succeeded' }, { kind: 'cancelled', by: 'ada' }];
  test.each(ends)(
    'is given the end that the workflow remembers ($kind) though the store says that it waits',
    async (outcome) => {
      const { run, lease } = await granted();
      closed({ how: 'Its workflow had completed.', outcome });
      await deliverGrants(world, [lease]);
      expect(await world.runs.get(run.id)).toMatchObject({ state: outcome.kind, outcome });
      expect(await world.leases.get(run.id)).toBeUndefined();
      expect(world.woken).toContain(queueTopic(run.snapshot.cluster));
      expect(await audited()).toEqual([
        { action: 'outcome-restored', details: { was: 'queued', outcome: outcome.kind } },
      ]);
    },
  );

  test('keeps the end that the store knows, and only gives its lease back', async () => {
    const { run } = await granted({ state: 'failed' });
    closed({ how: 'Its workflow had completed.', outcome: { kind: 'succeeded' } });
    expect(await tidyUpClosed(world, run.id)).toBe('restored');
    expect((await world.runs.get(run.id))?.state).toBe('failed');
    expect(await world.leases.get(run.id)).toBeUndefined();
    expect(await audited()).toEqual([]);
  });

  test('leaves no lease where the store has lost the run itself', async () => {
    const { run, lease } = await granted({ state: 'failed' });
    await world.runs.remove(run.id);
    closed({ how: 'Its workflow had completed.', outcome: { kind: 'succeeded' } });
    await deliverGrants(world, [lease]);
    expect(await world.leases.get(run.id)).toBeUndefined();
  });

  test('is tidied up after when it was closed by force, with the words of whoever did it', async () => {
    const { lease, run } = await granted();
    closed({ how: 'Its workflow was terminated in Temporal by ada.' });
    const cleaned: string[][] = [];
    world.starter.cleanup = async (...words: string[]) => cleaned.push(words) === 1;
    await deliverGrants(world, [lease]);
    const evidence = 'Its workflow was terminated in Temporal by ada.';
    expect(cleaned).toEqual([[run.id, evidence]]);
    // Once more while that is under way.
    await deliverGrants(world, [lease]);
    expect(await audited()).toEqual([{ action: 'cleanup', details: { evidence } }]);
  });

  test('is left alone when it goes on after all', async () => {
    const { run } = await granted();
    world.starter.look = async () => ({ kind: 'open' });
    expect(await tidyUpClosed(world, run.id)).toBe('not closed');
    expect((await world.leases.get(run.id))?.holding).toBe(true);
  });

  test('and that cannot be tidied up now keeps no other from being told of its turn', async () => {
    const { lease } = await granted();
    const other = aRun({ id: aRunId(2) });
    await world.leases.enqueue(waitingLease(other));
    await world.leases.grant({ runId: other.id, generation: 1 }, clock.now());
    const heard = await world.leases.get(other.id);
    world.starter.granted = async ({ runId }) => (runId === other.id ? 'delivered' : 'closed');
    world.starter.look = () => Promise.reject(new Error('its history is too large'));
    await deliverGrants(world, [lease, ...(heard === undefined ? [] : [heard])]);
    const signalled = async (id: RunId) => (await world.leases.get(id))?.signalledAt;
    expect([await signalled(other.id), await signalled(lease.runId)]).toEqual([clock.now(), undefined]);
  });
});
