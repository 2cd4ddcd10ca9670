import type { RerunRequest } from '../../domain/contract/runs.js';
import type { Job, JobSpec } from '../../domain/job.js';
import type { Json } from '../../domain/json.js';
import type { RunSnapshot } from '../../domain/run.js';
import type { FieldError } from '../http/refusal.js';
import { parameterValues } from './parameter-values.js';

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
  const { spec } = source;
  const cluster = overrides.cluster ?? spec.cluster;
  const parameters = parameterValues(spec.parameters, overrides.parameters ?? {}); // JSON by its schema
  const errors = [
    ...parameters.errors,
    ...(cluster === undefined ? [{ path: 'cluster', message: 'name a cluster: the job has none of its own' }] : []),
  ];
  if (cluster === undefined || errors.length > 0) return { kind: 'wrong', errors };
  return {
    kind: 'snapshot',
    snapshot: withoutAbsent({
      job: source.job,
      name: source.name,
      cluster,
      image: overrides.image ?? spec.image,
      command: overrides.command ?? spec.command,
      parameters: parameters.values,
      env: { ...spec.env, ...overrides.env },
      resources: { ...spec.resources, ...withoutAbsent(overrides.resources ?? {}) },
      limits: spec.limits,
      retry: spec.retry,
      concurrency: spec.concurrency,
    }),
  };
}

/** The same snapshot with edits, for running it again. A parameter that the run had can be changed, none can be added. */
export function editSnapshot(snapshot: RunSnapshot, edits: Overrides): RunSnapshot {
  return withoutAbsent({
    ...snapshot,
    cluster: edits.cluster ?? snapshot.cluster,
    image: edits.image ?? snapshot.image,
    command: edits.command ?? snapshot.command,
    parameters: { ...snapshot.parameters, ...(edits.parameters as { [name: string]: Json } | undefined) }, // JSON by its schema
    env: { ...snapshot.env, ...edits.env },
    resources: { ...snapshot.resources, ...withoutAbsent(edits.resources ?? {}) },
  });
}

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
