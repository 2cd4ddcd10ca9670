import type { ClusterView } from '../../../domain/contract/clusters.js';
import type { Dimension } from '../../../domain/resources.js';
import type { Paint } from '../output/paint.js';
import { counted, useWords } from '../../../domain/amount-words.js';
import { spanWords } from '../../../domain/duration-words.js';

/** What is in use of a limit; empty where neither is a matter. */
export function useText({ limits, inUse }: Pick<ClusterView, 'limits' | 'inUse'>, dimension: Dimension): string {
  const limit = limits[dimension];
  const used = inUse[dimension];
  return limit === undefined && used === 0 ? '' : useWords(dimension, used, limit);
}

export function statusText({ status, statusReason }: ClusterView, paint: Paint): string {
  const reason = statusReason === undefined ? '' : ` (${statusReason})`;
  return paint(status === 'active' ? 'green' : 'yellow', `${status}${reason}`);
}

export const amount = ({ held, waiting }: ClusterView): string =>
  `${counted(held, 'run')} ${held === 1 ? 'holds' : 'hold'} it, ${counted(waiting, 'run')} ${waiting === 1 ? 'waits' : 'wait'}.`;

/** Who goes first in a cluster's queue. */
export function queuePolicyText({
  fairShare,
  weights,
  agingSeconds,
  reservationSeconds,
}: ClusterView['queue']): string {
  const weighed = Object.entries(weights).map(([name, weight]) => `${name} ${String(weight)}`);
  return [
    fairShare === 'none' ? 'first come, first served' : `the ${fairShare} with the least in use goes first`,
    ...(fairShare === 'none' || weighed.length === 0 ? [] : [`weights: ${weighed.join(', ')}`]),
    ...(agingSeconds === 0 ? [] : [`one priority up after each ${spanWords(agingSeconds)}`]),
    ...(reservationSeconds === 0 ? [] : [`room is kept for what has not fitted for ${spanWords(reservationSeconds)}`]),
  ].join('; ');
}
