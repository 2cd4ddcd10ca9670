import { nominal } from './ids.js';
import { type Firing, type MissCause, type Schedule, pauseAt } from './schedule.js';

/** What a time that made no run is called, and why; or that it is too early to say. */
export type Verdict =
  { readonly kind: 'missed'; readonly cause: MissCause; readonly message: string } | { readonly kind: 'undecided' };

const undecided: Verdict = { kind: 'undecided' };

/** How long the scheduler and the store may take for a firing before anybody asks where it is. */
export const FIRING_GRACE_MILLISECONDS = 60_000;

/** Why an expected time has made no run. `firings` are those around it, in any order. Pure. */
export function whyNot(
  at: number,
  schedule: Pick<Schedule, 'spec' | 'paused' | 'pauses'>,
  firings: readonly Firing[],
  now: number,
): Verdict {
  const { overlap, catchUpSeconds, timing } = schedule.spec;
  const pause = pauseAt(schedule, at);
  if (pause !== undefined) return missed('paused', pauseWords(pause.by, pause.note));
  const runs = firings.filter(({ result }) => result.kind === 'run');
  const inTheWay = runs.find((firing) => firing.at < at && (firing.ended === undefined || firing.ended.at > at));
  if (overlap === 'skip' && inTheWay !== undefined)
    return missed('overlap', `The run of ${nominal(inTheWay.at)} had not ended yet, and the schedule skips then.`);
  if (overlap === 'queue-one' || overlap === 'queue-all') {
    // It may still wait for its turn, unless a later one has had it.
    const isOvertaken = runs.some((firing) => firing.at > at && !firing.isBackfill);
    if (!isOvertaken && runs.some(({ ended }) => ended === undefined)) return undecided;
    if (inTheWay !== undefined)
      return missed('overlap', `The run of ${nominal(inTheWay.at)} had not ended yet, and another one waited already.`);
  }
  const patience = catchUpSeconds * 1000 + timing.jitterSeconds * 1000 + FIRING_GRACE_MILLISECONDS;
  if (now - at < patience) return undecided;
  return missed(
    'outage',
    `Nothing was there to start it at its time, nor within ${catchUpSeconds} s (catchUpSeconds) after it.`,
  );
}

const missed = (cause: MissCause, message: string): Verdict => ({ kind: 'missed', cause, message });

const pauseWords = (by: string, note: string | undefined): string =>
  `The schedule was paused by ${by}${note === undefined ? '' : `: ${note}`}.`;
