import { CancellationScope } from '@temporalio/workflow';
import { failureReport } from '../domain/failures.js';
import type { RunId } from '../domain/ids.js';
import type { Outcome } from '../domain/outcome.js';
import { control, local, watching } from './activities.js';
import { judge } from './judge.js';

/**
 * Tidies up after a run whose workflow was closed by force: stop its container, see it ended, record why, give the
 * lease back, collect the rest of the log.
 */
export async function cleanup(id: RunId, evidence: string): Promise<Outcome | undefined> {
  return CancellationScope.nonCancellable(async () => {
    const plan = await local.open(id);
    if (plan.kind === 'over') return plan.outcome;
    const byForce: Outcome = { kind: 'failed', failure: failureReport('stopped-externally', [evidence]) };
    await control.stopAbandoned(id, evidence);
    const ending = await watching.attendAbandoned(id);
    if (ending.kind === 'stale') return local.conclude(id, byForce);
    const verdict = judge(ending, { attempts: 1, on: [], backoffSeconds: 0 });
    const outcome = await local.conclude(id, verdict.kind === 'final' ? verdict.outcome : byForce);
    if (ending.kind === 'ended' && !ending.logComplete) await watching.drainLog(id, ending.token);
    return outcome;
  });
}
