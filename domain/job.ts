import type { JobId } from './ids.js';
import type { Json } from './json.js';
import type { Resources } from './resources.js';
import type { RetryPolicy } from './retry-rules.js';

/** The value of an environment variable, or a reference to a secret; never a secret's value. */
export type EnvValue = string | { readonly secret: string };

/** Text runs with `sh -ec`; a list runs as it is, with no shell. */
export type Command = string | readonly string[];

export interface TimeLimits {
  /** How long a run may wait for its lease. */
  readonly queueSeconds: number;
  /** From the grant to the engine's "running". */
  readonly startSeconds: number;
  readonly runSeconds: number;
  /** Between the polite and the firm stop. */
  readonly stopGraceSeconds: number;
}

/** A job as people write it, with every default filled in. Immutable once it is a revision. */
export interface JobSpec {
  readonly image?: string;
  readonly command: Command;
  readonly parameters: { readonly [name: string]: Json };
  readonly env: { readonly [name: string]: EnvValue };
  readonly resources: Resources;
  /** The cluster that a run goes to when the launch names none. */
  readonly cluster?: string;
  readonly limits: TimeLimits;
  readonly retry: RetryPolicy;
  readonly concurrency?: number;
}

export interface Job {
  readonly id: JobId;
  readonly name: string;
  readonly group: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly revision: number;
  readonly spec: JobSpec;
  readonly archived: boolean;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly updatedBy: string;
}

export interface JobRevision {
  readonly jobId: JobId;
  readonly revision: number;
  readonly spec: JobSpec;
  readonly at: number;
  readonly by: string;
  readonly note?: string;
}
