import type { Lease } from './lease.js';

/** A grant whose last signal is younger than this is never due. */
export const SOONEST_SIGNAL_MILLISECONDS = 5_000;
const LATEST_MILLISECONDS = 15 * 60_000;
const PART_OF_AGE = 1 / 5;

/**
 * Whether a grant that nobody has taken is to be signalled again. The pause is a fifth of the lease's age at the last
 * signal: a run takes only so many signals in its life, its cancel among them, and may wait long for a free slot.
 */
export function isSignalDue({ grantedAt, signalledAt }: Lease, now: number): boolean {
  if (signalledAt === undefined) return true;
  const age = signalledAt - (grantedAt ?? signalledAt);
  const pause = Math.min(LATEST_MILLISECONDS, Math.max(SOONEST_SIGNAL_MILLISECONDS, age * PART_OF_AGE));
  return now - signalledAt > pause;
}
