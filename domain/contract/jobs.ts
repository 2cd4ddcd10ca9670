import { z } from 'zod';
import { failureCodes } from '../failures.js';
import type { Command } from '../job.js';
import { doubleVariables } from '../parameter-variable.js';
import { INFRASTRUCTURE_RETRIES } from '../retry-rules.js';
import { templateMistakes } from '../template-mistakes.js';
import {
  CommandInput,
  Env,
  Name,
  pageOf,
  paging,
  ResourcesInput,
  ResourcesView,
  RunStateName,
  Time,
} from './basics.js';

const seconds = (min: number, max: number) => z.number().int().min(min).max(max);
const DAY = 86_400;

export const LimitsInput = z
  .strictObject({
    queueSeconds: seconds(1, 365 * DAY)
      .default(7 * DAY)
      .describe('How long it may wait for its turn'),
    startSeconds: seconds(1, DAY).default(900).describe('From its turn to the first sign of life'),
    runSeconds: seconds(1, 365 * DAY)
      .default(2 * DAY)
      .describe('How long it may run'),
    stopGraceSeconds: seconds(0, 3600).default(30).describe('Between the polite and the firm stop'),
  })
  .meta({ id: 'TimeLimits' });

export const RetryInput = z
  .strictObject({
    attempts: z
      .number()
      .int()
      .min(1)
      .max(20)
      .default(1)
      .describe(
        `Attempts in all, for failures that \`on\` names; failures of the infrastructure are tried again up to ${INFRASTRUCTURE_RETRIES} times on top, whatever both say`,
      ),
    on: z
      .array(z.enum(['infrastructure', 'any', ...failureCodes]))
      .max(30)
      .default(['infrastructure'])
      .describe('What is tried again: failure codes, all those of the infrastructure, or any'),
    backoffSeconds: z.number().min(0).max(DAY).default(10),
  })
  .meta({ id: 'Retry' });

/** Letters, digits, dashes and underscores, so that a parameter can be a place in a command and an environment variable. */
const ParameterName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/,
    'use 1 to 63 letters, digits, dashes and underscores, not starting with a digit or a dash',
  );

/** The parts of a job that decide what a run does. */
export const jobSpecFields = {
  image: z.string().min(1).max(512).optional().describe('Ignored by clusters that run plain processes'),
  command: CommandInput,
  parameters: z.record(ParameterName, z.json()).default({}).describe('JSON Schema of each parameter, by name'),
  env: Env.default({}),
  resources: ResourcesInput.prefault({}),
  cluster: Name.optional().describe('Where its runs go when the launch names no cluster'),
  limits: LimitsInput.prefault({}),
  retry: RetryInput.prefault({}),
  concurrency: z.number().int().min(1).max(100_000).optional().describe('At most so many runs at a time'),
};

/** What no field shows by itself: whether command and parameters go together. */
export function checkTemplate(
  { command, parameters }: { command: Command; parameters: { [name: string]: unknown } },
  context: z.core.$RefinementCtx,
): void {
  const names = Object.keys(parameters);
  for (const { path, message } of templateMistakes(command, names))
    context.addIssue({ code: 'custom', path: ['command', ...path], message });
  for (const { name, message } of doubleVariables(names))
    context.addIssue({ code: 'custom', path: ['parameters', name], message });
}

const jobMetaFields = {
  group: Name.default('default'),
  description: z.string().max(4000).default(''),
  tags: z.array(Name).max(20).default([]),
};

/** The body of PUT /jobs/:name. The name may stand in the document as well; then it must be the same. */
export const JobInput = z
  .strictObject({
    name: Name.optional(),
    ...jobMetaFields,
    ...jobSpecFields,
    note: z.string().max(1000).optional().describe('Why this revision was made'),
  })
  .superRefine(checkTemplate)
  .meta({
    id: 'JobInput',
    example: {
      group: 'analytics',
      image: 'python:3.12-slim',
      command: 'python report.py',
      env: { LOG_LEVEL: 'info' },
      resources: { cpu: 1, memoryMiB: 2048 },
      cluster: 'local',
    },
  });
export type JobInput = z.infer<typeof JobInput>;

/** A job in a file for `flotilla apply`: the same document, with its name. */
export const JobDocument = JobInput.safeExtend({ name: Name }).meta({ id: 'JobDocument' });
export type JobDocument = z.infer<typeof JobDocument>;

export const JobSpecView = z
  .object({
    image: z.string().optional(),
    command: CommandInput,
    parameters: z.record(z.string(), z.json()),
    env: Env,
    resources: ResourcesView,
    cluster: z.string().optional(),
    limits: z.object({
      queueSeconds: z.number(),
      startSeconds: z.number(),
      runSeconds: z.number(),
      stopGraceSeconds: z.number(),
    }),
    retry: z.object({ attempts: z.number(), on: z.array(z.string()), backoffSeconds: z.number() }),
    concurrency: z.number().optional(),
  })
  .meta({ id: 'JobSpecView' });

export const JobView = z
  .object({
    id: z.string(),
    name: z.string(),
    group: z.string(),
    description: z.string(),
    tags: z.array(z.string()),
    revision: z.number().int(),
    spec: JobSpecView,
    archived: z.boolean(),
    createdAt: Time,
    createdBy: z.string(),
    updatedAt: Time,
    updatedBy: z.string(),
    recent: z
      .array(
        z.object({
          id: z.string(),
          state: RunStateName,
          durationSeconds: z.number().optional().describe('How long it had its turn, all attempts together'),
        }),
      )
      .optional()
      .describe('Its latest finished runs, newest first; in lists only'),
  })
  .meta({ id: 'JobView' });
export type JobView = z.infer<typeof JobView>;

/** What PUT /jobs/:name answers: the job, and what the document changed of it. */
export const JobPutView = z
  .object({
    change: z
      .enum(['created', 'revised', 'changed', 'unchanged'])
      .describe('revised: there is a new revision; changed: something else than what it runs, so there is none'),
    job: JobView,
  })
  .meta({ id: 'JobPutView' });
export type JobPutView = z.infer<typeof JobPutView>;

export const JobRevisionView = z
  .object({
    revision: z.number().int(),
    spec: JobSpecView,
    at: Time,
    by: z.string(),
    note: z.string().optional(),
  })
  .meta({ id: 'JobRevisionView' });
export type JobRevisionView = z.infer<typeof JobRevisionView>;

/** The body of POST /jobs/:name/revisions/:revision/restore. */
export const RestoreRequest = z
  .strictObject({ note: z.string().max(1000).optional().describe('Why; else that it is back to that revision') })
  .meta({ id: 'RestoreRequest', example: { note: 'the new query was too slow' } });
export type RestoreRequest = z.infer<typeof RestoreRequest>;

export const JobQuery = z.strictObject({
  q: z.string().max(200).optional().describe('A part of the name or the description'),
  group: Name.optional(),
  tag: Name.optional(),
  archived: z.stringbool().default(false).describe('Archived jobs instead of the others'),
  ...paging,
});
export type JobQuery = z.infer<typeof JobQuery>;

export const JobPage = pageOf(JobView, 'JobPage');
export type JobPage = z.infer<typeof JobPage>;
export const JobRevisionPage = pageOf(JobRevisionView, 'JobRevisionPage');
export type JobRevisionPage = z.infer<typeof JobRevisionPage>;
