import { queueTopic, runTopic } from '../domain/ports.js';
import type { Run } from '../domain/run.js';
import type { ActivityDeps } from './deps.js';
import { tellSchedule } from './tell-schedule.js';

/** Gives back the lease of a run whose end is recorded, and tells whoever waits for either. May happen twice. */
export async function giveBackLease(
  deps: Pick<ActivityDeps, 'leases' | 'wakeups' | 'scheduler'>,
  run: Pick<Run, 'id' | 'snapshot' | 'trigger'>,
): Promise<void> {
  await deps.leases.release(run.id);
  deps.wakeups.wake(queueTopic(run.snapshot.cluster));
  deps.wakeups.wake(runTopic(run.id));
  await tellSchedule(deps, run);
}
