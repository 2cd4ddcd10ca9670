import type { JobId, RunId } from './ids.js';
import type { Need } from './resources.js';

/**
 * The right of one run to use part of a cluster's limits; one small document per live run.
 *
 * - `queued`   waits. Left by the allocator's grant, or deleted by a cancel.
 * - `granted`  counts against the limits (`holding`), the run has not confirmed yet. Left by the run's take.
 * - `active`   held by a run that knows it. Left by requeue (back to queued) or release (deleted).
 */
export type LeaseState = 'queued' | 'granted' | 'active';

export interface Lease {
  readonly runId: RunId;
  readonly cluster: string;
  /** The run's name, so that holders and waiters can be shown without reading their runs. */
  readonly name: string;
  readonly job?: { readonly id: JobId; readonly concurrency?: number };
  readonly need: Need;
  /** 1 urgent … 5 lowest. */
  readonly priority: number;
  readonly owner: string;
  readonly group: string;
  readonly enqueuedAt: number;
  /** Not granted before this time (backoff after a retry or a refusal). */
  readonly notBefore: number;
  /** When the run is given up if it still waits; absent where nobody gives it up. */
  readonly deadlineAt?: number;
  readonly state: LeaseState;
  /** True from the grant until release or requeue: what is in use is the sum over these. */
  readonly holding: boolean;
  /** Grows with each grant; a grant or take of another generation is too late and changes nothing. */
  readonly generation: number;
  readonly grantedAt?: number;
  readonly signalledAt?: number;
  readonly lastSeenAt?: number;
}

/** That of a lease's first grant. */
export const FIRST_GENERATION = 1;

/** One line of the allocator's write-ahead intent. */
export interface Grant {
  readonly runId: RunId;
  readonly generation: number;
}
