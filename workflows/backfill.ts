import { CancellationScope, ParentClosePolicy, setCurrentDetails, startChild } from '@temporalio/workflow';
import { scheduledWorkflowId } from '../domain/ids.js';
import { inTurns } from '../domain/in-turns.js';
import { local } from './activities.js';
import type { BackfillInput } from './messages.js';
import { scheduledRun } from './scheduled-run.js';

/** Carries out nominal times of the past, oldest first, at most so many runs at once. Cancelling it cancels those. */
export async function backfill({ schedule, times, ...order }: BackfillInput): Promise<void> {
  let done = 0;
  try {
    await local.beginBackfill(schedule, { ...order, count: times.length, startedAt: Date.now() });
    await inTurns(order.atOnce, times, async (at) => {
      await carryOut(schedule, at);
      done += 1;
      setCurrentDetails(`${done} of ${times.length} times done`);
    });
  } finally {
    await CancellationScope.nonCancellable(() => local.endBackfill(schedule));
  }
}

async function carryOut(schedule: BackfillInput['schedule'], at: number): Promise<void> {
  try {
    const child = await startChild(scheduledRun, {
      workflowId: scheduledWorkflowId(schedule, at),
      args: [{ schedule, at }],
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    });
    await child.result();
  } catch (error) {
    // The scheduler is carrying out this very time: there will be a run, and that is all that was wanted.
    // (The class of this error is not among what the workflow package exports.)
    if (!(error instanceof Error) || error.name !== 'WorkflowExecutionAlreadyStartedError') throw error;
  }
}
