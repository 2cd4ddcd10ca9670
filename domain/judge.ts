import { failureReport } from './failures.js';
import { outcomeOf, type Outcome } from './outcome.js';
import { refusalBackoffSeconds, verdictOf, type RetryPolicy } from './retry-rules.js';
import type { AttemptEnding, BackToQueue } from './attempt-ending.js';

export type Judgement = { readonly kind: 'final'; readonly outcome: Outcome } | BackToQueue;

/** What becomes of the run after an attempt. Pure: the same ending always gets the same answer, also in a replay. */
export function judge(ending: Exclude<AttemptEnding, { kind: 'stale' }>, policy: RetryPolicy): Judgement {
  if (ending.kind === 'not-launched') return { kind: 'final', outcome: ending.outcome };
  if (ending.kind === 'refused' && ending.code === 'capacity') {
    const message = ending.evidence.join(' ') || 'The cluster had no room.';
    const backoffSeconds = refusalBackoffSeconds(ending.refusals + 1, ending.longestPauseSeconds);
    return {
      kind: 'back-to-queue',
      why: { kind: 'refused', message },
      token: ending.token,
      backoffSeconds,
      words: `Back in the queue for ${backoffSeconds} s: ${message}`,
    };
  }
  const outcome: Outcome =
    ending.kind === 'refused'
      ? { kind: 'failed', failure: failureReport(ending.code, ending.evidence) }
      : outcomeOf(ending.exit, ending.stopped);
  const verdict = verdictOf(outcome, policy, ending.retries);
  if (verdict.kind === 'final') return verdict;
  const failure = outcome.kind === 'failed' ? outcome.failure : failureReport('engine-error');
  return {
    kind: 'back-to-queue',
    why: { kind: 'retry', spends: verdict.spends, failure },
    token: ending.token,
    backoffSeconds: verdict.backoffSeconds,
    words: `Will be tried again in ${verdict.backoffSeconds} s: ${failure.sentence}`,
  };
}
