import type { ScheduleId } from '../domain/ids.js';
import { failuresInRow, type Schedule } from '../domain/schedule.js';
import { syncSchedule } from '../domain/sync-schedule.js';
import type { ActivityDeps } from './deps.js';

/** Pauses a schedule whose latest runs have all failed, if it asks for that. Derived each time, so that a repeat is safe. */
export async function pauseIfFailing(deps: ActivityDeps, id: ScheduleId): Promise<void> {
  const { schedules, audit, clock } = deps;
  const schedule = await schedules.find(id);
  const limit = schedule?.spec.pauseAfterFailures;
  if (schedule === undefined || limit === undefined || schedule.paused !== undefined) return;
  const since = firstCounted(schedule);
  const look = limit * 2 + 20; // some have not ended yet, or were cancelled
  const { items } = await schedules.firings(id, { from: since, kinds: ['run', 'refused'] }, look);
  const inRow = failuresInRow(items);
  if (inRow < limit) return;
  const note = `${inRow} runs in a row have failed (pauseAfterFailures: ${limit})`;
  const paused = await schedules.pause(id, { at: clock.now(), by: 'flotilla', note });
  if (paused === undefined) return; // removed meanwhile
  await audit.record({
    at: clock.now(),
    actor: 'flotilla',
    action: 'schedule.pause',
    subject: `schedule/${schedule.name}`,
    details: { note },
  });
  await syncSchedule(deps, id);
}

/** What was before the last change or the last pause has been dealt with. */
const firstCounted = ({ updatedAt, pauses }: Schedule): number => Math.max(updatedAt, pauses.at(-1)?.until ?? 0);
