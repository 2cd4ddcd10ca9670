import type { Exit, Observation } from '../../../domain/exit.js';
import type { SimulatedRequest } from './to-request.js';

/** A container that was never there: all that is known of it follows from these and the clock. */
export interface Pretence extends SimulatedRequest {
  readonly startedAt: number;
  readonly stopped?: { readonly at: number; readonly reason: string };
}

/** When it ends, by itself or by a stop that comes before. */
export const endOf = ({ startedAt, seconds, stopped }: Pretence): number =>
  Math.min(startedAt + seconds * 1000, stopped?.at ?? Infinity);

export function toObservation(pretence: Pretence, now: number): Observation {
  return now < endOf(pretence)
    ? { kind: 'running', since: pretence.startedAt }
    : { kind: 'ended', exit: toExit(pretence) };
}

function toExit(pretence: Pretence): Exit {
  const { startedAt, seconds, exit, stopped } = pretence;
  const times = { startedAt, endedAt: endOf(pretence), outOfMemory: false };
  if (stopped === undefined || startedAt + seconds * 1000 <= stopped.at)
    return { ...times, code: exit, endedByItself: true, reasons: [] };
  return { ...times, code: 143, signal: 'SIGTERM', endedByItself: false, reasons: [`Stopped: ${stopped.reason}`] };
}
