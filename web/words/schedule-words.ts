import type { FiringView } from '../../domain/contract/schedules.js';
import type { MissCause, OverlapPolicy } from '../../domain/schedule.js';

/** What happens at a time while an earlier run still waits or runs. */
export const overlapWords = {
  skip: 'Leave this time out',
  'queue-one': 'Start one more when it has ended',
  'queue-all': 'Start them all, one after the other',
  'cancel-other': 'Cancel the earlier run, then start',
  'allow-all': 'Start beside it',
} satisfies Record<OverlapPolicy, string>;

const causes = {
  paused: 'paused',
  overlap: 'overlap',
  outage: 'outage',
} satisfies Record<MissCause, string>;

/** What became of a time that made no run, in a word or two. */
export const resultWords = ({ result, cause }: FiringView): string =>
  result === 'missed' ? `did not happen: ${cause === undefined ? 'unknown' : causes[cause]}` : 'refused';
