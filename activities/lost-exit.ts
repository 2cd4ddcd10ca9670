import type { Exit } from '../domain/exit.js';

/** The exit of a container that nobody knows any more: we say so and never guess. */
export const lostExit = (reasons: readonly string[]): Exit => ({
  outOfMemory: false,
  endedByItself: false,
  cause: 'outcome-unknown',
  reasons,
});
