import type { RerunRequest } from '../../domain/contract/runs.js';
import type { Command, Job, JobSpec } from '../../domain/job.js';
import type { Json } from '../../domain/json.js';
import type { Run, RunSnapshot } from '../../domain/run.js';
import { templateMistakes } from '../../domain/template-mistakes.js';
import type { FieldError } from '../http/refusal.js';
import { parameterValues } from '../http/parameters/parameter-values.js';

/** What a run is made from: a job's revision, or the spec of a run without a saved job. */
export interface SnapshotSource {
  readonly name: string;
  readonly job?: RunSnapshot['job'];
  readonly spec: JobSpec;
}

/** What a launch may change of its source. */
export type Overrides = Omit<RerunRequest, 'priority' | 'labels'>;

/** The snapshot that a launch freezes, or what is wrong with its parameters and its cluster. */
export type Resolved =
  | { readonly kind: 'snapshot'; readonly snapshot: RunSnapshot }
  | { readonly kind: 'wrong'; readonly errors: readonly FieldError[] };

/** Lays the overrides over the source: environment by name, resources by dimension, everything else as a whole. Pure. */
export function resolveSnapshot(source: SnapshotSource, overrides: Overrides): Resolved {
  const { spec, job } = source;
  const cluster = overrides.cluster ?? spec.cluster;
  const command = overrides.command ?? spec.command;
  const parameters = parameterValues(spec.parameters, overrides.parameters ?? {});
  const errors = [
    ...parameters.errors,
    ...commandMistakes(command, spec.parameters),
    ...(cluster === undefined ? [{ path: 'cluster', message: 'name a cluster: the job has none of its own' }] : []),
  ];
  if (cluster === undefined || errors.length > 0) return { kind: 'wrong', errors };
  return {
    kind: 'snapshot',
    snapshot: withoutAbsent({
      job,
      name: source.name,
      cluster,
      image: overrides.image ?? spec.image,
      command,
      parameters: parameters.values,
      declared: job === undefined && Object.keys(spec.parameters).length > 0 ? spec.parameters : undefined,
      env: { ...spec.env, ...overrides.env },
      resources: { ...spec.resources, ...withoutAbsent(overrides.resources ?? {}) },
      limits: spec.limits,
      retry: spec.retry,
      concurrency: spec.concurrency,
    }),
  };
}

/**
 * What a run ran, with edits, for running it again: the very image that it had, unless one is named, and parameters that
 * are held to what its revision declares. Pure.
 */
export function editSnapshot(
  earlier: Pick<Run, 'snapshot' | 'attempts'>,
  declared: Values,
  edits: Overrides,
): Resolved {
  const { snapshot } = earlier;
  const command = edits.command ?? snapshot.command;
  const given = { ...snapshot.parameters, ...edits.parameters };
  const parameters = parameterValues(declared, given);
  const errors = [...parameters.errors, ...commandMistakes(command, declared)];
  if (errors.length > 0) return { kind: 'wrong', errors };
  return {
    kind: 'snapshot',
    snapshot: withoutAbsent({
      ...snapshot,
      cluster: edits.cluster ?? snapshot.cluster,
      image: edits.image ?? snapshot.image,
      imageDigest: edits.image === undefined ? imageDigestOf(earlier) : undefined,
      command,
      parameters: parameters.values,
      env: { ...snapshot.env, ...edits.env },
      resources: { ...snapshot.resources, ...withoutAbsent(edits.resources ?? {}) },
    }),
  };
}

const imageDigestOf = (run: Pick<Run, 'snapshot' | 'attempts'>): string | undefined =>
  run.attempts.findLast(({ exit }) => exit?.imageDigest !== undefined)?.exit?.imageDigest ?? run.snapshot.imageDigest;

type Values = { readonly [name: string]: Json };

// A job is held to this when it is saved; here it is for what a launch changes, and for jobs from before there was a check.
const commandMistakes = (command: Command, declared: Values): FieldError[] =>
  templateMistakes(command, Object.keys(declared)).map(({ path, message }) => ({
    path: ['command', ...path].join('.'),
    message,
    rule: 'template',
  }));

/** The newest revision of a job as a source. */
export const sourceOf = (job: Job): SnapshotSource => ({
  name: job.name,
  job: { id: job.id, name: job.name, revision: job.revision },
  spec: job.spec,
});

// Absent fields are left out, not kept as undefined, so that a snapshot is the same before and after it was stored.
function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T; // only optional fields can be absent
}
