import type { RunId } from '../domain/ids.js';
import { inTurns } from '../domain/in-turns.js';
import type { Lease } from '../domain/lease.js';
import { type TidyUpDeps, tidyUpClosed } from './tidy-up-closed.js';

/** More at once makes a small Temporal server slower, not faster. */
const AT_ONCE = 16;

/**
 * Tells runs that they have their turn. What could not be told stays unmarked in the ledger and is told again by the
 * allocator's next nudge. A run whose workflow is closed cannot take its turn: it is tidied up.
 */
export async function deliverGrants(deps: TidyUpDeps, granted: readonly Lease[]): Promise<void> {
  const told: RunId[] = [];
  await inTurns(AT_ONCE, granted, async (lease) => {
    const answer = await deps.starter.granted(lease).catch(() => 'failed' as const);
    if (answer === 'closed') await tidyUpClosed(deps, lease.runId);
    if (answer !== 'failed') told.push(lease.runId);
  });
  await deps.leases.markSignalled(told, deps.clock.now());
}
