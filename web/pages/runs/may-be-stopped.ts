import { isFinal, runCan, type RunState } from '../../../domain/run-state.js';

interface List {
  /** Those that are asked for; any, where absent. */
  readonly states?: readonly RunState[] | undefined;
  readonly hasMore: boolean;
}

/** Whether a list can have runs that can be stopped: those that have not been read yet may go on as well. */
export const mayBeStopped = (
  read: readonly Parameters<typeof runCan.cancel>[0][],
  { states, hasMore }: List,
): boolean => read.some(runCan.cancel) || (hasMore && !states?.every(isFinal));
