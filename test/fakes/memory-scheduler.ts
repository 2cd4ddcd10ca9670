import { cronMatches, readCron } from '../../domain/cron.js';
import { Failure } from '../../domain/failures.js';
import type { ScheduleId } from '../../domain/ids.js';
import type { Schedule, Timing } from '../../domain/schedule.js';
import { type BackfillOrder, Scheduler, SchedulerUnavailable, type TimeWindow } from '../../domain/schedule-ports.js';
import { isTimeZone, wallTime } from '../../domain/zone.js';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
/** How far it looks for the next time: nothing in the tests is rarer. */
const PATIENCE_MINUTES = 2 * 366 * 1440;

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

  override async times(timing: Timing, { from, until, limit }: TimeWindow): Promise<number[]> {
    this.#reach();
    if (!isTimeZone(timing.timeZone)) throw new Failure('invalid-request', 'unknown time zone');
    const window = {
      from: Math.max(from + 1, timing.startAt ?? 0),
      until: Math.min(until, timing.endAt ?? until),
      limit,
    };
    return timing.everySeconds === undefined ? cronTimes(timing, window) : everyTimes(timing.everySeconds, window);
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

/** Both ends included. */
function cronTimes({ cron = '', timeZone }: Timing, { from, until, limit }: TimeWindow): number[] {
  const read = readCron(cron);
  if (read.kind === 'wrong') throw new Failure('invalid-request', read.message);
  const { months, days, hours } = read.cron;
  const times: number[] = [];
  const begin = Math.ceil(from / MINUTE) * MINUTE;
  const stop = Math.min(until, begin + PATIENCE_MINUTES * MINUTE);
  for (let at = begin; at <= stop && times.length < limit;) {
    const wall = wallTime(at, timeZone);
    if (cronMatches(read.cron, wall)) times.push(at);
    // Looked at minute by minute in its hours only; in every zone hours begin at a quarter of one.
    const isNear = months.has(wall.month) && days.has(wall.day) && hours.has(wall.hour);
    at = isNear ? at + MINUTE : (Math.floor(at / QUARTER) + 1) * QUARTER;
  }
  return times;
}

function everyTimes(everySeconds: number, { from, until, limit }: TimeWindow): number[] {
  const step = everySeconds * 1000;
  const begin = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.min(limit, Math.floor((until - begin) / step) + 1));
  return Array.from({ length: count }, (_, index) => begin + index * step);
}
