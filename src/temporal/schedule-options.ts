import type { ScheduleOptionsAction, ScheduleSpec, ScheduleUpdateOptions } from '@temporalio/client';
import { cronOf } from '../../domain/cron.js';
import { scheduledWorkflowIdPrefix } from '../../domain/ids.js';
import type { OverlapPolicy, Schedule, Timing } from '../../domain/schedule.js';
import { type ScheduledRunInput, taskQueues, workflowTypes } from '../../workflows/messages.js';

const overlaps = {
  skip: 'SKIP',
  'queue-one': 'BUFFER_ONE',
  'queue-all': 'BUFFER_ALL',
  'cancel-other': 'CANCEL_OTHER',
  'allow-all': 'ALLOW_ALL',
} as const satisfies Record<OverlapPolicy, string>;

/** One of our schedules in Temporal's words. The action knows only its id: what to run is read when it fires. */
export function optionsOf({ id, name, spec, paused }: Schedule): ScheduleUpdateOptions {
  const input: ScheduledRunInput = { schedule: id };
  return {
    spec: specOf(spec.timing),
    action: actionOf({
      workflowId: scheduledWorkflowIdPrefix(id),
      args: [input],
      summary: `${spec.job} by schedule ${name}`,
    }),
    policies: {
      overlap: overlaps[spec.overlap],
      catchupWindow: spec.catchUpSeconds * 1000,
      pauseOnFailure: false, // we count failures ourselves
    },
    state: { paused: paused !== undefined, note: paused?.note ?? '' },
  };
}

export function specOf({ cron, everySeconds, timeZone, jitterSeconds, startAt, endAt }: Timing): ScheduleSpec {
  return {
    ...(cron === undefined ? {} : { cronExpressions: [cronOf({ cron })?.text ?? cron] }),
    ...(everySeconds === undefined ? {} : { intervals: [{ every: everySeconds * 1000 }] }),
    timezone: timeZone,
    ...(jitterSeconds === 0 ? {} : { jitter: jitterSeconds * 1000 }),
    ...(startAt === undefined ? {} : { startAt: new Date(startAt) }),
    ...(endAt === undefined ? {} : { endAt: new Date(endAt) }),
  };
}

/** Starts the workflow of a firing; Temporal appends the nominal time to its id. */
export const actionOf = ({
  workflowId,
  args,
  summary,
}: {
  workflowId: string;
  args: unknown[];
  summary: string;
}): ScheduleOptionsAction => ({
  type: 'startWorkflow',
  workflowType: workflowTypes.scheduledRun,
  workflowId,
  taskQueue: taskQueues.control,
  args,
  staticSummary: summary,
});
