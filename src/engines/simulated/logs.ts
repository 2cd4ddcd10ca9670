import type { EngineLogPage } from '../../../domain/engine.js';
import { endOf, type Pretence } from './to-exit.js';

/** The lines that the pretended command has printed by now, evenly over its time; the cursor counts lines. */
export function readLogs(pretence: Pretence, cursor: string, limit: number, now: number): EngineLogPage {
  const { startedAt, seconds, lines } = pretence;
  const until = Math.min(now, endOf(pretence)) - startedAt;
  const printed = seconds === 0 ? lines : Math.floor((lines * until) / (seconds * 1000));
  const from = Number(cursor);
  const to = Math.max(from, Math.min(printed, from + limit));
  const page = Array.from({ length: to - from }, (_, i) => ({
    at: startedAt + (seconds * 1000 * (from + i + 1)) / lines,
    text: `line ${from + i + 1}`,
  }));
  return { lines: page, next: String(to), complete: now >= endOf(pretence) && to >= printed };
}
