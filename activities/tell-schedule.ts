import type { Run } from '../domain/run.js';
import type { ActivityDeps } from './deps.js';

/** A run that a schedule has made holds its firing open: tells it that the run has ended. Other runs have nobody to tell. */
export async function tellSchedule(
  { scheduler }: Pick<ActivityDeps, 'scheduler'>,
  run: Pick<Run, 'trigger'> | undefined,
): Promise<void> {
  if (run?.trigger.kind === 'schedule') await scheduler.tellEnded(run.trigger.scheduleId, run.trigger.at);
}
