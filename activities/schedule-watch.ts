import { FIRING_GRACE_MILLISECONDS, whyNot } from '../domain/why-not.js';
import type { ScheduleId } from '../domain/ids.js';
import { isInForce, type Schedule } from '../domain/schedule.js';
import type { ActivityDeps } from './deps.js';
import { syncSchedule } from './pause-if-failing.js';

const PAGE = 200;
const NEXT_KEPT = 10;
const TIMES_AT_ONCE = 1000;

/** So many steps ahead there are surely enough next times, unless the schedule is an uneven one. */
const STEPS_AHEAD = 12;
const FAR_AHEAD_MILLISECONDS = 60 * 366 * 86_400_000;

/** What is younger may still be on its way into Temporal's list. */
const SETTLED_MILLISECONDS = 60_000;

export interface ScheduleTally {
  schedulesSynced: number;
  schedulesRemoved: number;
  firingsMissed: number;
}

type Deps = Pick<ActivityDeps, 'schedules' | 'scheduler' | 'clock'>;

/**
 * Holds schedules and Temporal together: tells Temporal what it has not heard, removes what nobody knows any more, and
 * compares the times that were expected with what became of them.
 */
export class ScheduleWatch {
  constructor(private readonly deps: Deps) {}

  /** Goes on after a schedule that fails, and tells of the failures at the end. */
  async look(tally: ScheduleTally): Promise<void> {
    const { scheduler, schedules } = this.deps;
    // Temporal first: a schedule that is created meanwhile is then never taken for a stray.
    const known = new Map((await scheduler.known()).map(({ id, isPaused }) => [id, isPaused]));
    const failures: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await schedules.list({}, PAGE, cursor);
      for (const schedule of page.items) {
        const isPaused = known.get(schedule.id);
        known.delete(schedule.id);
        await this.#one(schedule, isPaused, tally).catch((error: unknown) => failures.push(error));
      }
      cursor = page.next;
    } while (cursor !== undefined);
    for (const id of known.keys()) await this.#stray(id, tally);
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} schedules could not be looked after`);
  }

  async #one(schedule: Schedule, isPausedThere: boolean | undefined, tally: ScheduleTally): Promise<void> {
    const isSettled = this.deps.clock.now() - schedule.updatedAt > SETTLED_MILLISECONDS;
    const isOther = isPausedThere === undefined ? isSettled : isPausedThere !== (schedule.paused !== undefined);
    if (!isInForce(schedule) || isOther) {
      await syncSchedule(this.deps, schedule);
      tally.schedulesSynced += 1;
    }
    await this.#compare(schedule, tally);
  }

  async #stray(id: ScheduleId, tally: ScheduleTally): Promise<void> {
    if ((await this.deps.schedules.find(id)) !== undefined) return;
    await this.deps.scheduler.remove(id);
    tally.schedulesRemoved += 1;
  }

  /** Writes down which expected times have made no run and why, as far as that can be told yet. */
  async #compare(schedule: Schedule, tally: ScheduleTally): Promise<void> {
    const { schedules, clock } = this.deps;
    const now = clock.now();
    const horizon = now - FIRING_GRACE_MILLISECONDS - schedule.spec.timing.jitterSeconds * 1000;
    const [first] = schedule.nextTimes;
    if (first !== undefined && first > horizon) return;
    const times = await this.#timesFrom(schedule, now);
    const due = times.filter((at) => at <= horizon);
    const undecided = await this.#judge(schedule, due, now, tally);
    const upcoming = times.slice(due.length, due.length + NEXT_KEPT);
    await schedules.noteTimes(schedule.id, schedule.version, {
      watchedUntil: undecided === undefined ? Math.max(horizon, schedule.watchedUntil) : undecided - 1,
      nextTimes: undecided === undefined ? upcoming : [undecided, ...upcoming],
    });
  }

  /** Answers the first time of which it is too early to tell. */
  async #judge(
    schedule: Schedule,
    due: readonly number[],
    now: number,
    tally: ScheduleTally,
  ): Promise<number | undefined> {
    if (due.length === 0) return undefined;
    const { schedules } = this.deps;
    const { items: around } = await schedules.firings(schedule.id, {}, Math.min(1000, due.length * 2 + 50));
    for (const at of due) {
      if ((await schedules.firing(schedule.id, at)) !== undefined) continue;
      const verdict = whyNot(at, schedule, around, now);
      if (verdict.kind === 'undecided') return at;
      await schedules.recordFiring({
        scheduleId: schedule.id,
        at,
        isBackfill: false,
        recordedAt: now,
        result: verdict,
      });
      tally.firingsMissed += 1;
    }
    return undefined;
  }

  /** What was expected since the last look, and a little of what comes. */
  async #timesFrom({ id, spec, watchedUntil, nextTimes }: Schedule, now: number): Promise<number[]> {
    const { scheduler } = this.deps;
    const [first = 0, second = first + FAR_AHEAD_MILLISECONDS] = nextTimes.slice(-2);
    const window = { from: watchedUntil, limit: TIMES_AT_ONCE };
    const near = now + STEPS_AHEAD * (second - first);
    const times = await scheduler.times(spec.timing, { ...window, until: near }, id);
    const isEnough = (times.at(-1) ?? 0) > now;
    return isEnough ? times : scheduler.times(spec.timing, { ...window, until: now + FAR_AHEAD_MILLISECONDS }, id);
  }
}
