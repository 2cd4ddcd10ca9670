import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  BACKFILL_MOST,
  type BackfillRequest,
  type BackfillView,
  type ScheduleView,
} from '../../domain/contract/schedules.js';
import type { ScheduleId } from '../../domain/ids.js';
import { Clock } from '../../domain/ports.js';
import { wallText } from '../../domain/preview.js';
import type { Schedule } from '../../domain/schedule.js';
import {
  type BackfillOrder,
  MOST_TIMES,
  Scheduler,
  SchedulerUnavailable,
  ScheduleStore,
} from '../../domain/schedule-ports.js';
import { wallTime } from '../../domain/zone.js';
import { Deeds } from '../access/deeds.js';
import { iso } from '../http/iso.js';
import { Refusal } from '../http/refusal.js';
import { askable, ExpectedTimes, refuseIf, schedulerAway } from './expected-times.js';
import { ShowSchedules } from './show-schedules.js';
import { estimateTimes } from './timing-checks.js';

/** Runs of a schedule outside its times: now, and for times of the past. */
@Injectable()
export class FireSchedules {
  constructor(
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(Scheduler) private readonly scheduler: Scheduler,
    @Inject(ExpectedTimes) private readonly expected: ExpectedTimes,
    @Inject(ShowSchedules) private readonly showing: ShowSchedules,
    @Inject(Deeds) private readonly deeds: Deeds,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Fires once now, whatever runs or is paused; the run appears among the schedule's firings a moment later. */
  async trigger(name: string, caller: string): Promise<ScheduleView> {
    const schedule = await this.showing.existing(name);
    await this.untilSecondIsFree(schedule.id);
    await this.asked('it cannot fire', () => this.scheduler.trigger(schedule.id));
    await this.record('schedule.trigger', schedule, caller, {});
    return this.showing.view(schedule);
  }

  /** Shows the times of a window and which have a run; without `dryRun` it makes the runs of the others. */
  async backfill(name: string, request: BackfillRequest, caller: string): Promise<BackfillView> {
    const schedule = await this.showing.existing(name);
    const [from, until] = [Date.parse(request.from), Date.parse(request.until)];
    const now = this.clock.now();
    if (until > now) refuseIf([{ path: 'until', message: 'is not over yet; a backfill is for times of the past' }]);
    const { timing } = schedule.spec;
    const times = await this.expected.between(timing, { from: from - 1, until, limit: MOST_TIMES }, askable(schedule));
    if (times.length > BACKFILL_MOST) refuseTooMany(Math.max(times.length, estimateTimes(timing, from, until)));
    const runs = await this.runsOf(schedule, from, until);
    const missing = times.filter((at) => !runs.has(at));
    const isStarted = !request.dryRun && missing.length > 0;
    const { atOnce } = request;
    if (isStarted) await this.begin(schedule, { times: missing, from, until, atOnce, by: caller });
    return {
      started: isStarted,
      toRun: missing.length,
      times: times.map((at) => ({ at: iso(at), wall: wallText(wallTime(at, timing.timeZone)), runId: runs.get(at) })),
    };
  }

  /** Ends a backfill that is under way: its runs are cancelled, the rest is not begun. */
  async stopBackfill(name: string, caller: string): Promise<ScheduleView> {
    const schedule = await this.showing.existing(name);
    const stop = (): Promise<boolean> => this.scheduler.stopBackfill(schedule.id);
    // One that was ended by force could not write that down.
    if (!(await this.asked('the backfill cannot be stopped', stop))) await this.schedules.endBackfill(schedule.id);
    await this.record('schedule.stop-backfill', schedule, caller, {});
    return this.showing.view(schedule);
  }

  private async begin(schedule: Schedule, order: BackfillOrder): Promise<void> {
    const isStarted = await this.asked('the backfill cannot begin', () => this.scheduler.backfill(schedule, order));
    if (!isStarted) {
      const detail = `A backfill of ${schedule.name} is under way; wait for its end, or stop it (DELETE …/backfill).`;
      throw new Refusal('conflict', detail);
    }
    const { times, from, until, atOnce, by } = order;
    const details = { from: iso(from), until: iso(until), count: times.length, atOnce };
    await this.record('schedule.backfill', schedule, by, details);
  }

  private async runsOf({ id }: Schedule, from: number, until: number): Promise<Map<number, string>> {
    const found = new Map<number, string>();
    let cursor: string | undefined;
    do {
      const page = await this.schedules.firings(id, { from, until, kinds: ['run'] }, 500, cursor);
      for (const { at, result } of page.items) if (result.kind === 'run') found.set(at, result.runId);
      cursor = page.next;
    } while (cursor !== undefined);
    return found;
  }

  private async asked<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      throw error instanceof SchedulerUnavailable ? schedulerAway(what, error) : error;
    }
  }

  /** A firing is known by its second, to Temporal as well: another one within it would be taken for the first. */
  private async untilSecondIsFree(id: ScheduleId): Promise<void> {
    const now = this.clock.now();
    const begun = now % 1000;
    if ((await this.schedules.firing(id, now - begun)) !== undefined) await pause(1005 - begun); // timers may be a moment early
  }

  private record(
    action: string,
    { name }: Schedule,
    actor: string,
    details: { readonly [name: string]: string | number },
  ): Promise<void> {
    return this.deeds.note(actor, action, `schedule/${name}`, details);
  }
}

function refuseTooMany(count: number): void {
  // Up to here the scheduler has counted them.
  const about = count < MOST_TIMES ? '' : 'about ';
  const message = `has ${about}${count.toLocaleString('en')} times; one backfill may have ${BACKFILL_MOST.toLocaleString('en')}`;
  refuseIf([{ path: 'from', message: `the window ${message}: choose a shorter one` }]);
}
