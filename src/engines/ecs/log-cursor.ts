/**
 * A place in a task's log: a token of CloudWatch and how many lines behind it were delivered. What comes behind a token
 * never changes. Tokens last 24 hours, so the place also tells how many lines there were in all: a reader with an old
 * token counts from the start again.
 */
export interface LogCursor {
  readonly token?: string;
  readonly skip: number;
  readonly lines: number;
}

/** Writes the cursor as `<lines> <skip> <token>`. */
export const cursorText = ({ token = '', skip, lines }: LogCursor): string => `${lines} ${skip} ${token}`;

/** Reads what `cursorText` wrote; anything else is the start of the log. */
export function parseCursor(text: string): LogCursor {
  const [, lines, skip, token] = /^(\d+) (\d+) (.*)$/.exec(text) ?? [];
  if (lines === undefined || skip === undefined) return { skip: 0, lines: 0 };
  return { lines: Number(lines), skip: Number(skip), ...(token ? { token } : {}) };
}
