import { Inject, Injectable } from '@nestjs/common';
import type { PreviewRequest, PreviewView } from '../../domain/contract/schedules.js';
import { cronOf } from '../../domain/cron.js';
import { Failure } from '../../domain/failures.js';
import type { ScheduleId } from '../../domain/ids.js';
import { Clock } from '../../domain/ports.js';
import { previewEntries } from '../../domain/preview.js';
import { isInForce, type Schedule, type Timing } from '../../domain/schedule.js';
import {
  FAR_AHEAD_MILLISECONDS,
  Scheduler,
  SchedulerUnavailable,
  type TimeWindow,
} from '../../domain/schedule-ports.js';
import { isoIf } from '../http/iso.js';
import { malformed, Refusal } from '../http/refusal.js';
import { neverFires, timingErrors, timingOf, timingWarnings } from './timing-checks.js';
import { timingWords } from './timing-words.js';

const MOST_KNOWN = 200;

/** Asks the scheduler itself when a schedule fires, so that what is shown is what will happen. */
@Injectable()
export class ExpectedTimes {
  /** The next times of a timing stay what they are until the first of them has come: many schedules share one. */
  private readonly known = new Map<string, readonly number[]>();

  constructor(
    @Inject(Scheduler) private readonly scheduler: Scheduler,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The next times of a timing that nobody has saved yet. One that can never fire is refused. */
  async preview(request: PreviewRequest): Promise<PreviewView> {
    const timing = timingOf(request);
    refuseIf(timingErrors(timing));
    const now = this.clock.now();
    return previewView(timing, await this.upcoming(timing, now, request.count), now);
  }

  /** The next times of a schedule. */
  async previewOf(schedule: Schedule, count: number): Promise<PreviewView> {
    const { timing } = schedule.spec;
    const now = this.clock.now();
    const times = await this.between(timing, ahead(now, count), askable(schedule));
    return previewView(timing, times, now);
  }

  /** The next times of a timing, at least one. */
  async upcoming(timing: Timing, now: number, count: number): Promise<number[]> {
    const asked = JSON.stringify([timing, count]);
    const known = this.known.get(asked);
    if (known?.[0] !== undefined && known[0] > now) return [...known];
    const times = await this.between(timing, ahead(now, count));
    if (times.length === 0) refuseIf([neverFires(timing, now)]);
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(asked, times);
    return times;
  }

  /** The first nominal times of a window. */
  async between(timing: Timing, window: TimeWindow, id?: ScheduleId): Promise<number[]> {
    try {
      return await this.scheduler.times(timing, window, id);
    } catch (error) {
      if (error instanceof Failure)
        refuseIf([{ path: timing.cron === undefined ? 'timeZone' : 'cron', message: error.message }]);
      throw error instanceof SchedulerUnavailable ? schedulerAway('its times cannot be worked out', error) : error;
    }
  }
}

/** Only when the scheduler has the schedule as it stands may it be asked about it by its id. */
export const askable = (schedule: Schedule): ScheduleId | undefined => (isInForce(schedule) ? schedule.id : undefined);

export const schedulerAway = (what: string, cause: SchedulerUnavailable): Refusal =>
  new Refusal(
    'temporal-unavailable',
    `Temporal cannot be reached, so ${what}. Nothing was changed; try again.`,
    undefined,
    {
      cause,
    },
  );

export function refuseIf(errors: readonly { path: string; message: string }[]): void {
  if (errors.length === 0) return;
  throw malformed(errors);
}

const ahead = (now: number, limit: number): TimeWindow => ({ from: now, until: now + FAR_AHEAD_MILLISECONDS, limit });

const previewView = (timing: Timing, times: readonly number[], now: number): PreviewView => ({
  words: timingWords(timing),
  timeZone: timing.timeZone,
  times: previewEntries(times, now, timing.timeZone, cronOf(timing)).map(({ at, ...entry }) => ({
    at: isoIf(at),
    ...entry,
  })),
  warnings: timingWarnings(timing),
});
