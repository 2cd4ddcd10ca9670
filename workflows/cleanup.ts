import { CancellationScope } from '@temporalio/workflow';
import type { AttemptEnding } from '../domain/attempt-ending.js';
import { failureReport } from '../domain/failures.js';
import type { RunId } from '../domain/ids.js';
import { judge } from '../domain/judge.js';
import type { Outcome } from '../domain/outcome.js';
import { control, local, watching } from './activities.js';
import { drainLogs, unreadLogs } from './drain-logs.js';

/**
 * Tidies up after a run whose workflow was closed by force: stop its container, see it ended, record why, give the
 * lease back, collect the rest of the log.
 */
export async function cleanup(id: RunId, evidence: string): Promise<Outcome | undefined> {
  return CancellationScope.nonCancellable(async () => {
    const plan = await local.open(id);
    if (plan.kind === 'over') {
      await drainLogs(id, unreadLogs(plan.openLogs));
      return plan.outcome;
    }
    const byForce: Outcome = { kind: 'failed', failure: failureReport('stopped-externally', [evidence]) };
    await control.stopAbandoned(id, evidence);
    const ending = await watching.attendAbandoned(id);
    const outcome = await concluded(id, ending, byForce);
    await drainLogs(id, unreadLogs(plan.openLogs, ending));
    return outcome;
  });
}

/** An abandoned run is not tried again: who closed it wanted it gone. */
async function concluded(id: RunId, ending: AttemptEnding, byForce: Outcome) {
  if (ending.kind === 'stale') return local.conclude(id, byForce);
  if (ending.kind === 'ended' && ending.outcome !== undefined) return ending.outcome;
  const verdict = judge(ending, { attempts: 1, on: [], backoffSeconds: 0 });
  return local.conclude(id, verdict.kind === 'final' ? verdict.outcome : byForce);
}
