import type { RunView } from '../../../domain/contract/runs.js';

export interface Phase {
  readonly phase: 'waited' | 'started' | 'ran' | 'stopped';
  /** Absent for the wait before the first attempt. */
  readonly attempt?: number;
  readonly milliseconds: number;
}

/** Where a run's time went, in order; the phase that it is in now counts up to `now`. */
export function phasesOf(run: RunView, now: number): Phase[] {
  const phases: Phase[] = [];
  const end = run.endedAt === undefined ? now : Date.parse(run.endedAt);
  let from = Date.parse(run.createdAt);
  const upTo = (phase: Phase['phase'], time: string | undefined, attempt?: number): boolean => {
    const until = time === undefined ? end : Date.parse(time);
    phases.push({ phase, milliseconds: Math.max(until - from, 0), ...(attempt === undefined ? {} : { attempt }) });
    from = until;
    return time !== undefined;
  };
  for (const attempt of run.attempts) {
    if (!upTo('waited', attempt.grantedAt, attempt.number)) return phases;
    const begun = attempt.runningAt ?? attempt.stopRequestedAt ?? attempt.endedAt;
    if (!upTo('started', begun, attempt.number)) return phases;
    if (attempt.runningAt !== undefined && !upTo('ran', attempt.stopRequestedAt ?? attempt.endedAt, attempt.number)) {
      return phases;
    }
    if (attempt.stopRequestedAt !== undefined && !upTo('stopped', attempt.endedAt, attempt.number)) return phases;
  }
  const waitsAgain = run.endedAt === undefined && run.state === 'queued';
  if (run.attempts.length === 0 || waitsAgain) upTo('waited', run.endedAt);
  return phases;
}
