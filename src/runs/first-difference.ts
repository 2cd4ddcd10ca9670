import type { LogLine } from '../../domain/log-line.js';

export interface LogDifference {
  readonly compared: number;
  readonly isWhole: boolean;
  readonly differsAt?: number;
  readonly before: readonly LogLine[];
  readonly a: readonly LogLine[];
  readonly b: readonly LogLine[];
}

/** Reads lines of a log from this number on; fewer than asked for only at its end, and none behind it. */
export type ReadLines = (from: number, limit: number) => Promise<readonly LogLine[]>;

const SHOWN_BEFORE = 3;
const SHOWN = 8;
const AT_ONCE = 500;

/**
 * Where two logs part ways. Times of day and the runs' own ids are not taken for differences, since no two runs have
 * them in common. Looks at `most` lines of each: a difference that comes later is rarely the one that explains.
 */
export async function firstDifference(
  readA: ReadLines,
  readB: ReadLines,
  ignored: readonly string[],
  most: number,
): Promise<LogDifference> {
  let before: readonly LogLine[] = [];
  for (let from = 1; from <= most; from += AT_ONCE) {
    const [a, b] = await Promise.all([readA(from, AT_ONCE), readB(from, AT_ONCE)]);
    const at = Array.from({ length: Math.max(a.length, b.length) }).findIndex(
      (_, index) => plainWords(a[index], ignored) !== plainWords(b[index], ignored),
    );
    if (at !== -1) {
      const differsAt = from + at;
      const [shownA, shownB] = await Promise.all([readA(differsAt, SHOWN), readB(differsAt, SHOWN)]);
      const same = [...before, ...a.slice(0, at)].slice(-SHOWN_BEFORE);
      return { compared: differsAt, isWhole: true, differsAt, before: same, a: shownA, b: shownB };
    }
    if (a.length < AT_ONCE) return { compared: from + a.length - 1, isWhole: true, before: [], a: [], b: [] };
    before = a.slice(-SHOWN_BEFORE);
  }
  return { compared: most, isWhole: false, before: [], a: [], b: [] };
}

const TIMES = /\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?)?(Z| ?[+-]\d\d:?\d\d)?|\b\d\d:\d\d:\d\d([.,]\d+)?\b/g;

/** The line without what differs from run to run anyway; undefined where there is none. */
function plainWords(line: LogLine | undefined, ignored: readonly string[]): string | undefined {
  return line && ignored.reduce((text, word) => text.replaceAll(word, ''), line.text.replace(TIMES, ''));
}
