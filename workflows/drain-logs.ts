import type { AttemptEnding } from '../domain/attempt-ending.js';
import type { LaunchToken, RunId } from '../domain/ids.js';
import { watching } from './activities.js';

/** Whose logs are still to be read to their end: those that were left open before, and that of the attempt that has just ended. */
export const unreadLogs = (leftOpen: readonly LaunchToken[] = [], ending?: AttemptEnding): readonly LaunchToken[] =>
  ending?.kind === 'ended' && !ending.logComplete ? [...leftOpen, ending.token] : leftOpen;

/** Reads these logs to their end, one after the other. It may take long, and so nothing is held meanwhile. */
export async function drainLogs(id: RunId, tokens: readonly LaunchToken[]): Promise<void> {
  for (const token of tokens) await watching.drainLog(id, token);
}
