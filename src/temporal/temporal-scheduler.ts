import {
  type Client,
  isGrpcServiceError,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { ulid } from 'ulid';
import { Failure } from '../../domain/failures.js';
import {
  backfillWorkflowId,
  parseTemporalScheduleId,
  type ScheduleId,
  scheduledWorkflowId,
  temporalScheduleId,
} from '../../domain/ids.js';
import type { Schedule, Timing } from '../../domain/schedule.js';
import { type BackfillOrder, Scheduler, SchedulerUnavailable, type TimeWindow } from '../../domain/schedule-ports.js';
import { type BackfillInput, runEndedSignalName, taskQueues, workflowTypes } from '../../workflows/messages.js';
import { actionOf, optionsOf, specOf } from './schedule-options.js';

const ASK_MILLISECONDS = 10_000;

/** How gRPC says that the server cannot be reached, or is too busy: UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED. */
const away = new Set<number>([14, 4, 8]);

/** Schedules by Temporal's own scheduler: one of its schedules for each of ours. */
export class TemporalScheduler extends Scheduler {
  constructor(private readonly client: Client) {
    super();
  }

  override put(schedule: Schedule): Promise<void> {
    return this.#ask(async () => {
      try {
        const scheduleId = temporalScheduleId(schedule.id);
        await this.client.schedule.create({ scheduleId, ...optionsOf(schedule) });
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        await this.client.schedule.getHandle(temporalScheduleId(schedule.id)).update(() => optionsOf(schedule));
      }
    });
  }

  override remove(id: ScheduleId): Promise<void> {
    return this.#removeById(temporalScheduleId(id));
  }

  override trigger(id: ScheduleId): Promise<void> {
    return this.#ask(() => this.client.schedule.getHandle(temporalScheduleId(id)).trigger('ALLOW_ALL'));
  }

  override async times(timing: Timing, window: TimeWindow, id?: ScheduleId): Promise<number[]> {
    // Temporal answers with the jitter added. Nominal times come from a schedule that has none.
    if (id === undefined || timing.jitterSeconds > 0) return this.#timesOfTrial(timing, window);
    return (await this.#matching(temporalScheduleId(id), window)) ?? this.#timesOfTrial(timing, window);
  }

  override async known(): Promise<{ id: ScheduleId; isPaused: boolean }[]> {
    return this.#ask(async () => {
      const found: { id: ScheduleId; isPaused: boolean }[] = [];
      for await (const { scheduleId, state } of this.client.schedule.list({ pageSize: 500 })) {
        const id = parseTemporalScheduleId(scheduleId);
        if (id !== undefined) found.push({ id, isPaused: state.paused });
        else if (isLeftOver(scheduleId)) await this.#removeById(scheduleId);
      }
      return found;
    });
  }

  override async backfill({ id, name }: Schedule, order: BackfillOrder): Promise<boolean> {
    const input: BackfillInput = { schedule: id, ...order };
    return this.#ask(async () => {
      try {
        await this.client.workflow.start(workflowTypes.backfill, {
          taskQueue: taskQueues.control,
          workflowId: backfillWorkflowId(id),
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          workflowIdConflictPolicy: 'FAIL',
          args: [input],
          staticSummary: `Past times of ${name}`,
        });
        return true;
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
        throw error;
      }
    });
  }

  override stopBackfill(id: ScheduleId): Promise<boolean> {
    return this.#unlessClosed(() => this.client.workflow.getHandle(backfillWorkflowId(id)).cancel());
  }

  override async tellEnded(id: ScheduleId, at: number): Promise<void> {
    await this.#unlessClosed(() =>
      this.client.workflow.getHandle(scheduledWorkflowId(id, at)).signal(runEndedSignalName),
    );
  }

  /** Asks a paused schedule that exists for this question only: it costs some 20 ms, and Temporal has no other way. */
  async #timesOfTrial(timing: Timing, window: TimeWindow): Promise<number[]> {
    const scheduleId = `${TRIAL}${ulid()}`;
    await this.#ask(() =>
      this.client.schedule.create({
        scheduleId,
        spec: specOf({ ...timing, jitterSeconds: 0 }),
        action: actionOf({ workflowId: scheduleId, args: [], summary: 'Never started' }),
        state: { paused: true },
      }),
    );
    try {
      return (await this.#matching(scheduleId, window)) ?? [];
    } finally {
      await this.#removeById(scheduleId);
    }
  }

  /** Undefined when there is no such schedule. */
  async #matching(scheduleId: string, { from, until, limit }: TimeWindow): Promise<number[] | undefined> {
    try {
      const { startTime } = await this.#ask(() =>
        this.client.workflowService.listScheduleMatchingTimes({
          namespace: this.client.options.namespace,
          scheduleId,
          startTime: timestamp(from),
          endTime: timestamp(until),
        }),
      );
      return startTime.slice(0, limit).map(({ seconds }) => Number(seconds) * 1000);
    } catch (error) {
      if (isGrpcServiceError(error) && unknown.has(error.code)) return undefined;
      throw error;
    }
  }

  #removeById(scheduleId: string): Promise<void> {
    return this.#ask(async () => {
      try {
        await this.client.schedule.getHandle(scheduleId).delete();
      } catch (error) {
        if (!(error instanceof ScheduleNotFoundError)) throw error;
      }
    });
  }

  /** False when the workflow is closed, or never was. */
  async #unlessClosed(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await this.#ask(call);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** Every question has an end, and its errors are in our words. */
  async #ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await this.client.connection.withDeadline(Date.now() + ASK_MILLISECONDS, call);
    } catch (error) {
      // The SDK makes a TypeError of what the server calls an invalid argument.
      if (error instanceof TypeError) throw new Failure('invalid-request', error.message, { cause: error });
      const cause = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
      if (isGrpcServiceError(cause) && away.has(cause.code))
        throw new SchedulerUnavailable('Temporal cannot be reached.', { cause: error });
      throw error;
    }
  }
}

/** NOT_FOUND, in gRPC's number. */
const unknown = new Set<number>([5]);
const TRIAL = 'trial/';
const LEFT_OVER_MILLISECONDS = 10 * 60_000;

/** A question whose asker has died before it could tidy up. */
const isLeftOver = (scheduleId: string): boolean =>
  scheduleId.startsWith(TRIAL) && scheduleId < `${TRIAL}${ulid(Date.now() - LEFT_OVER_MILLISECONDS)}`;

const timestamp = (at: number) => ({ seconds: Math.floor(at / 1000) as never, nanos: (at % 1000) * 1_000_000 }); // a Long in the type, a number on the wire
