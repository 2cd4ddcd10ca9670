import type { RunId, ScheduleId } from './ids.js';
import type { Command, EnvValue } from './job.js';
import type { Json } from './json.js';
import type { Outcome } from './outcome.js';
import type { Resources } from './resources.js';

/** What happens at a firing while an earlier run of the same schedule still waits or runs. */
export const overlapPolicies = ['skip', 'queue-one', 'queue-all', 'cancel-other', 'allow-all'] as const;
export type OverlapPolicy = (typeof overlapPolicies)[number];

/** When a schedule fires: by a cron line in its time zone, or each so many seconds; one of the two. */
export interface Timing {
  readonly cron?: string;
  /** Counted from 1970-01-01 UTC, so that 3600 means each full hour. */
  readonly everySeconds?: number;
  readonly timeZone: string;
  /** Each firing is put off by a random time up to this. The nominal time stays what it was. */
  readonly jitterSeconds: number;
  readonly startAt?: number;
  readonly endAt?: number;
}

/** What a schedule changes of its job, the same as any launch may. */
export interface RunOrder {
  readonly cluster?: string;
  readonly parameters?: { readonly [name: string]: Json };
  readonly env?: { readonly [name: string]: EnvValue };
  readonly command?: Command;
  readonly image?: string;
  readonly resources?: Partial<Resources>;
  readonly priority: number;
  readonly labels: { readonly [name: string]: string };
}

/** What people decide about a schedule. */
export interface ScheduleSpec {
  readonly description: string;
  /** The job's name; its newest revision is taken at each firing, so editing the job needs no change here. */
  readonly job: string;
  readonly order: RunOrder;
  readonly timing: Timing;
  readonly overlap: OverlapPolicy;
  /** A firing that an outage has delayed is made up for within this time, and is given up after it. */
  readonly catchUpSeconds: number;
  readonly pauseAfterFailures?: number;
}

export interface Pause {
  readonly at: number;
  readonly by: string;
  readonly note?: string;
}

/** A pause that is over. */
export interface PastPause extends Pause {
  readonly until: number;
}

/** Times of the past that are being carried out; at most one such order per schedule at a time. */
export interface Backfill {
  readonly from: number;
  readonly until: number;
  readonly count: number;
  readonly atOnce: number;
  readonly by: string;
  readonly startedAt: number;
}

export interface Schedule {
  readonly id: ScheduleId;
  readonly name: string;
  readonly spec: ScheduleSpec;
  readonly paused?: Pause;
  /** The latest pauses that are over, oldest first; they explain times that did not happen. */
  readonly pauses: readonly PastPause[];
  readonly backfill?: Backfill;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly updatedBy: string;
  /** Grows with each change that Temporal has to know; `syncedVersion` is what it is known to have. */
  readonly version: number;
  readonly syncedVersion: number;
  /** Expected times up to here have been compared with what happened. */
  readonly watchedUntil: number;
  /** The next expected times, as Temporal told them last. */
  readonly nextTimes: readonly number[];
}

/** Why a time that was expected made no run. */
export const missCauses = ['paused', 'overlap', 'outage'] as const;
export type MissCause = (typeof missCauses)[number];

export type FiringResult =
  | { readonly kind: 'run'; readonly runId: RunId }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'missed'; readonly cause: MissCause; readonly message: string };

/** What became of one time of a schedule. There is at most one per schedule and nominal time, and so at most one run. */
export interface Firing {
  readonly scheduleId: ScheduleId;
  /** The nominal time, whole seconds: what the cron line says, before any jitter or delay. */
  readonly at: number;
  readonly isBackfill: boolean;
  readonly recordedAt: number;
  readonly result: FiringResult;
  readonly ended?: { readonly at: number; readonly as: Outcome['kind'] };
}

/** Whether the pause was in force at this time. */
const covers = (pause: Pause & { readonly until?: number }, at: number): boolean =>
  pause.at <= at && (pause.until === undefined || at < pause.until);

/** The pause that was in force at this time, if one was. */
export const pauseAt = ({ paused, pauses }: Pick<Schedule, 'paused' | 'pauses'>, at: number): Pause | undefined =>
  [...pauses, ...(paused === undefined ? [] : [paused])].find((pause) => covers(pause, at));

/** True when Temporal is known to have the schedule as it stands. */
export const isInForce = ({ version, syncedVersion }: Pick<Schedule, 'version' | 'syncedVersion'>): boolean =>
  version === syncedVersion;

/** How many of the latest firings have failed in a row; those that still run, were cancelled or missed say nothing. */
export function failuresInRow(newestFirst: readonly Firing[]): number {
  const telling = newestFirst.filter(
    ({ result, ended, isBackfill }) =>
      !isBackfill && (result.kind === 'refused' || (ended !== undefined && ended.as !== 'cancelled')),
  );
  const firstSuccess = telling.findIndex(({ ended }) => ended?.as === 'succeeded');
  return firstSuccess === -1 ? telling.length : firstSuccess;
}
