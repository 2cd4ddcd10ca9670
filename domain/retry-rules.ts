import type { FailureCode } from './failures.js';
import { isInfrastructure } from './failures.js';
import type { Outcome } from './outcome.js';

/** What a user may ask to be retried: a code of the closed list, or one of two groups. */
export type RetryCause = 'infrastructure' | 'any' | FailureCode;

export interface RetryPolicy {
  /** Attempts in all that the user grants; failures of the infrastructure have `INFRASTRUCTURE_RETRIES` on top. */
  readonly attempts: number;
  readonly on: readonly RetryCause[];
  readonly backoffSeconds: number;
}

/** How many infrastructure failures Flotilla retries by itself before it gives up; they do not spend the user's attempts. */
export const INFRASTRUCTURE_RETRIES = 3;

/** How often each kind of retry was used so far in this run. */
export interface RetryLedger {
  /** Attempts that ended and counted against the user's policy, the one just ended not included. */
  readonly spent: number;
  /** Infrastructure failures so far, the one just ended not included. */
  readonly infrastructure: number;
}

export type Verdict =
  | { readonly kind: 'final'; readonly outcome: Outcome }
  | { readonly kind: 'retry'; readonly backoffSeconds: number; readonly spends: 'user' | 'infrastructure' };

/** Decides whether an attempt's outcome is the run's outcome, or is tried again. Pure; `ledger` comes from the store. */
export function verdictOf(outcome: Outcome, policy: RetryPolicy, ledger: RetryLedger): Verdict {
  if (outcome.kind !== 'failed') return { kind: 'final', outcome };
  const { code } = outcome.failure;
  if (isInfrastructure(code) && ledger.infrastructure < INFRASTRUCTURE_RETRIES) {
    return {
      kind: 'retry',
      backoffSeconds: backoff(policy.backoffSeconds, ledger.infrastructure),
      spends: 'infrastructure',
    };
  }
  const granted = ledger.spent + 1 < policy.attempts && isAskedFor(code, policy.on);
  if (!granted) return { kind: 'final', outcome };
  return { kind: 'retry', backoffSeconds: backoff(policy.backoffSeconds, ledger.spent), spends: 'user' };
}

const isAskedFor = (code: FailureCode, on: readonly RetryCause[]): boolean =>
  on.includes(code) || on.includes('any') || (isInfrastructure(code) && on.includes('infrastructure'));

/** Doubles with each retry, up to an hour. */
const backoff = (baseSeconds: number, earlier: number): number =>
  Math.min(baseSeconds * 2 ** Math.min(earlier, 12), 3600);

/** How long a run waits after the engine refused it for want of capacity: 2 s, doubling, at most 5 minutes or so. */
export const refusalBackoffSeconds = (refusals: number, longestSeconds = 300): number =>
  Math.min(2 ** Math.min(Math.max(refusals, 1), 9), longestSeconds);
