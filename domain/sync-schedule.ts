import type { ScheduleId } from './ids.js';
import type { Schedule } from './schedule.js';
import type { Scheduler, ScheduleStore } from './schedule-ports.js';

/**
 * Makes Temporal's schedule as the store has it, and notes that it is so. Several may do that at once and one of them be
 * slow: whoever has put a version that is no longer the newest puts the newest, so that the last put is never an old one.
 * Answers the schedule; undefined when there is none. Throws SchedulerUnavailable while Temporal is away.
 */
export async function syncSchedule(
  { scheduler, schedules }: { readonly scheduler: Scheduler; readonly schedules: ScheduleStore },
  id: ScheduleId,
): Promise<Schedule | undefined> {
  let schedule = await schedules.find(id);
  while (schedule !== undefined) {
    await scheduler.put(schedule);
    const newest = await schedules.find(id);
    if (newest?.version === schedule.version) {
      await schedules.markSynced(id, schedule.version);
      return { ...newest, syncedVersion: schedule.version };
    }
    schedule = newest;
  }
  return undefined;
}
