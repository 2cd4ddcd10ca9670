import { logEnd } from './log-end.js';
import { type Moment, millisecondsOf } from './moment.js';
import { isFinal, type RunState } from './run-state.js';

const GIVE_UP_MILLISECONDS = 120_000;

/** What it is told from: the same of a run as we keep it and as the API tells it. */
interface Watched {
  readonly state: RunState;
  readonly createdAt: Moment;
  readonly times: { readonly [S in RunState]?: Moment | undefined };
  readonly attempts: readonly { readonly log: Parameters<typeof logEnd>[0] }[];
}

/**
 * True when nothing about the run will change any more, its logs included. A log that nobody has brought to its end
 * long after the run's (its shipper was lost with its machine) is not waited for: watching a finished run must end by
 * itself.
 */
export function isSettled({ state, createdAt, times, attempts }: Watched, now: number): boolean {
  if (!isFinal(state)) return false;
  const endedAt = millisecondsOf(times[state] ?? createdAt);
  return attempts.every(({ log }) => logEnd(log) !== 'open') || now - endedAt > GIVE_UP_MILLISECONDS;
}
