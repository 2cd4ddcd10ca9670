import { type Moment, millisecondsOf } from './moment.js';
import { isFinal, type RunState } from './run-state.js';

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

/** What the phases are told from: the same of a run as we keep it and as the API tells it. */
export interface Timed {
  readonly state: RunState;
  readonly createdAt: Moment;
  readonly times: { readonly [S in RunState]?: Moment | undefined };
  readonly attempts: readonly TimedAttempt[];
}

interface TimedAttempt {
  readonly number: number;
  readonly grantedAt: Moment;
  readonly launchedAt?: Moment | undefined;
  readonly runningAt?: Moment | undefined;
  /** As we keep it, and as the API tells it. */
  readonly stop?: { readonly at: Moment } | undefined;
  readonly stopRequestedAt?: Moment | undefined;
  readonly endedAt?: Moment | undefined;
}

/** Where a run's time went, from its acceptance to its end (or now), without gaps: waits, starts, runs, stops, attempt by attempt. */
export function phasesOf(run: Timed, now: number): Phase[] {
  const end = endOf(run, now);
  const phases: Phase[] = [];
  let at = millisecondsOf(run.createdAt);
  const until = (kind: PhaseKind, attempt: number, time: Moment | undefined) => {
    const to = Math.min(time === undefined ? end : millisecondsOf(time), end);
    if (to > at) phases.push({ kind, attempt, from: at, to });
    at = Math.max(at, to);
  };
  for (const { number, grantedAt, launchedAt, runningAt, stop, stopRequestedAt, endedAt } of run.attempts) {
    until('queued', number, grantedAt);
    const stoppedAt = stop?.at ?? stopRequestedAt;
    const beforeStop = stoppedAt ?? endedAt;
    if (launchedAt !== undefined || runningAt === undefined) until('placing', number, launchedAt ?? beforeStop);
    if (runningAt === undefined) until('starting', number, beforeStop);
    else {
      until('starting', number, runningAt);
      until('running', number, beforeStop);
    }
    if (stoppedAt !== undefined) until('stopping', number, endedAt);
  }
  if (run.state === 'queued' || run.attempts.length === 0) until('queued', run.attempts.length + 1, undefined);
  return phases;
}

/** How long it was in one kind of phase in all, in milliseconds. */
export const spentIn = (kind: PhaseKind, phases: readonly Phase[]): number =>
  lengthOf(phases.filter((phase) => phase.kind === kind));

/** How long it waited for its turn in all, in milliseconds. */
export const waited = (run: Timed, now: number): number => spentIn('queued', phasesOf(run, now));

/** How long it had its turn in all: starting, running, stopping. Undefined while it has never had one. */
export const worked = (run: Timed, now: number): number | undefined =>
  run.attempts.length === 0 ? undefined : lengthOf(phasesOf(run, now).filter(({ kind }) => kind !== 'queued'));

function endOf({ state, times, attempts }: Timed, now: number): number {
  if (!isFinal(state)) return now;
  const end = times[state] ?? attempts.at(-1)?.endedAt;
  return end === undefined ? now : millisecondsOf(end);
}

const lengthOf = (phases: readonly Phase[]): number => phases.reduce((sum, { from, to }) => sum + to - from, 0);
