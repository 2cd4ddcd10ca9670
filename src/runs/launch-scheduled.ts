import { Inject, Injectable } from '@nestjs/common';
import type { RunRequest } from '../../domain/contract/runs.js';
import { firingId } from '../../domain/ids.js';
import type { Schedule, ScheduleSpec } from '../../domain/schedule.js';
import { type OrderCheck, ScheduledLauncher } from '../../domain/schedule-ports.js';
import { Refusal } from '../http/refusal.js';
import { plain } from '../http/views/plain.js';
import { LaunchRuns } from './launch-runs.js';

type Launched = Awaited<ReturnType<ScheduledLauncher['launch']>>;

/** Launches the runs of schedules as if their last editor had asked, once per firing. */
@Injectable()
export class LaunchScheduled extends ScheduledLauncher {
  constructor(@Inject(LaunchRuns) private readonly launching: LaunchRuns) {
    super();
  }

  override async launch(schedule: Schedule, at: number): Promise<Launched> {
    const { id: scheduleId, name, spec, updatedBy: owner } = schedule;
    const trigger = { kind: 'schedule', schedule: name, scheduleId, at } as const;
    // The time alone is the identity: a job that was edited between two tries makes no second run.
    const key = { key: `schedule/${firingId(scheduleId, at)}`, hash: 'schedule' };
    try {
      const { run } = await this.launching.launchAs(requestOf(spec), { owner, trigger }, key);
      return { kind: 'run', runId: run.id };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'store-unavailable') throw error;
      return { kind: 'refused', code: error.code, message: error.detail };
    }
  }

  override async check(spec: Pick<ScheduleSpec, 'job' | 'order'>): Promise<OrderCheck> {
    try {
      const { checks } = await this.launching.dryRun(requestOf(spec));
      return { errors: [], warnings: checks.filter(({ ok }) => !ok).map(({ message }) => message) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { errors: error.errors ?? [{ path: 'job', message: error.detail }], warnings: [] };
    }
  }
}

const requestOf = ({ job, order }: Pick<ScheduleSpec, 'job' | 'order'>): RunRequest => ({
  job,
  ...plain(order),
  trigger: 'api', // what it is launched as says `launchAs`
});
