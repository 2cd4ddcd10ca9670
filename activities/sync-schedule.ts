import type { Schedule } from '../domain/schedule.js';
import type { ActivityDeps } from './deps.js';

/** Makes Temporal's schedule as ours, and notes that it is. */
export async function syncSchedule(
  { scheduler, schedules }: Pick<ActivityDeps, 'scheduler' | 'schedules'>,
  schedule: Schedule,
): Promise<void> {
  await scheduler.put(schedule);
  await schedules.markSynced(schedule.id, schedule.version);
}
