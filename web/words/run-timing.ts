import type { RunView } from '../../domain/contract/runs.js';
import { isFinal } from '../../domain/run-state.js';

/** Placing: until the cluster's engine has taken it; starting: until its command runs, pulling its image included. */
export const phaseKinds = ['queued', 'placing', 'starting', 'running', 'stopping'] as const;
export type PhaseKind = (typeof phaseKinds)[number];

/** A stretch of a run's life; `attempt` is the one that it belongs to or waits for. */
export interface Phase {
  readonly kind: PhaseKind;
  readonly attempt: number;
  readonly from: number;
  readonly to: number;
}

type Timed = Pick<RunView, 'state' | 'createdAt' | 'endedAt' | 'attempts'>;

/** Where a run's time went, from its acceptance to its end (or now), without gaps: waits, starts, runs, stops, attempt by attempt. */
export function phasesOf(run: Timed, now: number): Phase[] {
  const end = endOf(run, now);
  const phases: Phase[] = [];
  let at = Date.parse(run.createdAt);
  const until = (kind: PhaseKind, attempt: number, time: string | undefined) => {
    const to = Math.min(time === undefined ? end : Date.parse(time), end);
    if (to > at) phases.push({ kind, attempt, from: at, to });
    at = Math.max(at, to);
  };
  for (const { number, grantedAt, launchedAt, runningAt, stopRequestedAt, endedAt } of run.attempts) {
    until('queued', number, grantedAt);
    const beforeStop = stopRequestedAt ?? endedAt;
    if (launchedAt !== undefined || runningAt === undefined) until('placing', number, launchedAt ?? beforeStop);
    if (runningAt === undefined) until('starting', number, beforeStop);
    else {
      until('starting', number, runningAt);
      until('running', number, beforeStop);
    }
    if (stopRequestedAt !== undefined) until('stopping', number, endedAt);
  }
  if (run.state === 'queued' || run.attempts.length === 0) until('queued', run.attempts.length + 1, undefined);
  return phases;
}

/** How long it waited for its turn in all, in milliseconds. */
export const waited = (run: Timed, now: number): number =>
  lengthOf(phasesOf(run, now).filter(({ kind }) => kind === 'queued'));

/** How long it had its turn in all: starting, running, stopping. Undefined while it has never had one. */
export const worked = (run: Timed, now: number): number | undefined =>
  run.attempts.length === 0 ? undefined : lengthOf(phasesOf(run, now).filter(({ kind }) => kind !== 'queued'));

function endOf(run: Timed, now: number): number {
  if (run.endedAt !== undefined) return Date.parse(run.endedAt);
  const last = run.attempts.at(-1)?.endedAt;
  return isFinal(run.state) && last !== undefined ? Date.parse(last) : now;
}

const lengthOf = (phases: readonly Phase[]): number => phases.reduce((sum, { from, to }) => sum + to - from, 0);
