import type { IncomingMessage } from 'node:http';
import type { EngineLogLine } from '../../../domain/engine.js';
import { Demultiplexer, type LogEntry } from './demultiplex.js';
import { LineAssembler, type PlacedLine } from './line-assembler.js';
import { cursorText, parseCursor } from './log-cursor.js';

/** Above this much unread text the response is paused, and Docker waits with the rest. */
const MAX_UNREAD = 8 * 1024 * 1024;
/** The most text that one page carries; a page of the longest lines would be far larger. */
const MAX_PAGE = 4 * 1024 * 1024;

/** Reads one container's log from a cursor on, through one response that stays open while the container lives. */
export class LogReader {
  /** Where the next page begins. */
  cursor: string;
  /** Nothing more will come than what is ready; `broken` says why when that is not the log's end. */
  ended = false;
  broken: Error | undefined;
  /** The last entry that came, taken or not. */
  lastEntry: LogEntry | undefined;
  /** The container had ended before: this response ends where the log ends. */
  openedAtEnd = false;
  lastUsed = Date.now();

  private readonly demultiplexer = new Demultiplexer();
  private readonly assembler: LineAssembler;
  private ready: PlacedLine[] = [];
  private taken = 0;
  private unread = 0;
  private wake: (() => void) | undefined;

  constructor(
    from: string,
    private readonly response: IncomingMessage,
    private readonly onChange: () => void,
  ) {
    this.cursor = from;
    this.assembler = new LineAssembler(parseCursor(from));
    response.on('data', (chunk: Buffer) => this.read(chunk));
    response.on('end', () => this.end());
    response.on('error', (error) => this.end(error));
    response.on('close', () => this.end(new Error('The connection broke off.')));
  }

  get hasLines(): boolean {
    return this.taken < this.ready.length;
  }

  /** Waits until there are lines or the end, at most this long. */
  async settle(milliseconds: number): Promise<void> {
    if (this.hasLines || this.ended || milliseconds === 0) return;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
    this.wake = undefined;
  }

  /** Takes the next lines, at most `limit`, and moves the cursor behind them. */
  take(limit: number): EngineLogLine[] {
    this.lastUsed = Date.now();
    const lines: EngineLogLine[] = [];
    let size = 0;
    let next: PlacedLine | undefined;
    while (lines.length < limit && size < MAX_PAGE && this.hasLines) {
      next = this.ready[this.taken];
      if (next === undefined) break;
      lines.push(next.line);
      size += next.line.text.length;
      this.taken += 1;
    }
    if (next !== undefined) this.cursor = cursorText(next.next);
    this.unread -= size;
    if (!this.hasLines) this.ready = [];
    if (!this.hasLines) this.taken = 0;
    if (this.unread < MAX_UNREAD / 2) this.response.resume();
    return lines;
  }

  /** Makes the unfinished lines ready as well; to be called when the log is known to have ended here. */
  finish(): void {
    this.add(this.assembler.finish());
  }

  close(): void {
    this.response.destroy();
  }

  private read(chunk: Buffer): void {
    const lines: PlacedLine[] = [];
    this.demultiplexer.feed(chunk, (entry) => {
      this.lastEntry = entry;
      const line = this.assembler.add(entry);
      if (line !== undefined) lines.push(line);
    });
    this.add(lines);
    if (this.unread > MAX_UNREAD) this.response.pause();
    if (lines.length > 0) this.tell();
  }

  private add(lines: readonly PlacedLine[]): void {
    for (const placed of lines) {
      this.ready.push(placed);
      this.unread += placed.line.text.length;
    }
  }

  private end(error?: Error): void {
    if (this.ended) return;
    this.ended = true;
    this.broken = error;
    this.tell();
  }

  private tell(): void {
    this.wake?.();
    this.onChange();
  }
}
