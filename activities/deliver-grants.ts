import type { RunId } from '../domain/ids.js';
import { inTurns } from '../domain/in-turns.js';
import type { Lease } from '../domain/lease.js';
import { type TidyUpDeps, tidyUpClosed } from './tidy-up-closed.js';

/** More at once makes a small Temporal server slower, not faster. */
const AT_ONCE = 16;

/**
 * Tells runs that they have their turn. What could not be told stays unmarked in the ledger and is told again by the
 * allocator's next nudge: one run must not keep the others from theirs.
 */
export async function deliverGrants(deps: TidyUpDeps, granted: readonly Lease[]): Promise<void> {
  const told: RunId[] = [];
  await inTurns(AT_ONCE, granted, async (lease) => {
    try {
      await tell(deps, lease);
      told.push(lease.runId);
    } catch {
      return; // the next nudge tells it again
    }
  });
  await deps.leases.markSignalled(told, deps.clock.now());
}

/** A run whose workflow is closed cannot take its turn: it is tidied up. */
async function tell(deps: TidyUpDeps, lease: Lease): Promise<void> {
  const answer = await deps.starter.granted(lease);
  if (answer === 'closed') await tidyUpClosed(deps, lease.runId);
}
