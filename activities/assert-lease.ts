import type { RunId } from '../domain/ids.js';
import { FIRST_GENERATION, type Lease } from '../domain/lease.js';
import type { Clock, LeaseLedger, RunStore } from '../domain/ports.js';
import { currentAttempt, type Run } from '../domain/run.js';
import { isFinal } from '../domain/run-state.js';
import { waitingLease } from '../domain/waiting-lease.js';

export interface AssertDeps {
  readonly leases: LeaseLedger;
  readonly runs: RunStore;
  readonly clock: Clock;
}

/**
 * Sees to it that a run that is being carried out holds its lease, which the ledger may have lost with its machine: at
 * this generation or, if none is given, at the one that the ledger knows. Answers that lease; undefined when the run
 * waits or is over, or holds a newer grant.
 */
export async function assertLease(deps: AssertDeps, id: RunId, generation?: number): Promise<Lease | undefined> {
  const { leases, runs, clock } = deps;
  const found = await leases.get(id);
  const wanted = generation ?? Math.max(found?.generation ?? 0, FIRST_GENERATION);
  if (found?.state === 'active' && found.generation === wanted) return found;
  // Read after the lease: whoever gives that back has said so in the run before.
  const run = await runs.get(id);
  if (run === undefined || !isCarriedOut(run)) return undefined;
  const lease = {
    ...(found ?? { ...waitingLease(run), grantedAt: currentAttempt(run)?.grantedAt }),
    generation: wanted,
    state: 'active',
    holding: true,
    lastSeenAt: clock.now(),
  } as const;
  if (!(await leases.assert(lease))) return undefined;
  return (await isKept(deps, lease)) ? lease : undefined;
}

/** Takes back what was written while the run ended or went back to the queue: it had no lease then that could be given back. */
async function isKept({ leases, runs }: AssertDeps, { runId, generation }: Lease): Promise<boolean> {
  const run = await runs.get(runId);
  if (run !== undefined && isCarriedOut(run)) return true;
  if (run?.state === 'queued') await leases.requeue(runId, generation, 0);
  else await leases.release(runId);
  return false;
}

const isCarriedOut = ({ state }: Run): boolean => state !== 'queued' && !isFinal(state);
