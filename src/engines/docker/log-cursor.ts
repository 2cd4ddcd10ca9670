/**
 * A place in a container's log: how many of Docker's log entries lie before it. Counting is exact where times are not
 * (two streams, one nanosecond, a clock that is set back), and Docker never changes entries that it has written.
 *
 * An entry is a line or, for lines over 16 KiB, a piece of one, and the two streams' pieces may be mixed. So the place
 * also tells for each stream where the line began whose end had not been seen yet.
 */
export interface LogCursor {
  readonly entries: number;
  readonly stdoutFrom?: number;
  readonly stderrFrom?: number;
}

/** Writes the cursor as `<entries>`, with `o<entry>` and `e<entry>` for unfinished lines. */
export function cursorText({ entries, stdoutFrom, stderrFrom }: LogCursor): string {
  return `${entries}${stdoutFrom === undefined ? '' : `o${stdoutFrom}`}${stderrFrom === undefined ? '' : `e${stderrFrom}`}`;
}

/** Reads what `cursorText` wrote; anything else is the start of the log. */
export function parseCursor(text: string): LogCursor {
  const [, entries, stdout, stderr] = /^(\d+)(?:o(\d+))?(?:e(\d+))?$/.exec(text) ?? [];
  return {
    entries: Number(entries ?? 0),
    ...(stdout === undefined ? {} : { stdoutFrom: Number(stdout) }),
    ...(stderr === undefined ? {} : { stderrFrom: Number(stderr) }),
  };
}
