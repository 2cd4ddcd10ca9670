import type { LineRange } from './log-lines.js';

/** Reads `L120` or `L120-L140` from an address's hash. */
export function parseLineRange(hash: string): LineRange | undefined {
  const match = /^#?L(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(hash);
  if (match === null) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return { from: Math.min(from, to), to: Math.max(from, to) };
}

/** The opposite, without the `#`. */
export const lineRangeHash = ({ from, to }: LineRange): string => (from === to ? `L${from}` : `L${from}-L${to}`);

/** Stretches a range (or begins one) to a line, as a click with Shift does. */
export const stretchTo = (range: LineRange | undefined, line: number): LineRange =>
  range === undefined
    ? { from: line, to: line }
    : line < range.from
      ? { from: line, to: range.to }
      : { from: range.from, to: line };
