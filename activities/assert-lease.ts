import type { RunId } from '../domain/ids.js';
import type { Clock, LeaseLedger, RunStore } from '../domain/ports.js';
import { isFinal } from '../domain/run-state.js';
import { waitingLease } from '../domain/waiting-lease.js';

export interface AssertDeps {
  readonly leases: LeaseLedger;
  readonly runs: RunStore;
  readonly clock: Clock;
}

/**
 * Sees to it that a run that is being carried out holds its lease, which the ledger may have lost with its machine.
 * Answers whether it does, at this generation; it does not when the run waits or is over, or holds a newer grant.
 */
export async function assertLease(
  { leases, runs, clock }: AssertDeps,
  id: RunId,
  generation: number,
): Promise<boolean> {
  const lease = await leases.get(id);
  if (lease !== undefined && lease.generation > generation) return false;
  if (lease?.state === 'active' && lease.generation === generation) return true;
  // Read after the lease: whoever gives that back has said so in the run before.
  const run = await runs.get(id);
  if (run === undefined || run.state === 'queued' || isFinal(run.state)) return false;
  const held = { generation, state: 'active', holding: true, lastSeenAt: clock.now() } as const;
  await leases.assert({ ...(lease ?? waitingLease(run)), ...held });
  return true;
}
