import { Inject, Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import type { ScheduleInput, SchedulePutView, ScheduleView, WarningView } from '../../domain/contract/schedules.js';
import { changedFields } from '../../domain/changed-fields.js';
import { scheduleId } from '../../domain/ids.js';
import type { Json } from '../../domain/json.js';
import { Clock } from '../../domain/ports.js';
import type { RunOrder, Schedule, ScheduleSpec } from '../../domain/schedule.js';
import { NEXT_TIMES_KEPT, ScheduledLauncher, ScheduleStore } from '../../domain/schedule-ports.js';
import { Deeds } from '../access/deeds.js';
import { nameTaken } from '../http/only-if-new.js';
import { ExpectedTimes, refuseIf } from './expected-times.js';
import { InForce } from './in-force.js';
import { ShowSchedules } from './show-schedules.js';
import { timingErrors, timingOf } from './timing-checks.js';

/** Creates, changes, pauses and removes schedules: the store first, then Temporal; the sweep mends what comes between. */
@Injectable()
export class KeepSchedules {
  constructor(
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(ScheduledLauncher) private readonly launcher: ScheduledLauncher,
    @Inject(ExpectedTimes) private readonly expected: ExpectedTimes,
    @Inject(InForce) private readonly inForce: InForce,
    @Inject(ShowSchedules) private readonly showing: ShowSchedules,
    @Inject(Deeds) private readonly deeds: Deeds,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Creates a schedule; refused when there is one of its name. */
  async create(name: string, input: ScheduleInput, caller: string): Promise<SchedulePutView> {
    const { wanted, at, warnings } = await this.checked(name, input);
    const schedule = await this.schedules.create(wanted, { by: caller, at });
    if (schedule === undefined) throw nameTaken(`a schedule called ${name}`);
    await this.record('schedule.create', schedule, caller, changeOf(undefined, schedule));
    return { change: 'created', schedule: await this.showing.view(await this.inForce.bring(schedule), warnings) };
  }

  /** Creates or changes a schedule. */
  async put(name: string, input: ScheduleInput, caller: string): Promise<SchedulePutView> {
    const { wanted, at, warnings } = await this.checked(name, input);
    const before = await this.schedules.get(name);
    const { kind, schedule } = await this.schedules.put(wanted, { by: caller, at });
    if (kind !== 'unchanged')
      await this.record(
        kind === 'created' ? 'schedule.create' : 'schedule.change',
        schedule,
        caller,
        changeOf(before, schedule),
      );
    return { change: kind, schedule: await this.showing.view(await this.inForce.bring(schedule), warnings) };
  }

  /** Pauses it, with a note for whoever wonders. Runs that have begun go on. */
  async pause(name: string, note: string | undefined, caller: string): Promise<ScheduleView> {
    const { id } = await this.showing.existing(name);
    const pause = { at: this.clock.now(), by: caller, ...(note === undefined ? {} : { note }) };
    return this.steered(name, await this.schedules.pause(id, pause), 'schedule.pause', caller, note);
  }

  /** Ends the pause. Times that fell into it are not made up for; a backfill does that. */
  async resume(name: string, note: string | undefined, caller: string): Promise<ScheduleView> {
    const schedule = await this.showing.existing(name);
    if (schedule.paused === undefined) return this.showing.view(schedule);
    return this.steered(
      name,
      await this.schedules.resume(schedule.id, this.clock.now()),
      'schedule.resume',
      caller,
      note,
    );
  }

  /** Takes it away. What became of its times stays in the history of runs; runs that have begun go on. */
  async remove(name: string, caller: string): Promise<void> {
    await this.showing.existing(name);
    const schedule = await this.schedules.remove(name);
    if (schedule === undefined) return;
    await this.record('schedule.remove', schedule, caller, { before: fieldsOf(schedule) });
    await this.inForce.remove(schedule.id);
  }

  /** The schedule that a document means. What could never fire, or never be launched, is refused by field. */
  private async checked(name: string, input: ScheduleInput): Promise<Checked> {
    if (input.name !== undefined && input.name !== name)
      refuseIf([{ path: 'name', message: `the document is about ${input.name}, the address about ${name}` }]);
    const spec = specOf(input);
    const order = await this.launcher.check(spec);
    refuseIf([...timingErrors(spec.timing), ...order.errors]);
    const at = this.clock.now();
    const nextTimes = await this.expected.upcoming(spec.timing, at, NEXT_TIMES_KEPT);
    const warnings = order.warnings.map((message): WarningView => ({
      code: 'would-be-refused',
      message: `Just now a run would be refused: ${message}`,
    }));
    return { wanted: { id: scheduleId(ulid(at)), name, spec, nextTimes }, at, warnings };
  }

  private async steered(
    name: string,
    schedule: Schedule | undefined,
    action: string,
    caller: string,
    note: string | undefined,
  ): Promise<ScheduleView> {
    if (schedule === undefined) return this.showing.view(await this.showing.existing(name)); // removed meanwhile: 404
    await this.record(action, schedule, caller, note === undefined ? {} : { note });
    return this.showing.view(await this.inForce.bring(schedule));
  }

  private record(
    action: string,
    { name }: Schedule,
    actor: string,
    details: { readonly [name: string]: Json },
  ): Promise<void> {
    return this.deeds.note(actor, action, `schedule/${name}`, details);
  }
}

interface Checked {
  readonly wanted: Pick<Schedule, 'id' | 'name' | 'spec' | 'nextTimes'>;
  readonly at: number;
  readonly warnings: readonly WarningView[];
}

const changeOf = (before: Schedule | undefined, after: Schedule) =>
  changedFields(before === undefined ? {} : fieldsOf(before), fieldsOf(after));

const fieldsOf = ({ spec }: Schedule): { readonly [name: string]: Json } =>
  ({ ...spec }) as unknown as { readonly [name: string]: Json }; // it came as JSON

function specOf(input: ScheduleInput): ScheduleSpec {
  const { job, description, overlap, catchUpSeconds, pauseAfterFailures } = input;
  const { cluster, parameters, env, command, image, resources, priority, labels } = input;
  const order = { cluster, parameters, env, command, image, resources, priority, labels };
  return {
    description,
    job,
    // Absent fields are left out, so that the same document always makes the same spec. JSON by its schema.
    order: Object.fromEntries(Object.entries(order).filter(([, field]) => field !== undefined)) as unknown as RunOrder,
    timing: timingOf(input),
    overlap,
    catchUpSeconds,
    ...(pauseAfterFailures === undefined ? {} : { pauseAfterFailures }),
  };
}
