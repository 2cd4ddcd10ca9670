import type { EngineLogLine } from '../../../domain/engine.js';
import type { LogEntry } from './demultiplex.js';
import { LineJoiner } from './line-joiner.js';
import type { LogCursor } from './log-cursor.js';

/** A line, and where the log goes on behind it. */
export interface PlacedLine {
  readonly line: EngineLogLine;
  readonly next: LogCursor;
}

interface Unfinished {
  /** The number of the entry that the line began with. */
  readonly from: number;
  readonly time: string;
}

type Stream = LogEntry['stream'];

/**
 * Makes lines of log entries, which always come from the log's first one on; what the cursor says was delivered before
 * is counted and passed over. Lines come in the order in which they are completed.
 */
export class LineAssembler {
  private entries = 0;
  private readonly joiners = { stdout: new LineJoiner(), stderr: new LineJoiner() };
  private readonly unfinished = new Map<Stream, Unfinished>();

  constructor(private readonly start: LogCursor) {}

  add(entry: LogEntry): PlacedLine | undefined {
    const number = this.entries;
    this.entries += 1;
    if (this.wasDelivered(entry.stream, number)) return undefined;
    const begun = this.unfinished.get(entry.stream) ?? { from: number, time: entry.time };
    const text = this.joiners[entry.stream].add(entry.content);
    if (text === undefined) {
      this.unfinished.set(entry.stream, begun);
      return undefined;
    }
    this.unfinished.delete(entry.stream);
    return this.placed(entry.stream, begun.time, text);
  }

  /** To be asked at the log's true end: what has no line end is a line as well. */
  finish(): PlacedLine[] {
    const left = [...this.unfinished].sort(([, a], [, b]) => a.from - b.from);
    return left.map(([stream, begun]) => {
      this.unfinished.delete(stream);
      return this.placed(stream, begun.time, this.joiners[stream].flush());
    });
  }

  private wasDelivered(stream: Stream, number: number): boolean {
    if (number >= this.start.entries) return false;
    const from = this.start[`${stream}From`];
    return from === undefined || number < from;
  }

  private placed(stream: Stream, time: string, text: string): PlacedLine {
    return { line: { at: Date.parse(time), stream, text }, next: this.here() };
  }

  private here(): LogCursor {
    const stdout = this.unfinished.get('stdout');
    const stderr = this.unfinished.get('stderr');
    return {
      entries: Math.max(this.entries, this.start.entries),
      ...(stdout === undefined ? {} : { stdoutFrom: stdout.from }),
      ...(stderr === undefined ? {} : { stderrFrom: stderr.from }),
    };
  }
}
