import { CancellationScope, condition, patched, setCurrentDetails } from '@temporalio/workflow';
import type { LaunchToken, RunId } from '../domain/ids.js';
import { judge } from '../domain/judge.js';
import type { Outcome } from '../domain/outcome.js';
import { control, local, watching } from './activities.js';
import { DrainsBeside, drainLogs, unreadLogs } from './drain-logs.js';
import { type Heard, listen } from './heard.js';
import { patches } from './patches.js';
import { waitForTurn } from './wait-for-turn.js';

/**
 * The story of one run: wait for the cluster's grant, carry out an attempt, and repeat while there is a reason to.
 * Its input is only the run's id, its result the outcome. Whatever the world must remember is in the store, so that
 * a reset or continued workflow goes on with the same attempt.
 */
export async function run(id: RunId): Promise<Outcome | undefined> {
  const heard = listen();
  const beside = new DrainsBeside(id);
  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      const plan = await local.open(id);
      const { openLogs } = plan;
      if (plan.kind === 'over') {
        await beside.settle(unreadLogs(openLogs));
        return plan.outcome;
      }
      // A continued or reset workflow may find its container alive: then there is nothing to wait for.
      const generation = plan.heldGeneration ?? (await waitForTurn(id, heard, plan));
      if (typeof generation === 'object') return settle(generation, beside, unreadLogs(openLogs));

      setCurrentDetails(`Has its place on **${plan.cluster}**; attempt is being carried out.`);
      const ending = await carryOut(id, generation, heard);
      if (ending.kind === 'stale') {
        // Told of a grant that the ledger does not know: what was heard counts for nothing, else it would be tried for ever.
        heard.forgetGrants();
        continue;
      }
      const unread = unreadLogs(openLogs, ending);
      if (ending.kind === 'ended' && ending.outcome !== undefined) return settle(ending.outcome, beside, unread);

      const verdict = judge(ending, plan.retry);
      if (verdict.kind === 'final') return settle(await local.conclude(id, verdict.outcome), beside, unread);
      await local.giveBack(id, generation, verdict);
      // A log may be slow: the next turn may come before it has ended, and so may a cancel.
      if (unread.length > 0 && patched(patches.drainsBeside)) beside.begin(unread);
      else await drainLogs(id, unread);
      setCurrentDetails(verdict.words);
    }
  });
}

/**
 * Launches and watches one attempt to its end. A cancel meanwhile is delivered to the engine, and the watch goes on
 * until the container has truly ended.
 */
async function carryOut(id: RunId, generation: number, heard: Heard) {
  const attempt = { isOver: false };
  const ending = watching.carryOut(id, generation).finally(() => {
    attempt.isOver = true;
  });
  // A failure of the attempt is thrown where it is awaited below, not here.
  ending.catch(() => undefined);
  await condition(() => attempt.isOver || heard.cancelled);
  if (!attempt.isOver) await control.stop(id, heard.byTemporal ? 'cancelled-in-temporal' : 'cancelled');
  return ending;
}

/** The final state is recorded and the lease released; then come the logs: a slow one must not hold a slot. */
async function settle(outcome: Outcome, beside: DrainsBeside, unread: readonly LaunchToken[]): Promise<Outcome> {
  await beside.settle(unread);
  setCurrentDetails(`**${outcome.kind}**`);
  return outcome;
}
