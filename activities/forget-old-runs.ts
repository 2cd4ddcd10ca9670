import { keptSince } from '../domain/retention.js';
import type { ActivityDeps } from './deps.js';
import type { SweepRound } from './sweep-round.js';

/** So many in one sweep: some seconds' work, and more than a million and a half a day. */
const MOST = 1_000;

/**
 * Removes the runs that ended longer ago than they are to be kept. Logs go first: what a crash
 * leaves is a run without its log, which the next sweep finds again, and never a log that nobody can find.
 */
export async function forgetOldRuns(
  { runs, logs, audit, clock, keepRunsDays }: ActivityDeps,
  { one, tally }: Pick<SweepRound, 'one' | 'tally'>,
): Promise<void> {
  const now = clock.now();
  const endedBefore = keptSince(now, keepRunsDays);
  if (endedBefore === undefined) return;
  for (const id of await runs.endedBefore(endedBefore, MOST)) {
    await one(`run/${id}`, async () => {
      await logs.remove(id);
      await runs.remove(id);
      tally.runsForgotten += 1;
    });
  }
  if (tally.runsForgotten === 0) return;
  const details = { count: tally.runsForgotten, endedBefore: new Date(endedBefore).toISOString() };
  await audit.record({ at: now, actor: 'flotilla', action: 'run.forget-many', subject: 'run/*', details });
}
