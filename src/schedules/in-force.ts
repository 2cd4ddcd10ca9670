import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ScheduleId } from '../../domain/ids.js';
import type { Schedule } from '../../domain/schedule.js';
import { Scheduler, SchedulerUnavailable, ScheduleStore } from '../../domain/schedule-ports.js';
import { syncSchedule } from '../../domain/sync-schedule.js';

/** Tells Temporal what the store has decided. When Temporal is away the sweep does it later, and the page says so. */
@Injectable()
export class InForce {
  readonly #log = new Logger('schedules');

  constructor(
    @Inject(Scheduler) readonly scheduler: Scheduler,
    @Inject(ScheduleStore) readonly schedules: ScheduleStore,
  ) {}

  /** Answers the schedule as it is now known to be in Temporal, or as it was when that could not be reached. */
  async bring(schedule: Schedule): Promise<Schedule> {
    return (await this.whileAway(() => syncSchedule(this, schedule.id))) ?? schedule;
  }

  async remove(id: ScheduleId): Promise<void> {
    await this.whileAway(async () => {
      await this.scheduler.stopBackfill(id);
      await this.scheduler.remove(id);
    });
  }

  private async whileAway<Answer>(act: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof SchedulerUnavailable)) throw error;
      this.#log.warn(`a schedule could not be told to Temporal; the sweep will: ${error.message}`);
      return undefined;
    }
  }
}
