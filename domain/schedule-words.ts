import type { MissCause, OverlapPolicy } from './schedule.js';

/** What happens at a time while an earlier run still waits or runs. */
export const overlapWords = {
  skip: 'Leave this time out',
  'queue-one': 'Start one more when it has ended',
  'queue-all': 'Start them all, one after the other',
  'cancel-other': 'Cancel the earlier run, then start',
  'allow-all': 'Start beside it',
} satisfies Record<OverlapPolicy, string>;

/** What became of a time that made no run, in a word or two. */
export const noRunWords = ({ result, cause }: Told): string =>
  result === 'missed' ? `did not happen: ${cause ?? 'unknown'}` : 'refused';

interface Told {
  readonly result: 'run' | 'refused' | 'missed';
  readonly cause?: MissCause | undefined;
}
