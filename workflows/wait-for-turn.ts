import { condition, continueAsNew, patched, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { LivePlan } from '../activities/local.js';
import type { RunId } from '../domain/ids.js';
import type { Outcome } from '../domain/outcome.js';
import { local } from './activities.js';
import type { Heard } from './heard.js';
import { patches } from './patches.js';

/** A grant is signalled; this slow look at the lease is the net under a signal that got lost. */
const LEASE_CHECK_MILLISECONDS = 5 * 60_000;

/** Waits for a grant newer than the last one; answers its generation, or the outcome when the run ended waiting. */
export async function waitForTurn(
  id: RunId,
  heard: Heard,
  { queueDeadlineAt: deadlineAt, generation }: Pick<LivePlan, 'queueDeadlineAt' | 'generation'>,
): Promise<number | Outcome> {
  heard.listenBeyond(generation);
  for (;;) {
    // A cancel would be forgotten on the way.
    if (workflowInfo().continueAsNewSuggested && !heard.cancelled && patched(patches.continuesWhileWaiting))
      await continueAsNew(id);
    const patience = Math.min(LEASE_CHECK_MILLISECONDS, deadlineAt - Date.now());
    const news = () => heard.cancelled || heard.isToldAgain || heard.generation > generation;
    if (!news() && patience > 0) {
      setCurrentDetails('Waits for its turn in the queue of its cluster.');
      await condition(news, patience);
    }
    if (heard.cancelled) {
      const left = await local.leaveQueue(id, heard.byTemporal ? 'cancelled-in-temporal' : 'cancelled');
      // The grant may have been quicker; then carryOut sees the cancel.
      return left.kind === 'left' ? left.outcome : left.generation;
    }
    if (heard.generation > generation) return heard.generation;
    if (Date.now() >= deadlineAt) {
      const left = await local.leaveQueue(id, 'queue-timeout');
      return left.kind === 'left' ? left.outcome : left.generation;
    }
    heard.listenBeyond(generation);
    const found = await local.lookAtLease(id);
    // Of an older generation where the ledger has lost its latest writes with its machine; held is held.
    if (found !== undefined && (found > generation || patched(patches.heldLeaseIsOurs))) return found;
  }
}
