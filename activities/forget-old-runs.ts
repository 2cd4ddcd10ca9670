import { keptSince } from '../domain/retention.js';
import type { ActivityDeps } from './deps.js';

/** So many in one sweep: some seconds' work, and more than a million and a half a day. */
const MOST = 1_000;
const BEAT_EVERY = 50;

/**
 * Removes the runs that ended longer ago than they are to be kept, and answers how many. Logs go first: what a crash
 * leaves is a run without its log, which the next sweep finds again, and never a log that nobody can find.
 */
export async function forgetOldRuns(
  { runs, logs, audit, clock, keepRunsDays }: ActivityDeps,
  beat: () => void,
): Promise<number> {
  const now = clock.now();
  const endedBefore = keptSince(now, keepRunsDays);
  if (endedBefore === undefined) return 0;
  const ids = await runs.endedBefore(endedBefore, MOST);
  for (const [index, id] of ids.entries()) {
    await logs.remove(id);
    await runs.remove(id);
    if (index % BEAT_EVERY === 0) beat();
  }
  if (ids.length > 0) {
    const details = { count: ids.length, endedBefore: new Date(endedBefore).toISOString() };
    await audit.record({ at: now, actor: 'flotilla', action: 'run.forget-many', subject: 'run/*', details });
  }
  return ids.length;
}
