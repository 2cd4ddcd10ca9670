import { Inject, Injectable } from '@nestjs/common';
import type {
  FiringPage,
  FiringQuery,
  FiringView,
  SchedulePage,
  ScheduleQuery,
  ScheduleView,
  WarningView,
} from '../../domain/contract/schedules.js';
import { Clock, JobStore, RunStore } from '../../domain/ports.js';
import { type Firing, isInForce, type Schedule } from '../../domain/schedule.js';
import { ScheduleStore } from '../../domain/schedule-ports.js';
import { NoSuchName } from '../http/no-such-name.js';
import { firingView, scheduleView } from '../http/views/schedule-view.js';
import { timingWarnings } from './timing-checks.js';
import { timingWords } from './timing-words.js';

const RECENT = 10;

const notInForce: WarningView = {
  code: 'not-in-force',
  message: 'Temporal has not been told of the latest change yet. It is told again by itself, within a minute or so.',
};

/** Schedules and what became of their times, as they travel. Reads the store only. */
@Injectable()
export class ShowSchedules {
  constructor(
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Those whose jobs are of these groups (of all, if none are named); where some are not, a page is shorter. */
  async list({ q: text, job, limit, cursor }: ScheduleQuery, groups?: readonly string[]): Promise<SchedulePage> {
    const page = await this.schedules.list({ text, job }, limit, cursor);
    const visible = groups === undefined ? page.items : await this.of(groups, page.items);
    return { items: await Promise.all(visible.map((schedule) => this.view(schedule))), next: page.next };
  }

  async firings(name: string, { from, until, limit, cursor }: FiringQuery): Promise<FiringPage> {
    const { id } = await this.existing(name);
    const window = {
      ...(from === undefined ? {} : { from: Date.parse(from) }),
      ...(until === undefined ? {} : { until: Date.parse(until) }),
    };
    const page = await this.schedules.firings(id, window, limit, cursor);
    return { items: await this.firingViews(page.items), next: page.next };
  }

  async existing(name: string): Promise<Schedule> {
    const schedule = await this.schedules.get(name);
    if (schedule === undefined) throw new NoSuchName('schedule', name);
    return schedule;
  }

  async view(schedule: Schedule, more: readonly WarningView[] = []): Promise<ScheduleView> {
    const { items } = await this.schedules.firings(schedule.id, {}, RECENT);
    const { timing } = schedule.spec;
    return scheduleView(schedule, {
      words: timingWords(timing),
      recent: await this.firingViews(items),
      warnings: [...timingWarnings(timing), ...more, ...(isInForce(schedule) ? [] : [notInForce])],
      now: this.clock.now(),
    });
  }

  private async of(groups: readonly string[], schedules: readonly Schedule[]): Promise<Schedule[]> {
    const names = new Set(schedules.map(({ spec }) => spec.job));
    const jobs = await Promise.all([...names].map((name) => this.jobs.get(name)));
    const visible = new Set(jobs.flatMap((job) => (job !== undefined && groups.includes(job.group) ? [job.name] : [])));
    return schedules.filter(({ spec }) => visible.has(spec.job));
  }

  private firingViews(firings: readonly Firing[]): Promise<FiringView[]> {
    return Promise.all(
      firings.map(async (firing) => {
        const lives = firing.result.kind === 'run' && firing.ended === undefined;
        return firingView(firing, lives ? await this.runs.get(firing.result.runId) : undefined);
      }),
    );
  }
}
