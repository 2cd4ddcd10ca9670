import type { AttemptEnding } from '../domain/attempt-ending.js';
import type { LaunchToken, RunId } from '../domain/ids.js';
import { watching } from './activities.js';

/**
 * Reads logs of ended attempts to their end: those that an earlier workflow left open, and that of the attempt that has
 * just ended. Comes last, when nothing is held and nothing is to be stopped any more: a log may be slow.
 */
export async function drainLogs(
  id: RunId,
  leftOpen: readonly LaunchToken[] = [],
  ending?: AttemptEnding,
): Promise<void> {
  for (const token of leftOpen) await watching.drainLog(id, token);
  if (ending?.kind === 'ended' && !ending.logComplete) await watching.drainLog(id, ending.token);
}
