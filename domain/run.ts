import type { Exit } from './exit.js';
import type { FailureReport } from './failures.js';
import type { JobId, LaunchToken, RunId, ScheduleId } from './ids.js';
import type { Command, EnvValue, TimeLimits } from './job.js';
import type { Json } from './json.js';
import type { Outcome, StopCause } from './outcome.js';
import type { Resources } from './resources.js';
import type { RetryPolicy } from './retry-rules.js';
import { isFinal, type RunState } from './run-state.js';

/** Everything that decides what a run does, frozen when it is accepted: later edits of the job do not touch it. */
export interface RunSnapshot {
  /** Absent for a run that was launched without a saved job. */
  readonly job?: { readonly id: JobId; readonly name: string; readonly revision: number };
  /** The job's name, or the name given to an ad-hoc run. */
  readonly name: string;
  readonly cluster: string;
  readonly image?: string;
  /** The very image that it is to be, of a run that repeats another; else whatever `image` means when it starts. */
  readonly imageDigest?: string;
  readonly command: Command;
  readonly parameters: { readonly [name: string]: Json };
  /** JSON Schemas of the parameters, of a run without a saved job; else they stand in the job's revision. */
  readonly declared?: { readonly [name: string]: Json };
  readonly env: { readonly [name: string]: EnvValue };
  readonly resources: Resources;
  readonly limits: TimeLimits;
  readonly retry: RetryPolicy;
  readonly concurrency?: number;
}

export type Trigger =
  | { readonly kind: 'user' | 'api' | 'cli' }
  | { readonly kind: 'rerun'; readonly of: RunId }
  /** `at` is the nominal time of the firing. */
  | {
      readonly kind: 'schedule';
      readonly schedule: string;
      readonly scheduleId: ScheduleId;
      readonly at: number;
    };

/** What is known of an attempt's log without reading it. */
export interface LogHead {
  readonly lines: number;
  readonly bytes: number;
  /** True when nothing more will come: all has arrived, or `note` says what is missing. */
  readonly complete: boolean;
  /** True when the byte cap was reached and later lines were not kept. */
  readonly truncated: boolean;
  /** What of the log is missing for good, in words. */
  readonly note?: string;
}

export const emptyLog: LogHead = { lines: 0, bytes: 0, complete: false, truncated: false };

/** One container (or process) launched for a run. */
export interface Attempt {
  readonly number: number;
  /** Grows when the engine has said for certain that nothing was started (a refusal for want of capacity). */
  readonly try: number;
  readonly token: LaunchToken;
  /** When the lease was granted and this attempt began. */
  readonly grantedAt: number;
  /** The frozen request to the engine, saved before the first call. */
  readonly request: Json;
  /** The engine's name for the container, saved as soon as it is known. */
  readonly handle?: Json;
  readonly launchedAt?: number;
  /** What the engine is doing before the command runs: pulling, placing. */
  readonly phase?: string;
  readonly runningAt?: number;
  readonly endedAt?: number;
  readonly exit?: Exit;
  readonly failure?: FailureReport;
  /** Why and when we asked the engine to stop it. */
  readonly stop?: { readonly cause: StopCause; readonly at: number };
  readonly log: LogHead;
}

export interface Run {
  readonly id: RunId;
  readonly snapshot: RunSnapshot;
  readonly state: RunState;
  readonly owner: string;
  readonly group: string;
  readonly trigger: Trigger;
  readonly labels: { readonly [name: string]: string };
  readonly priority: number;
  readonly createdAt: number;
  /** When the run last entered each state that it has been in. */
  readonly times: { readonly [S in RunState]?: number };
  readonly attempts: readonly Attempt[];
  readonly outcome?: Outcome;
  readonly cancel?: { readonly requestedAt: number; readonly by: string; readonly reason?: string };
  /** Retries used so far, and the engine's latest refusal for want of capacity. */
  readonly retries: { readonly spent: number; readonly infrastructure: number };
  readonly refusals: { readonly count: number; readonly last?: string; readonly at?: number };
  /** Grows with every write: the ETag of the run. */
  readonly version: number;
}

/** The attempt that is going on or was the last; undefined before the first grant. */
export const currentAttempt = (run: Pick<Run, 'attempts'>): Attempt | undefined => run.attempts.at(-1);

/** The attempt that is going on: begun, and neither given back to the queue nor the last word. */
export const openAttempt = (run: Pick<Run, 'attempts' | 'state'>): Attempt | undefined =>
  run.state === 'queued' || isFinal(run.state) ? undefined : currentAttempt(run);

/** When a run that waits is given up: so long after it was accepted, or after its last attempt or that one's backoff. */
export const queueDeadline = (run: Pick<Run, 'createdAt' | 'attempts' | 'snapshot'>, notBefore = 0): number =>
  Math.max(run.createdAt, notBefore, ...run.attempts.map((attempt) => attempt.endedAt ?? 0)) +
  run.snapshot.limits.queueSeconds * 1000;
