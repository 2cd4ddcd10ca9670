import { cronMatches, readCron } from '../../domain/cron.js';
import { Failure } from '../../domain/failures.js';
import type { ScheduleId } from '../../domain/ids.js';
import type { Schedule, Timing } from '../../domain/schedule.js';
import { type BackfillOrder, Scheduler, SchedulerUnavailable } from '../../domain/schedule-ports.js';
import { isTimeZone, wallTime } from '../../domain/zone.js';

const MINUTE = 60_000;
const MOST_TIMES = 1000;
/** How far it looks for the next time: nothing in the tests is rarer than a leap day. */
const PATIENCE_MINUTES = 5 * 366 * 1440;

/** Temporal's scheduler without Temporal: remembers what it was told, works out times itself, and can be away. */
export class MemoryScheduler extends Scheduler {
  readonly schedules = new Map<ScheduleId, Schedule>();
  readonly triggered: ScheduleId[] = [];
  readonly backfills = new Map<ScheduleId, BackfillOrder>();
  readonly ended: { id: ScheduleId; at: number }[] = [];
  isAway = false;

  override async put(schedule: Schedule): Promise<void> {
    this.#reach();
    this.schedules.set(schedule.id, schedule);
  }

  override async remove(id: ScheduleId): Promise<void> {
    this.#reach();
    this.schedules.delete(id);
  }

  override async trigger(id: ScheduleId): Promise<void> {
    this.#reach();
    this.triggered.push(id);
  }

  override async times(timing: Timing, from: number, until: number): Promise<number[]> {
    this.#reach();
    if (!isTimeZone(timing.timeZone)) throw new Failure('invalid-request', 'unknown time zone');
    const first = Math.max(from + 1, timing.startAt ?? 0);
    const last = Math.min(until, timing.endAt ?? until);
    return timing.everySeconds === undefined
      ? cronTimes(timing, first, last)
      : everyTimes(timing.everySeconds, first, last);
  }

  override async known(): Promise<{ id: ScheduleId; isPaused: boolean }[]> {
    this.#reach();
    return [...this.schedules.values()].map(({ id, paused }) => ({ id, isPaused: paused !== undefined }));
  }

  override async backfill({ id }: Schedule, order: BackfillOrder): Promise<boolean> {
    this.#reach();
    if (this.backfills.has(id)) return false;
    this.backfills.set(id, order);
    return true;
  }

  override async stopBackfill(id: ScheduleId): Promise<boolean> {
    this.#reach();
    return this.backfills.delete(id);
  }

  override async tellEnded(id: ScheduleId, at: number): Promise<void> {
    this.#reach();
    this.ended.push({ id, at });
  }

  #reach(): void {
    if (this.isAway) throw new SchedulerUnavailable('Temporal cannot be reached.');
  }
}

function cronTimes({ cron = '', timeZone }: Timing, first: number, last: number): number[] {
  const read = readCron(cron);
  if (read.kind === 'wrong') throw new Failure('invalid-request', read.message);
  const times: number[] = [];
  const begin = Math.ceil(first / MINUTE) * MINUTE;
  const stop = Math.min(last, begin + PATIENCE_MINUTES * MINUTE);
  // Only the month and the day are looked at until they fit, so that a rare line costs little.
  for (let at = begin; at <= stop && times.length < MOST_TIMES;) {
    const wall = wallTime(at, timeZone);
    const { months, days } = read.cron;
    if (cronMatches(read.cron, wall)) times.push(at);
    at += months.has(wall.month) && days.has(wall.day) ? MINUTE : 60 * MINUTE;
  }
  return times;
}

function everyTimes(everySeconds: number, first: number, last: number): number[] {
  const step = everySeconds * 1000;
  const begin = Math.ceil(first / step) * step;
  const count = Math.max(0, Math.min(MOST_TIMES, Math.floor((last - begin) / step) + 1));
  return Array.from({ length: count }, (_, index) => begin + index * step);
}
