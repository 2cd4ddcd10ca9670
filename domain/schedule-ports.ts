/** What schedules need from the world; split from ports.ts, which is about runs. */
import type { ScheduleId } from './ids.js';
import type { Page } from './ports.js';
import type { Backfill, Firing, FiringResult, Pause, Schedule, ScheduleSpec, Timing } from './schedule.js';

export type SchedulePut = { readonly kind: 'created' | 'changed' | 'unchanged'; readonly schedule: Schedule };

/** The record of schedules and of what became of their times. Every write is one conditional change of one document. */
export abstract class ScheduleStore {
  /** Creates the schedule. Undefined, and nothing changed, when there is one of this name; of many at once one wins. */
  abstract create(
    schedule: Pick<Schedule, 'id' | 'name' | 'spec' | 'nextTimes'>,
    change: { by: string; at: number },
  ): Promise<Schedule | undefined>;
  /** Creates the schedule or changes its spec; an equal spec changes nothing. Pauses stay as they are. */
  abstract put(
    schedule: Pick<Schedule, 'id' | 'name' | 'spec' | 'nextTimes'>,
    change: { by: string; at: number },
  ): Promise<SchedulePut>;
  abstract get(name: string): Promise<Schedule | undefined>;
  abstract find(id: ScheduleId): Promise<Schedule | undefined>;
  abstract list(filter: { text?: string; job?: string }, limit: number, cursor?: string): Promise<Page<Schedule>>;
  /** Takes the schedule away; what became of its times stays. Undefined when there is none. */
  abstract remove(name: string): Promise<Schedule | undefined>;
  /** Pauses it, or changes the note of the pause it is in. */
  abstract pause(id: ScheduleId, pause: Pause): Promise<Schedule | undefined>;
  /** Ends the pause, if there is one, and remembers it. */
  abstract resume(id: ScheduleId, at: number): Promise<Schedule | undefined>;
  /** Notes that Temporal has this version; an older version than the one noted changes nothing. */
  abstract markSynced(id: ScheduleId, version: number): Promise<void>;
  /** Notes how far expected times were compared and which come next; only if the spec is still that of this version. */
  abstract noteTimes(
    id: ScheduleId,
    version: number,
    times: Pick<Schedule, 'watchedUntil' | 'nextTimes'>,
  ): Promise<void>;
  /** Notes that times of the past are being carried out, in the place of an earlier note. */
  abstract noteBackfill(id: ScheduleId, backfill: Backfill): Promise<void>;
  abstract endBackfill(id: ScheduleId): Promise<void>;

  /**
   * Writes down what became of a time, and answers what stands. A run stays; a refusal or a miss gives way to a run
   * that a backfill has made after all.
   */
  abstract recordFiring(firing: Firing): Promise<Firing>;
  abstract firing(id: ScheduleId, at: number): Promise<Firing | undefined>;
  /** The run of a firing has ended; only the first end stays. */
  abstract endFiring(id: ScheduleId, at: number, ended: NonNullable<Firing['ended']>): Promise<void>;
  /** What became of its times, newest first. */
  abstract firings(id: ScheduleId, filter: FiringFilter, limit: number, cursor?: string): Promise<Page<Firing>>;
}

/** From one time to another, both included; of these kinds, or of all. */
export interface FiringFilter {
  readonly from?: number;
  readonly until?: number;
  readonly kinds?: readonly FiringResult['kind'][];
}

/** Temporal could not be asked; the same call may be made again later. */
export class SchedulerUnavailable extends Error {
  override readonly name = 'SchedulerUnavailable';
}

/** As many times as a scheduler tells at once. */
export const MOST_TIMES = 1000;

/** So many of the next times are kept with a schedule. */
export const NEXT_TIMES_KEPT = 10;

/** Further ahead nobody plans; a leap day on a Monday comes each 28 years. */
export const FAR_AHEAD_MILLISECONDS = 60 * 366 * 86_400_000;

/** After `from`, up to `until`, and not more than `limit` (at most `MOST_TIMES`). */
export interface TimeWindow {
  readonly from: number;
  readonly until: number;
  readonly limit: number;
}

/** Which nominal times of the past are to be fired; `count` of them. */
export interface BackfillOrder extends Omit<Backfill, 'count' | 'startedAt'> {
  readonly times: readonly number[];
}

/** Fires schedules at their times. It is the authority on when that is. */
export abstract class Scheduler {
  /** Makes the schedule fire as it says from now on; creates or changes it. Doing it again changes nothing. */
  abstract put(schedule: Schedule): Promise<void>;
  /** Ends it; one that is not there is fine. Runs that have begun go on. */
  abstract remove(id: ScheduleId): Promise<void>;
  /** Fires once, now, whatever else is running or paused. */
  abstract trigger(id: ScheduleId): Promise<void>;
  /**
   * The first nominal times of the window. Of a schedule that is in force when its id is given.
   * Throws `Failure('invalid-request')` with the scheduler's words when it cannot make sense of the timing.
   */
  abstract times(timing: Timing, window: TimeWindow, id?: ScheduleId): Promise<number[]>;
  /** All schedules that it has, and whether each is paused. May be a little behind. */
  abstract known(): Promise<{ id: ScheduleId; isPaused: boolean }[]>;
  /** Fires nominal times of the past. False when an earlier backfill of the schedule is under way. */
  abstract backfill(schedule: Schedule, order: BackfillOrder): Promise<boolean>;
  /** Ends a backfill that is under way, and its runs. False when there is none. */
  abstract stopBackfill(id: ScheduleId): Promise<boolean>;
  /** Tells the workflow of a firing that its run has ended; one that is closed has nothing to hear. */
  abstract tellEnded(id: ScheduleId, at: number): Promise<void>;
}

/** Has the runs of schedules accepted, by the rules that hold for every run. */
export abstract class ScheduledLauncher {
  /** Accepts the run of this firing: asked again, it answers the same run. Throws only when the world is away. */
  abstract launch(schedule: Schedule, at: number): Promise<Exclude<FiringResult, { kind: 'missed' }>>;
  /** What is wrong with the order whenever it fires (`errors`), and what would have it refused just now (`warnings`). */
  abstract check(spec: Pick<ScheduleSpec, 'job' | 'order'>): Promise<OrderCheck>;
}
export interface OrderCheck {
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly warnings: readonly string[];
}
