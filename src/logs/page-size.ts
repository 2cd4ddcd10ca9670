import type { LogHead } from '../../domain/run.js';

const TARGET_BYTES = 1024 * 1024;
const MOST_LINES = 5000;
const FEWEST_LINES = 32;

/** How many lines to read at a time so that about a megabyte is held, whether lines have ten bytes or 64 KiB. */
export function pageSize(head: Pick<LogHead, 'lines' | 'bytes'>): number {
  if (head.lines === 0) return 500;
  const average = Math.max(1, head.bytes / head.lines);
  return Math.max(FEWEST_LINES, Math.min(MOST_LINES, Math.floor(TARGET_BYTES / average)));
}
