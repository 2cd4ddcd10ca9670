import {
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { AttemptEnding } from '../domain/attempt-ending.js';
import type { LaunchToken, RunId } from '../domain/ids.js';
import { judge } from '../domain/judge.js';
import type { Outcome } from '../domain/outcome.js';
import { control, local, watching } from './activities.js';
import { drainLogs } from './drain-logs.js';
import { cancelSignalName, grantedSignalName, type GrantedSignal } from './messages.js';

const grantedSignal = defineSignal<[GrantedSignal]>(grantedSignalName);
const cancelSignal = defineSignal(cancelSignalName);

/** A grant is signalled; this slow look at the lease is the net under a signal that got lost. */
const LEASE_CHECK_MILLISECONDS = 5 * 60_000;

/**
 * The story of one run: wait for the cluster's grant, carry out an attempt, and repeat while there is a reason to.
 * Its input is only the run's id, its result the outcome. Whatever the world must remember is in the store, so that
 * a reset or continued workflow goes on with the same attempt.
 */
export async function run(id: RunId): Promise<Outcome | undefined> {
  const heard = listen();
  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      const plan = await local.open(id);
      const { openLogs } = plan;
      if (plan.kind === 'over') {
        await drainLogs(id, openLogs);
        return plan.outcome;
      }
      // A continued or reset workflow may find its container alive: then there is nothing to wait for.
      const generation = plan.heldGeneration ?? (await waitForTurn(id, heard, plan.queueDeadlineAt, plan.generation));
      if (typeof generation === 'object') return settle(id, generation, openLogs);

      setCurrentDetails(`Has its place on **${plan.cluster}**; attempt is being carried out.`);
      const ending = await carryOut(id, generation, heard);
      if (ending.kind === 'stale') {
        // Told of a grant that the ledger does not know: what was heard counts for nothing, else it would be tried for ever.
        heard.generation = 0;
        continue;
      }
      if (ending.kind === 'ended' && ending.outcome !== undefined) return settle(id, ending.outcome, openLogs, ending);

      const verdict = judge(ending, plan.retry);
      if (verdict.kind === 'final') return settle(id, await local.conclude(id, verdict.outcome), openLogs, ending);
      await local.giveBack(id, generation, verdict);
      await drainLogs(id, openLogs, ending);
      setCurrentDetails(verdict.words);
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof run>(id);
    }
  });
}

/** What the run was told so far. */
interface Heard {
  generation: number;
  cancelled: boolean;
  /** True when it was Temporal's own cancel (its web page, its command line), of which the store knows nothing yet. */
  byTemporal: boolean;
}

/** Registers the signals before anything else, so that none is missed, and takes Temporal's own cancel as one. */
function listen(): Heard {
  const heard: Heard = { generation: 0, cancelled: false, byTemporal: false };
  setHandler(grantedSignal, ({ generation }) => {
    heard.generation = Math.max(heard.generation, generation);
  });
  setHandler(cancelSignal, () => {
    heard.cancelled = true;
  });
  CancellationScope.current().cancelRequested.catch(() => {
    heard.byTemporal = true;
    heard.cancelled = true;
  });
  return heard;
}

/** Waits for a grant newer than the last one; answers its generation, or the outcome when the run ended waiting. */
async function waitForTurn(id: RunId, heard: Heard, deadlineAt: number, generation: number): Promise<number | Outcome> {
  for (;;) {
    const patience = Math.min(LEASE_CHECK_MILLISECONDS, deadlineAt - Date.now());
    const news = () => heard.cancelled || heard.generation > generation;
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
    const found = await local.lookAtLease(id);
    if (found !== undefined && found > generation) return found;
  }
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
async function settle(
  id: RunId,
  outcome: Outcome,
  openLogs: readonly LaunchToken[] | undefined,
  ending?: AttemptEnding,
): Promise<Outcome> {
  await drainLogs(id, openLogs, ending);
  setCurrentDetails(`**${outcome.kind}**`);
  return outcome;
}
