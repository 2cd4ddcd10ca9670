import { z } from 'zod';
import { bounds } from '../bounds.js';
import { missCauses, overlapPolicies } from '../schedule.js';
import {
  CommandInput,
  Env,
  Labels,
  Name,
  pageOf,
  paging,
  Priority,
  ResourcesOverride,
  RunStateName,
  Time,
} from './basics.js';
import { overrides } from './runs.js';

const DAY = 86_400;
const note = z.string().max(1000);

const timingFields = {
  cron: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Five fields (minute, hour, day of month, month, day of week) or a name like @daily'),
  everySeconds: z
    .number()
    .int()
    .min(10)
    .max(365 * DAY)
    .optional()
    .describe('Instead of cron; counted from 1970-01-01 UTC, so that 3600 means each full hour'),
  timeZone: z.string().min(1).max(64).default('UTC').describe('Of the cron line, like Europe/Berlin'),
  jitterSeconds: z
    .number()
    .int()
    .min(0)
    .max(DAY)
    .default(0)
    .describe('Each firing is put off by a random time up to this'),
  startAt: Time.optional().describe('Nothing fires before it'),
  endAt: Time.optional().describe('Nothing fires after it'),
};

interface TimingParts {
  readonly cron?: string | undefined;
  readonly everySeconds?: number | undefined;
  readonly startAt?: string | undefined;
  readonly endAt?: string | undefined;
}
const hasOneRhythm = ({ cron, everySeconds }: TimingParts): boolean =>
  (cron === undefined) !== (everySeconds === undefined);
const oneRhythm = { path: ['cron'], message: 'give a cron line, or everySeconds: one of the two' };
const endsAfterStart = ({ startAt, endAt }: TimingParts): boolean =>
  startAt === undefined || endAt === undefined || startAt < endAt;
const startFirst = { path: ['endAt'], message: 'must be after startAt' };

const scheduleFields = {
  job: Name.describe('The saved job; its newest revision is taken each time'),
  description: z.string().max(4000).default(''),
  ...timingFields,
  overlap: z
    .enum(overlapPolicies)
    .default('skip')
    .describe(
      'While an earlier run still waits or runs: leave this time out (skip), start one (queue-one) or all of them (queue-all) afterwards, cancel the earlier (cancel-other), or start beside it (allow-all)',
    ),
  catchUpSeconds: z
    .number()
    .int()
    .min(10)
    .max(365 * DAY)
    .default(600)
    .describe('How late a time may be made up for after an outage'),
  pauseAfterFailures: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('Pauses the schedule when so many runs in a row have failed'),
  ...overrides,
  priority: Priority.default(3),
  labels: Labels.default({}),
};

/** The body of PUT /schedules/:name. */
export const ScheduleInput = z
  .strictObject({ name: Name.optional(), ...scheduleFields })
  .refine(hasOneRhythm, oneRhythm)
  .refine(endsAfterStart, startFirst)
  .meta({
    id: 'ScheduleInput',
    example: { job: 'nightly-report', cron: '30 2 * * mon-fri', timeZone: 'Europe/Berlin', overlap: 'skip' },
  });
export type ScheduleInput = z.infer<typeof ScheduleInput>;
/** What a caller may send: the defaults are still missing. */
export type ScheduleRequest = z.input<typeof ScheduleInput>;

/** A schedule in a file: the same document, with its name. */
export const ScheduleDocument = z
  .strictObject({ name: Name, ...scheduleFields })
  .refine(hasOneRhythm, oneRhythm)
  .refine(endsAfterStart, startFirst)
  .meta({ id: 'ScheduleDocument' });
export type ScheduleDocument = z.infer<typeof ScheduleDocument>;

const count = z.coerce.number().int().min(bounds.previewedTimes.least).max(bounds.previewedTimes.most).default(10);

/** The body of POST /schedules/preview: times of a schedule that does not exist yet. */
export const PreviewRequest = z
  .strictObject({ ...timingFields, count })
  .refine(hasOneRhythm, oneRhythm)
  .refine(endsAfterStart, startFirst)
  .meta({ id: 'PreviewRequest', example: { cron: '30 2 * * *', timeZone: 'Europe/Berlin', count: 5 } });
export type PreviewRequest = z.infer<typeof PreviewRequest>;

export const PreviewQuery = z.strictObject({ count });
export type PreviewQuery = z.infer<typeof PreviewQuery>;

export const WarningView = z
  .object({
    code: z.enum(['both-days', 'each-minute', 'would-be-refused', 'not-in-force']),
    message: z.string(),
  })
  .meta({ id: 'ScheduleWarning' });
export type WarningView = z.infer<typeof WarningView>;

export const PreviewView = z
  .object({
    words: z.string().describe('The rhythm in words'),
    timeZone: z.string(),
    times: z.array(
      z.object({
        kind: z.enum(['fires', 'skipped']),
        at: Time.optional().describe('Absent for a time that the clocks leave out'),
        wall: z.string().describe('What a clock in the zone shows'),
        offset: z.string().optional().describe('Ahead of UTC'),
        note: z.string().optional().describe('What daylight saving does to it'),
      }),
    ),
    warnings: z.array(WarningView),
  })
  .meta({ id: 'SchedulePreview' });
export type PreviewView = z.infer<typeof PreviewView>;

/** What became of one time. */
export const FiringView = z
  .object({
    at: Time.describe('The nominal time'),
    result: z.enum(['run', 'refused', 'missed']),
    isBackfill: z.boolean(),
    recordedAt: Time,
    runId: z.string().optional(),
    state: RunStateName.optional().describe('Of its run'),
    cause: z.enum(missCauses).optional(),
    code: z.string().optional().describe('Why it was refused'),
    message: z.string().optional().describe('Why there is no run, in words'),
    endedAt: Time.optional(),
  })
  .meta({ id: 'Firing' });
export type FiringView = z.infer<typeof FiringView>;
export const FiringPage = pageOf(FiringView, 'FiringPage');
export type FiringPage = z.infer<typeof FiringPage>;

const PauseView = z.object({ at: Time, by: z.string(), note: z.string().optional() });

export const ScheduleView = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    job: z.string(),
    cron: z.string().optional(),
    everySeconds: z.number().optional(),
    timeZone: z.string(),
    jitterSeconds: z.number(),
    startAt: Time.optional(),
    endAt: Time.optional(),
    words: z.string().describe('The rhythm in words'),
    overlap: z.enum(overlapPolicies),
    catchUpSeconds: z.number(),
    pauseAfterFailures: z.number().optional(),
    cluster: z.string().optional(),
    parameters: z.record(z.string(), z.json()).optional(),
    env: Env.optional(),
    command: CommandInput.optional(),
    image: z.string().optional(),
    resources: ResourcesOverride.optional(),
    priority: z.number(),
    labels: z.record(z.string(), z.string()),
    paused: PauseView.optional(),
    next: z.array(Time).describe('The next times, at most five'),
    recent: z.array(FiringView).describe('What became of its latest times, newest first, at most ten'),
    warnings: z.array(WarningView),
    backfill: z
      .object({ from: Time, until: Time, count: z.number(), atOnce: z.number(), by: z.string(), startedAt: Time })
      .optional()
      .describe('Times of the past that are being carried out'),
    createdAt: Time,
    createdBy: z.string(),
    updatedAt: Time,
    updatedBy: z.string(),
  })
  .meta({ id: 'Schedule' });
export type ScheduleView = z.infer<typeof ScheduleView>;
export const SchedulePage = pageOf(ScheduleView, 'SchedulePage');
export type SchedulePage = z.infer<typeof SchedulePage>;

export const SchedulePutView = z
  .object({ change: z.enum(['created', 'changed', 'unchanged']), schedule: ScheduleView })
  .meta({ id: 'SchedulePutView' });
export type SchedulePutView = z.infer<typeof SchedulePutView>;

export const ScheduleQuery = z.strictObject({
  q: z.string().max(200).optional().describe('A part of the name or the description'),
  job: Name.optional(),
  ...paging,
});
export type ScheduleQuery = z.infer<typeof ScheduleQuery>;

export const FiringQuery = z.strictObject({ from: Time.optional(), until: Time.optional(), ...paging });
export type FiringQuery = z.infer<typeof FiringQuery>;

/** The body of pause. */
export const PauseRequest = z
  .strictObject({ note: note.optional().describe('Why, for whoever wonders') })
  .meta({ id: 'PauseRequest', example: { note: 'until the new table is filled' } });
export type PauseRequest = z.infer<typeof PauseRequest>;

/** The most times that one backfill may have; well below what Temporal tells at once, so that fewer are counted exactly. */
export const BACKFILL_MOST = 500;

/** The body of POST /schedules/:name/backfill. */
export const BackfillRequest = z
  .strictObject({
    from: Time,
    until: Time,
    atOnce: z
      .number()
      .int()
      .min(bounds.backfilledAtOnce.least)
      .max(bounds.backfilledAtOnce.most)
      .default(1)
      .describe('How many of its runs may be under way at a time'),
    dryRun: z.boolean().default(false).describe('Only list the times and which of them have a run'),
  })
  .refine(({ from, until }) => from < until, { path: ['until'], message: 'must be after from' })
  .meta({ id: 'BackfillRequest', example: { from: '2026-11-01T00:00:00Z', until: '2026-11-08T00:00:00Z', atOnce: 2 } });
export type BackfillRequest = z.infer<typeof BackfillRequest>;

export const BackfillView = z
  .object({
    started: z.boolean(),
    toRun: z.number().int().describe('Times of the window that have no run yet'),
    times: z.array(z.object({ at: Time, wall: z.string(), runId: z.string().optional() })),
  })
  .meta({ id: 'Backfill' });
export type BackfillView = z.infer<typeof BackfillView>;
