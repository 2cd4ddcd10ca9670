import type { RunId } from '../domain/ids.js';
import type { Outcome } from '../domain/outcome.js';
import { isFinal } from '../domain/run-state.js';
import type { ActivityDeps } from './deps.js';
import { giveBackLease } from './give-back.js';

export type TidyUpDeps = Pick<
  ActivityDeps,
  'audit' | 'clock' | 'leases' | 'runs' | 'scheduler' | 'starter' | 'wakeups'
>;

/**
 * Looks after a run whose workflow is said to be closed although its lease is still there, or its log not read. Either
 * the store has lost the end that the workflow remembers, or the workflow was closed by force. May happen twice.
 */
export async function tidyUpClosed(deps: TidyUpDeps, id: RunId): Promise<'not closed' | 'restored' | 'cleaning up'> {
  const look = await deps.starter.look(id);
  if (look.kind !== 'closed') return 'not closed';
  if (look.outcome !== undefined) {
    await restore(deps, id, look.outcome);
    return 'restored';
  }
  if (await deps.starter.cleanup(id, look.how)) await note(deps, 'cleanup', id, { evidence: look.how });
  return 'cleaning up';
}

/** The ledger may be what has survived of a run, so a lease without one goes as well. */
async function restore(deps: TidyUpDeps, id: RunId, outcome: Outcome): Promise<void> {
  const before = await deps.runs.get(id);
  // Noted first: a crash in between makes two entries of it, and never none.
  if (before !== undefined && !isFinal(before.state))
    await note(deps, 'outcome-restored', id, { was: before.state, outcome: outcome.kind });
  const run = await deps.runs.finish(id, outcome, deps.clock.now());
  await (run === undefined ? deps.leases.release(id) : giveBackLease(deps, run));
}

const note = (
  { audit, clock }: TidyUpDeps,
  action: string,
  id: RunId,
  details: Readonly<Record<string, string>>,
): Promise<void> => audit.record({ at: clock.now(), actor: 'flotilla', action, subject: `run/${id}`, details });
