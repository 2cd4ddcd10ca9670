import type { Exit } from './exit.js';
import type { FailureCode } from './failures.js';
import type { LaunchToken } from './ids.js';
import type { Outcome, StopCause } from './outcome.js';
import type { Requeue } from './ports.js';
import type { RetryLedger } from './retry-rules.js';

/** How carrying out an attempt ended; what the run's workflow judges unless that was done on the spot. */
export type AttemptEnding =
  /** The lease is not ours any more (or the run is over): ask the store again. */
  | { readonly kind: 'stale' }
  /** Nothing was or will be launched: a person cancelled before, or this cluster cannot carry it out at all. */
  | { readonly kind: 'not-launched'; readonly outcome: Outcome }
  /** The engine started nothing, for certain. */
  | {
      readonly kind: 'refused';
      readonly token: LaunchToken;
      readonly code: FailureCode;
      readonly evidence: readonly string[];
      /** Refusals before this one. */
      readonly refusals: number;
      /** The longest pause before the next try, where the engine has one of its own. */
      readonly longestPauseSeconds?: number;
      readonly retries: RetryLedger;
    }
  | {
      readonly kind: 'ended';
      readonly token: LaunchToken;
      readonly exit: Exit;
      /** The stop that we delivered before it ended, if any. */
      readonly stopped?: StopCause;
      readonly logComplete: boolean;
      readonly retries: RetryLedger;
      /** Present when the run is over by it: recorded, and the lease given back. */
      readonly outcome?: Outcome;
    };

/** The run goes back to the queue, for another attempt or another try. */
export interface BackToQueue {
  readonly kind: 'back-to-queue';
  readonly why: Requeue;
  readonly token: LaunchToken;
  readonly backoffSeconds: number;
  readonly words: string;
}
