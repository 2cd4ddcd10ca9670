import type { LogHead, Run } from '../../../domain/run.js';
import { isFinal } from '../../../domain/run-state.js';

const GIVE_UP_MS = 120_000;

/** True when no more lines will come into this log: it is complete, or it is said why it is not. */
export const isLogSettled = (log: LogHead): boolean => log.complete || log.note !== undefined;

/**
 * True when nothing about the run will change any more, its log included. A log that nobody has settled long after
 * the end (its shipper was lost with its machine) is not waited for: watching a finished run must end by itself.
 */
export function isSettled(run: Run, now: number): boolean {
  if (!isFinal(run.state)) return false;
  const log = run.attempts.at(-1)?.log;
  return log === undefined || isLogSettled(log) || now - (run.times[run.state] ?? now) > GIVE_UP_MS;
}
