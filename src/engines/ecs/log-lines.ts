import type { EngineLogLine } from '../../../domain/engine.js';
import { MAX_LINE_BYTES } from '../../../domain/log-line.js';
import { lineText } from './line-text.js';
import { cursorText, type LogCursor } from './log-cursor.js';

/** An event as CloudWatch answers it. */
export interface LogEvent {
  readonly timestamp?: number;
  readonly message?: string;
}

interface PlacedLine {
  readonly line: EngineLogLine;
  /** Where the log goes on behind it. */
  readonly next: LogCursor;
}

/** A cut piece may be a few bytes short of the longest: the driver does not cut inside a character. */
const CUT_SLACK = 3;

/**
 * Makes lines of events. A line longer than the driver's largest event comes in several; a piece of that size is taken
 * to go on in the next event. Keeps no more of a line than is shown.
 */
export class LogLines {
  readonly ready: PlacedLine[] = [];
  #page: string | undefined;
  #inPage = 0;
  #skip: number;
  #lines: number;
  #pieces: string[] = [];
  #kept = 0;
  #cut = 0;
  #isAll = false;
  #begun: { at: number; page: string | undefined; inPage: number } | undefined;

  constructor(
    private readonly from: LogCursor,
    private readonly pieceBytes: number,
  ) {
    this.#page = from.token;
    this.#skip = from.skip;
    this.#lines = from.lines;
  }

  /** Takes a page's events; `token` leads to what comes behind it. */
  add(events: readonly LogEvent[], token: string | undefined): void {
    for (const { timestamp = 0, message = '' } of events) {
      const bytes = Buffer.byteLength(message);
      this.#begun ??= { at: timestamp, page: this.#page, inPage: this.#inPage };
      if (this.#kept > 2 * MAX_LINE_BYTES) this.#cut += bytes;
      else {
        this.#pieces.push(message);
        this.#kept += bytes;
      }
      if (bytes < this.pieceBytes - CUT_SLACK || bytes > this.pieceBytes) this.#end();
    }
    this.#page = token;
    this.#inPage = 0;
  }

  /** There is nothing behind what came. A known line that has not come by now is not in the log any more. */
  endOfStream(): void {
    this.#isAll = true;
  }

  /** What has no end is a line as well, once the log has ended. */
  finish(): void {
    if (this.#begun !== undefined) this.#end();
  }

  /** Where to go on when all that is ready was taken: at the beginning of a line that is not whole yet. */
  here(): string {
    const { page, inPage } = this.#begun ?? { page: this.#page, inPage: this.#inPage };
    const skip = this.#isAll ? inPage : inPage + this.#skip;
    return cursorText({ ...(page === undefined ? {} : { token: page }), skip, lines: this.#lines });
  }

  #end(): void {
    const at = this.#begun?.at ?? 0;
    const text = lineText(this.#pieces, this.#cut);
    this.#pieces = [];
    this.#kept = 0;
    this.#cut = 0;
    this.#begun = undefined;
    this.#inPage += 1;
    if (this.#skip > 0) {
      this.#skip -= 1;
      return;
    }
    this.#lines += 1;
    const next = { ...(this.#page === undefined ? {} : { token: this.#page }), skip: this.#inPage, lines: this.#lines };
    this.ready.push({ line: { at, text }, next });
  }
}
