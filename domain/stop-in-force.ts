import type { Exit } from './exit.js';
import type { StopCause } from './outcome.js';
import type { Attempt } from './run.js';

/**
 * The stop that ended the container, if one did. A stop that came after the container had ended by itself changes
 * nothing about how the run is told: what the job did counts.
 */
export function stopInForce(attempt: Pick<Attempt, 'stop'>, exit: Exit): StopCause | undefined {
  if (attempt.stop === undefined) return undefined;
  const cameTooLate = exit.endedByItself && exit.endedAt !== undefined && exit.endedAt < attempt.stop.at;
  return cameTooLate ? undefined : attempt.stop.cause;
}
