import type { LaunchToken } from './ids.js';
import type { Run } from './run.js';
import { isFinal } from './run-state.js';

/**
 * The attempts that are over and whose log was not read to its end. Usually whoever saw the end does that next; this is
 * for when he could not: his workflow was reset or closed by force in between.
 */
export const openLogs = ({ state, attempts }: Pick<Run, 'state' | 'attempts'>): LaunchToken[] =>
  attempts
    .filter(({ handle, exit, log }) => handle !== undefined && !log.complete && (exit !== undefined || isFinal(state)))
    .map(({ token }) => token);
