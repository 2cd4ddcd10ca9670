import type { RunView } from '../../domain/contract/runs.js';
import type { RunState } from '../../domain/run-state.js';

/** Each state as a sentence about the run. */
export const stateSentences = {
  queued: 'It waits for its turn.',
  starting: 'It has its turn; the command is being started.',
  running: 'It is running.',
  stopping: 'It is being stopped.',
  succeeded: 'It has done its work.',
  failed: 'It has failed.',
  cancelled: 'It was cancelled.',
  lost: 'Nobody knows how it ended.',
} satisfies Record<RunState, string>;

/** Where a run came from. */
export function triggerWords({ trigger }: Pick<RunView, 'trigger'>): string {
  switch (trigger.kind) {
    case 'user':
      return 'page';
    case 'cli':
      return 'command line';
    case 'api':
      return 'API';
    case 'rerun':
      return 'run again';
    case 'schedule':
      return trigger.schedule === undefined ? 'schedule' : `schedule ${trigger.schedule}`;
  }
}

/** Priorities as people speak of them. */
export const priorityNames: Readonly<Record<number, string>> = {
  1: 'urgent',
  2: 'high',
  3: 'normal',
  4: 'low',
  5: 'lowest',
};
