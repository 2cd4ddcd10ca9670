import { z } from 'zod';
import type { EngineSettings } from '../../../domain/cluster.js';

const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `Give an id like ${prefix}-0a1b2c3d4e5f60718.`);
const role = z
  .string()
  .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/, 'Give the ARN of a role: arn:aws:iam::123456789012:role/name.');

const Settings = z.strictObject({
  kind: z.literal('ecs'),
  /** Name or ARN of the ECS cluster. */
  cluster: z
    .string()
    .regex(/^(arn:aws[\w-]*:ecs:.+:cluster\/)?[a-zA-Z0-9_-]{1,255}$/, 'Give the name or the ARN of an ECS cluster.'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'Give a region, like eu-central-1.'),
  launchType: z.enum(['FARGATE', 'EC2', 'EXTERNAL']).optional(),
  /** Instead of a launch type; FARGATE_SPOT can only be had this way. */
  capacityProviders: z
    .array(
      z.strictObject({
        provider: z.string().min(1),
        weight: z.number().int().min(0).max(1000).optional(),
        base: z.number().int().min(0).max(100_000).optional(),
      }),
    )
    .min(1)
    .max(20)
    .optional(),
  subnets: z.array(id('subnet')).max(16).default([]),
  securityGroups: z.array(id('sg')).max(5).default([]),
  publicIp: z.boolean().default(false),
  /** With it, ECS itself pulls the image, reads secrets and writes the log. */
  executionRole: role.optional(),
  /** What the jobs of this cluster may do in AWS. */
  taskRole: role.optional(),
  platformVersion: z.string().optional(),
  architecture: z.enum(['X86_64', 'ARM64']).default('X86_64'),
  logGroup: z
    .string()
    .regex(/^[\w./#-]{1,512}$/, 'Give the name of a log group: letters, digits and _ . / # -')
    .optional(),
  logRetentionDays: z
    .union(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653].map((days) => z.literal(days)),
    )
    .default(30),
  /** `blocking`: a job waits for its log. `non-blocking`: what overflows the buffer is lost, without a word. */
  logMode: z.enum(['blocking', 'non-blocking']).default('blocking'),
  /** How often tasks are looked at. */
  pollSeconds: z.number().min(0.1).max(60).default(3),
  /** A log is complete when nothing has come for so long since the task had stopped; 10 s were not always enough. */
  logSettleSeconds: z.number().min(0.1).max(600).default(15),
  /** The longest pause before a run that found no capacity asks again. */
  capacityPauseSeconds: z.number().min(0.1).max(3600).default(300),
  /** Put before the names of secrets; without it a name is a parameter of SSM, and an ARN is an ARN. */
  secretPrefix: z.string().optional(),
  /** Another address than AWS's own, for emulators. */
  endpoint: z.url().optional(),
});

/** How a cluster of kind `ecs` is set up. */
export type EcsSettings = z.output<typeof Settings>;

/** Says what is wrong with the settings of an ECS cluster, field by field. */
export function checkSettings(settings: EngineSettings): { path: string; message: string }[] {
  const read = Settings.safeParse(settings);
  if (!read.success) return read.error.issues.flatMap(problemsOf);
  const { launchType, capacityProviders, subnets, securityGroups, publicIp, executionRole } = read.data;
  const problems: { path: string; message: string }[] = [];
  if (launchType !== undefined && capacityProviders !== undefined) {
    const message = 'ECS takes a launch type or capacity providers, never both.';
    problems.push({ path: 'capacityProviders', message });
  }
  if (runsOnFargate(read.data) && subnets.length === 0) {
    problems.push({ path: 'subnets', message: 'On Fargate every task gets its own network card: name the subnets.' });
  }
  if (runsOnFargate(read.data) && executionRole === undefined) {
    const message = 'On Fargate ECS itself pulls the image and writes the log: name the role with which it may.';
    problems.push({ path: 'executionRole', message });
  }
  if (subnets.length === 0 && (securityGroups.length > 0 || publicIp)) {
    const path = publicIp ? 'publicIp' : 'securityGroups';
    problems.push({ path, message: 'This needs subnets: it belongs to the task’s own network card.' });
  }
  return problems;
}

/** The settings as the engine uses them; they have passed `checkSettings`. */
export const ecsSettings = (settings: EngineSettings): EcsSettings => Settings.parse(settings);

/** Whether tasks run on Fargate; without a word about it they do. */
export const runsOnFargate = ({
  launchType,
  capacityProviders,
}: Pick<EcsSettings, 'launchType' | 'capacityProviders'>) =>
  capacityProviders === undefined
    ? (launchType ?? 'FARGATE') === 'FARGATE'
    : capacityProviders.every(({ provider }) => provider.startsWith('FARGATE'));

/** The log group of this installation's jobs. */
export const logGroupOf = ({ logGroup }: EcsSettings, installation: string): string =>
  logGroup ?? `/flotilla/${installation}`;

function problemsOf(issue: z.core.$ZodIssue): { path: string; message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((path) => ({ path, message: 'An ECS cluster has no such setting.' }));
  }
  const path = issue.path.join('.');
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  if (missing && path === 'cluster') return [{ path, message: 'Name the ECS cluster.' }];
  if (missing && path === 'region') return [{ path, message: 'Name the region, like eu-central-1.' }];
  return [{ path, message: issue.message }];
}
