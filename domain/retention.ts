const DAY_MILLISECONDS = 86_400_000;

/** Runs that ended before this time are not kept any more; undefined when all are kept for ever. */
export const keptSince = (now: number, keepRunsDays: number | undefined): number | undefined =>
  keepRunsDays === undefined ? undefined : now - keepRunsDays * DAY_MILLISECONDS;
