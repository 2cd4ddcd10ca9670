import type { LogHead } from './run.js';

/**
 * How a log stands. `open`: more lines may come. `complete`: all that was written is here. `cut-off`: no more lines will
 * come, and some are missing; its note or its size limit says why. (`LogHead.complete` alone only says that nobody
 * reads on.)
 */
export type LogEnd = 'open' | 'complete' | 'cut-off';

export function logEnd({ complete, truncated, note }: Head): LogEnd {
  if (!complete && note === undefined) return 'open';
  return truncated || note !== undefined ? 'cut-off' : 'complete';
}

/** Why lines are missing, in words, as soon as that is known; undefined while none are. */
export function whatIsMissing({ truncated, note }: Head): string | undefined {
  const cap = truncated ? 'The log reached its size limit; later lines were not kept.' : undefined;
  return cap === undefined || note === undefined ? (cap ?? note) : `${cap} ${note}`;
}

/** The part of a head that it is told from, as we keep it or as the API tells it. */
type Head = Pick<LogHead, 'complete' | 'truncated'> & { readonly note?: string | undefined };
