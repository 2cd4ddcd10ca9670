import type { RunId } from '../domain/ids.js';
import { inTurns } from '../domain/in-turns.js';
import type { Lease } from '../domain/lease.js';
import type { ActivityDeps } from './deps.js';

/** More at once makes a small Temporal server slower, not faster. */
const AT_ONCE = 16;

/**
 * Tells runs that they have their turn. What could not be told stays unmarked in the ledger and is told again by the
 * allocator's next nudge. A run whose workflow is closed cannot take its turn: it is tidied up.
 */
export async function deliverGrants(
  deps: Pick<ActivityDeps, 'leases' | 'starter' | 'runs' | 'clock'>,
  granted: readonly Lease[],
): Promise<void> {
  const told: RunId[] = [];
  await inTurns(AT_ONCE, granted, async (lease) => {
    const answer = await deps.starter.granted(lease).catch(() => 'failed' as const);
    if (answer === 'closed') await tidyUp(deps, lease);
    if (answer !== 'failed') told.push(lease.runId);
  });
  await deps.leases.markSignalled(told, deps.clock.now());
}

async function tidyUp({ leases, starter }: Pick<ActivityDeps, 'leases' | 'starter'>, lease: Lease): Promise<void> {
  const look = await starter.look(lease.runId);
  if (look.kind !== 'closed') return;
  if (look.outcome === undefined) await starter.cleanup(lease.runId, look.how);
  else await leases.release(lease.runId);
}
