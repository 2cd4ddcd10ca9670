import { FIRING_GRACE_MILLISECONDS, whyNot } from '../domain/why-not.js';
import type { ScheduleId } from '../domain/ids.js';
import { isInForce, type Schedule } from '../domain/schedule.js';
import { FAR_AHEAD_MILLISECONDS, MOST_TIMES, NEXT_TIMES_KEPT } from '../domain/schedule-ports.js';
import { syncSchedule } from '../domain/sync-schedule.js';
import type { ActivityDeps } from './deps.js';
import type { SweepRound } from './sweep-round.js';

const PAGE = 200;

/** As many as can be due at once, and triggers between them. */
const MOST_FIRINGS = 2 * MOST_TIMES;

/** So many steps ahead there are surely enough next times, unless the schedule is an uneven one. */
const STEPS_AHEAD = 12;

/** What is younger may still be on its way into Temporal's list. */
const SETTLED_MILLISECONDS = 60_000;

/** The counters of a sweep that are this watch's. */
type ScheduleTally = Pick<SweepRound['tally'], 'schedulesSynced' | 'schedulesRemoved' | 'firingsMissed'>;

type Deps = Pick<ActivityDeps, 'schedules' | 'scheduler' | 'clock'>;

/**
 * Holds schedules and Temporal together: tells Temporal what it has not heard, removes what nobody knows any more, and
 * compares the times that were expected with what became of them.
 */
export class ScheduleWatch {
  constructor(private readonly deps: Deps) {}

  async look({ one, tally }: Pick<SweepRound, 'one' | 'tally'>): Promise<void> {
    const { scheduler, schedules } = this.deps;
    // Temporal first: a schedule that is created meanwhile is then never taken for a stray.
    const known = new Map((await scheduler.known()).map(({ id, isPaused }) => [id, isPaused]));
    let cursor: string | undefined;
    do {
      const page = await schedules.list({}, PAGE, cursor);
      for (const schedule of page.items) {
        const isPaused = known.get(schedule.id);
        known.delete(schedule.id);
        await one(`schedule/${schedule.name}`, () => this.#lookAfter(schedule, isPaused, tally));
      }
      cursor = page.next;
    } while (cursor !== undefined);
    for (const id of known.keys()) await one(`schedule/${id}`, () => this.#stray(id, tally));
  }

  async #lookAfter(schedule: Schedule, isPausedThere: boolean | undefined, tally: ScheduleTally): Promise<void> {
    const isSettled = this.deps.clock.now() - schedule.updatedAt > SETTLED_MILLISECONDS;
    const isOther = isPausedThere === undefined ? isSettled : isPausedThere !== (schedule.paused !== undefined);
    if (!isInForce(schedule) || isOther) {
      await syncSchedule(this.deps, schedule.id);
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
    const { clock } = this.deps;
    const { endAt } = schedule.spec.timing;
    if (endAt !== undefined && schedule.watchedUntil >= endAt) return;
    const now = clock.now();
    const horizon = now - FIRING_GRACE_MILLISECONDS - schedule.spec.timing.jitterSeconds * 1000;
    const [first] = schedule.nextTimes;
    if (first !== undefined && first > horizon) return;
    const times = await this.#timesFrom(schedule, now);
    const due = times.filter((at) => at <= horizon);
    const undecided = await this.#judge(schedule, due, now, tally);
    const upcoming = times.slice(due.length, due.length + NEXT_TIMES_KEPT);
    const last = due.at(-1) ?? 0;
    if (undecided !== undefined) await this.#note(schedule, undecided - 1, [undecided, ...upcoming]);
    // More were due than the scheduler tells at once: the next look goes on behind them.
    else if (due.length === MOST_TIMES) await this.#note(schedule, last, schedule.nextTimes);
    else await this.#note(schedule, Math.max(horizon, schedule.watchedUntil), upcoming);
  }

  #note({ id, version }: Schedule, watchedUntil: number, nextTimes: readonly number[]): Promise<void> {
    return this.deps.schedules.noteTimes(id, version, { watchedUntil, nextTimes });
  }

  /** Answers the first time of which it is too early to tell. */
  async #judge(
    schedule: Schedule,
    due: readonly number[],
    now: number,
    tally: ScheduleTally,
  ): Promise<number | undefined> {
    const [from, until] = [due[0], due.at(-1)];
    if (from === undefined) return undefined;
    const { schedules } = this.deps;
    const { items: known } = await schedules.firings(schedule.id, { from, until }, MOST_FIRINGS);
    const written = new Set(known.map(({ at }) => at));
    const open = due.filter((at) => !written.has(at));
    if (open.length === 0) return undefined;
    const { items: around } = await schedules.firings(schedule.id, { kinds: ['run'] }, MOST_FIRINGS);
    for (const at of open) {
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
    const window = { from: watchedUntil, limit: MOST_TIMES };
    const far = now + FAR_AHEAD_MILLISECONDS;
    const near = Math.min(far, now + STEPS_AHEAD * (second - first));
    const times = await scheduler.times(spec.timing, { ...window, until: near }, id);
    const isEnough = near === far || times.length === MOST_TIMES || (times.at(-1) ?? 0) > now;
    return isEnough ? times : scheduler.times(spec.timing, { ...window, until: far }, id);
  }
}
