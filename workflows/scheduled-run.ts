import {
  CancellationScope,
  condition,
  defineSignal,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Outcome } from '../domain/outcome.js';
import { control, local } from './activities.js';
import { runEndedSignalName, type ScheduledRunInput } from './messages.js';

const runEndedSignal = defineSignal(runEndedSignalName);

/** The end of the run is signalled; these looks, ever rarer, are the net under a signal that got lost. */
const FIRST_LOOK_MILLISECONDS = 2 * 60_000;
const RAREST_LOOK_MILLISECONDS = 60 * 60_000;

/**
 * One firing of a schedule: make its run (exactly one, however often this begins anew), and stay open until the run has
 * ended. What the scheduler calls overlap is then what people mean by it, and to cancel this is to cancel the run.
 */
export async function scheduledRun({
  schedule,
  at = scheduledTime(),
}: ScheduledRunInput): Promise<Outcome | undefined> {
  const heard = listen();
  return CancellationScope.nonCancellable(async () => {
    const fired = await local.fire(schedule, at, isBackfill());
    if (fired.kind !== 'run') {
      setCurrentDetails(
        fired.kind === 'refused' ? `Refused: ${fired.message}` : 'The schedule does not exist any more.',
      );
      if (fired.kind === 'refused') await control.concludeFiring(schedule, at);
      return undefined;
    }
    setCurrentDetails(`Waits for the end of run **${fired.runId}**.`);
    let isCancelling = false;
    for (let patience = FIRST_LOOK_MILLISECONDS; ; patience = Math.min(patience * 2, RAREST_LOOK_MILLISECONDS)) {
      await condition(() => heard.isEnded || (heard.isCancelled && !isCancelling), patience);
      if (heard.isCancelled && !isCancelling) {
        isCancelling = true;
        await control.cancelFiring(schedule, fired.runId, isBackfill());
      }
      heard.isEnded = false;
      const outcome = await local.outcomeOf(fired.runId);
      if (outcome === undefined) continue;
      await control.concludeFiring(schedule, at);
      setCurrentDetails(`Run ${fired.runId}: **${outcome.kind}**`);
      return outcome;
    }
  });
}

interface Heard {
  isEnded: boolean;
  isCancelled: boolean;
}

/** Registers the signal before anything else, so that it is not missed. */
function listen(): Heard {
  const heard: Heard = { isEnded: false, isCancelled: false };
  setHandler(runEndedSignal, () => {
    heard.isEnded = true;
  });
  CancellationScope.current().cancelRequested.catch(() => {
    heard.isCancelled = true;
  });
  return heard;
}

/** The nominal time, which Temporal's scheduler writes on every workflow that it starts. */
function scheduledTime(): number {
  // The scheduler's own attributes have no typed key in the SDK.
  const { searchAttributes } = workflowInfo(); // eslint-disable-line @typescript-eslint/no-deprecated
  const [at] = searchAttributes['TemporalScheduledStartTime'] ?? [];
  if (!(at instanceof Date)) throw new Error('This workflow was started without a time, and not by a schedule.');
  return at.getTime();
}

/** A backfill starts the firings that it makes as its children. */
const isBackfill = (): boolean => workflowInfo().parent !== undefined;
