import { z } from 'zod';
import { failureCodes } from '../failures.js';
import { dimensions } from '../resources.js';
import {
  CommandInput,
  Env,
  Labels,
  Name,
  NeedView,
  pageOf,
  paging,
  Priority,
  ResourcesOverride,
  ResourcesView,
  RunIdText,
  RunStateName,
  Time,
} from './basics.js';
import { checkTemplate, jobSpecFields } from './jobs.js';

/** What a launch (and a schedule, at each of its times) may change of its job. */
export const overrides = {
  cluster: Name.optional().describe("Else the job's own cluster"),
  parameters: z.record(z.string(), z.json()).optional(),
  env: Env.optional().describe("Laid over the job's environment"),
  command: CommandInput.optional(),
  image: z.string().min(1).max(512).optional(),
  resources: ResourcesOverride.optional(),
  priority: Priority.optional(),
  labels: Labels.optional(),
};

/** The body of POST /runs: a saved job with overrides, or `spec` for a run without one. */
export const RunRequest = z
  .strictObject({
    job: Name.optional().describe('A saved job'),
    revision: z.number().int().min(1).optional().describe('Else the newest'),
    spec: z
      .strictObject({ name: Name.default('ad-hoc'), group: Name.default('default'), ...jobSpecFields })
      .superRefine(checkTemplate)
      .optional()
      .describe('A run without a saved job'),
    ...overrides,
    priority: Priority.default(3),
    labels: Labels.default({}),
    trigger: z.enum(['user', 'api', 'cli']).default('api').describe('Where the request was made'),
  })
  .refine((request) => (request.job === undefined) !== (request.spec === undefined), {
    path: ['job'],
    message: 'name a saved job, or give a spec: one of the two',
  })
  .meta({
    id: 'RunRequest',
    example: { job: 'hello', cluster: 'local', env: { WHO: 'world' }, resources: { cpu: 0.5 } },
  });
export type RunRequest = z.infer<typeof RunRequest>;
/** What a caller may send: the defaults are still missing. */
export type RunRequestInput = z.input<typeof RunRequest>;

export const LaunchQuery = z.strictObject({
  dryRun: z.stringbool().default(false).describe('Resolve and check only; nothing is stored or started'),
});

/** The body of POST /runs/:id/rerun: the same snapshot, with edits. No defaults here: what is absent stays as it was. */
export const RerunRequest = z.strictObject(overrides).meta({ id: 'RerunRequest', example: {} });
export type RerunRequest = z.infer<typeof RerunRequest>;

export const CancelRequest = z
  .strictObject({ reason: z.string().max(500).optional() })
  .meta({ id: 'CancelRequest', example: { reason: 'started with the wrong day' } });
export type CancelRequest = z.infer<typeof CancelRequest>;

export const PriorityRequest = z.strictObject({ priority: Priority }).meta({ id: 'PriorityRequest' });

export const FailureView = z
  .object({
    code: z.enum(failureCodes),
    fault: z.enum(['job', 'caller', 'platform']),
    sentence: z.string(),
    evidence: z.array(z.string()).describe("The engine's or the job's own words"),
    remedy: z.string(),
    exitCode: z.number().optional(),
    signal: z.string().optional(),
  })
  .meta({ id: 'Failure' });

export const LogHeadView = z
  .object({
    lines: z.number().int(),
    bytes: z.number().int(),
    complete: z.boolean(),
    truncated: z.boolean(),
    note: z.string().optional(),
  })
  .meta({ id: 'LogHead' });

export const AttemptView = z
  .object({
    number: z.number().int(),
    try: z.number().int(),
    grantedAt: Time,
    launchedAt: Time.optional(),
    phase: z.string().optional(),
    runningAt: Time.optional(),
    stopRequestedAt: Time.optional(),
    endedAt: Time.optional(),
    exitCode: z.number().optional(),
    signal: z.string().optional(),
    outOfMemory: z.boolean().optional(),
    imageDigest: z.string().optional(),
    failure: FailureView.optional(),
    log: LogHeadView,
    handle: z.json().optional().describe("The engine's own name for the container"),
  })
  .meta({ id: 'Attempt' });

export const RunView = z
  .object({
    id: RunIdText,
    name: z.string().describe('The job, or the name of the ad-hoc run'),
    job: z.object({ id: z.string(), name: z.string(), revision: z.number().int() }).optional(),
    cluster: z.string(),
    state: RunStateName,
    owner: z.string(),
    group: z.string(),
    trigger: z.object({
      kind: z.enum(['user', 'api', 'cli', 'rerun', 'schedule']),
      of: z.string().optional(),
      schedule: z.string().optional(),
      at: Time.optional().describe('The time of the schedule that it was made for'),
    }),
    labels: z.record(z.string(), z.string()),
    priority: z.number().int(),
    image: z.string().optional(),
    imageDigest: z.string().optional().describe('The very image that it is to be, of a run that repeats another'),
    command: CommandInput,
    parameters: z.record(z.string(), z.json()),
    env: Env,
    resources: ResourcesView,
    limits: z.object({
      queueSeconds: z.number(),
      startSeconds: z.number(),
      runSeconds: z.number(),
      stopGraceSeconds: z.number(),
    }),
    retry: z.object({ attempts: z.number(), on: z.array(z.string()), backoffSeconds: z.number() }),
    concurrency: z.number().optional(),
    createdAt: Time,
    times: z.partialRecord(RunStateName, Time).describe('When it last entered each state'),
    attempts: z.array(AttemptView),
    refusals: z.object({ count: z.number().int(), last: z.string().optional(), at: Time.optional() }),
    cancel: z.object({ requestedAt: Time, by: z.string(), reason: z.string().optional() }).optional(),
    failure: FailureView.optional(),
    exitCode: z.number().optional().describe('Of the last attempt'),
    endedAt: Time.optional(),
    workflowId: z.string().describe("For Temporal's web page"),
    version: z.number().int(),
  })
  .meta({ id: 'Run' });
export type RunView = z.infer<typeof RunView>;

/** What a cancel answers: the run, and a word where it is only noted so far. */
export const CancelView = RunView.extend({
  note: z.string().optional().describe('Present when the cancel is noted but has not reached the run yet'),
}).meta({ id: 'CancelledRun' });
export type CancelView = z.infer<typeof CancelView>;

/** One check of a dry run. */
export const CheckView = z.object({
  check: z.string(),
  ok: z.boolean(),
  code: z.string().optional(),
  message: z.string(),
});

/** What `dryRun=true` answers: the snapshot as it would be frozen, and every check. */
export const DryRunView = z
  .object({ ok: z.boolean(), snapshot: z.json(), checks: z.array(CheckView) })
  .meta({ id: 'DryRun' });
export type DryRunView = z.infer<typeof DryRunView>;

/** What a list of runs can be narrowed by. */
export const runFilters = {
  state: z
    .preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(RunStateName))
    .optional()
    .describe('One or more, separated by commas'),
  cluster: Name.optional(),
  job: Name.optional(),
  owner: z.string().max(200).optional(),
  group: Name.optional(),
  label: z
    .string()
    .regex(/^[^=]+=.*$/, 'write name=value')
    .optional(),
  since: Time.optional(),
  until: Time.optional(),
  q: z.string().max(200).optional().describe('A part of the name, the id, or what went wrong'),
};

export const RunQuery = z.strictObject({ ...runFilters, ...paging });
export type RunQuery = z.infer<typeof RunQuery>;

export const RunPage = pageOf(RunView, 'RunPage');
export type RunPage = z.infer<typeof RunPage>;

/** How many runs are in each live state, in all and per cluster. */
export const RunCountsView = z
  .object({ items: z.array(z.object({ cluster: z.string(), state: RunStateName, count: z.number().int() })) })
  .meta({ id: 'RunCounts' });
export type RunCountsView = z.infer<typeof RunCountsView>;

export const HindranceView = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('limit'),
      dimensions: z.array(z.enum(dimensions)),
      isKeptFor: z.literal(true).optional().describe('It has waited so long that what becomes free is kept for it'),
    }),
    z.object({
      kind: z.literal('reserved'),
      dimensions: z.array(z.enum(dimensions)),
      runId: RunIdText.describe('The run that has waited so long that what is free is kept for it'),
      name: z.string(),
    }),
    z.object({ kind: z.literal('concurrency'), limit: z.number() }),
    z.object({ kind: z.literal('paused') }),
    z.object({ kind: z.literal('backoff'), until: Time }),
  ])
  .meta({ id: 'Hindrance' });
export type HindranceView = z.infer<typeof HindranceView>;

export const LeaseView = z
  .object({
    runId: RunIdText,
    name: z.string(),
    owner: z.string(),
    group: z.string(),
    priority: z.number(),
    need: NeedView,
    since: Time.describe('Held since, or waiting since'),
  })
  .meta({ id: 'Lease' });
export type LeaseView = z.infer<typeof LeaseView>;

/** GET /runs/:id/queue: why it waits. */
export const RunQueueView = z
  .object({
    waiting: z.boolean().describe('False once it has its turn; then the rest tells what it held last'),
    position: z.number().int().optional().describe('1 is next'),
    ahead: z.number().int().optional(),
    aheadBy: z
      .array(z.object({ name: z.string(), owner: z.string(), count: z.number().int() }))
      .optional()
      .describe('What is ahead, by name and owner: the five with the most runs'),
    start: z
      .object({
        earliest: Time.optional(),
        latest: Time.optional(),
        samples: z.number().int().describe('How many past runs it rests on; 0: there is no estimate'),
        sentence: z.string(),
      })
      .optional()
      .describe('When it should start, judged from past runs of what is ahead'),
    need: NeedView,
    hindrance: HindranceView.optional().describe('Absent when it is about to start'),
    sentence: z.string().describe('The same in words'),
    refusals: z.object({ count: z.number().int(), last: z.string().optional() }),
    limits: z.partialRecord(z.enum(dimensions), z.number()),
    inUse: NeedView,
    holders: z.array(LeaseView).describe('Who holds the cluster now, at most 50'),
  })
  .meta({ id: 'RunQueue' });
export type RunQueueView = z.infer<typeof RunQueueView>;
