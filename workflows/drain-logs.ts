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

/** The logs of earlier attempts that are read while the run goes on: each by one reader, since two hinder each other. */
export class DrainsBeside {
  readonly #begun = new Set<LaunchToken>();
  readonly #drains: Promise<void>[] = [];

  constructor(private readonly id: RunId) {}

  /** Goes on at once; those that are being read already are left to that. */
  begin(tokens: readonly LaunchToken[]): void {
    const drained = drainLogs(this.id, this.#fresh(tokens));
    for (const token of tokens) this.#begun.add(token);
    // A failure is thrown where all are awaited, not here.
    drained.catch(() => undefined);
    this.#drains.push(drained);
  }

  /** Waits for all that has begun, then reads what is left of these. */
  async settle(tokens: readonly LaunchToken[]): Promise<void> {
    await Promise.all(this.#drains);
    await drainLogs(this.id, this.#fresh(tokens));
  }

  #fresh(tokens: readonly LaunchToken[]): LaunchToken[] {
    return tokens.filter((token) => !this.#begun.has(token));
  }
}
