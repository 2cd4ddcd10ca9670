import { logEnd } from '../../domain/log-end.js';
import { followLog, type LogHead, readLog } from '../api/logs.js';
import { type LineRange, LogLines } from './log-lines.js';

const TAIL = 500;
const TRY_AGAIN_MS = 3000;
// Busy logs are drawn some ten times a second: more cannot be read, and each drawing costs as much as the log is long.
const DRAW_MS = 90;

/** What the view draws; a new object after each change. */
export interface LogState {
  readonly total: number;
  readonly head: LogHead | undefined;
  /** Why there are no lines, in the server's words. */
  readonly why: string | undefined;
  readonly error: Error | null;
  readonly isLoaded: boolean;
  /** True once no more lines can come. */
  readonly isEnded: boolean;
}

/**
 * One attempt's log as the page sees it: opens at its end, loads windows where one looks, and follows while more comes.
 * It lets go of the connection while the tab is hidden: browsers allow six to a server, and other tabs need theirs.
 */
export class LogSource {
  readonly lines = new LogLines();
  state: LogState = { total: 0, head: undefined, why: undefined, error: null, isLoaded: false, isEnded: false };
  private readonly listeners = new Set<() => void>();
  private readonly stopped = new AbortController();
  private readonly loading = new Set<number>();
  private closeStream: (() => void) | undefined;
  private drawing: number | undefined;

  constructor(
    private readonly runId: string,
    private readonly attempt: number,
    private readonly onEnd: () => void,
  ) {}

  /** Opens the log. Returns how to close it. */
  open(): () => void {
    document.addEventListener('visibilitychange', this.onVisibility);
    void this.loadTail();
    return () => {
      document.removeEventListener('visibilitychange', this.onVisibility);
      this.stopped.abort();
      this.closeStream?.();
      window.clearTimeout(this.drawing);
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Loads what is missing of these lines. */
  want(range: LineRange): void {
    const gap = this.lines.missing(range);
    if (gap === undefined || this.loading.has(gap.from) || this.stopped.signal.aborted) return;
    this.loading.add(gap.from);
    void this.loadWindow(gap).finally(() => this.loading.delete(gap.from));
  }

  /** Asks again why there is nothing, when the run has moved on. */
  lookAgain(): void {
    if (this.state.isLoaded && this.state.total === 0) void this.loadTail();
  }

  private async loadTail(): Promise<void> {
    try {
      const { lines, head, why } = await readLog(
        this.runId,
        { attempt: this.attempt, tail: TAIL },
        this.stopped.signal,
      );
      this.lines.growTo(head.lines);
      this.lines.put(lines);
      const isEnded = logEnd(head) !== 'open';
      this.change({ head, why, error: null, isLoaded: true, isEnded });
      if (!isEnded) this.stream();
    } catch (error) {
      if (this.stopped.signal.aborted) return;
      this.change({ error: asError(error), isLoaded: true });
      window.setTimeout(() => {
        if (!this.stopped.signal.aborted) void this.loadTail();
      }, TRY_AGAIN_MS);
    }
  }

  private async loadWindow({ from, to }: LineRange): Promise<void> {
    try {
      const page = await readLog(
        this.runId,
        { attempt: this.attempt, from, limit: to - from + 1 },
        this.stopped.signal,
      );
      this.lines.growTo(page.head.lines);
      this.lines.put(page.lines);
      this.change({ error: null });
    } catch (error) {
      if (!this.stopped.signal.aborted) this.change({ error: asError(error) });
    }
  }

  private stream(): void {
    if (this.closeStream !== undefined || this.stopped.signal.aborted || document.hidden || this.state.isEnded) return;
    this.closeStream = followLog(this.runId, this.attempt, this.lines.total + 1, {
      onLines: ({ lines }) => {
        this.lines.put(lines);
        this.changeSoon();
      },
      onHead: (head) => {
        this.lines.growTo(head.lines);
        this.change({ head });
      },
      onEnd: () => {
        this.closeStream = undefined;
        this.change({ isEnded: true });
        this.onEnd();
      },
      onBroken: () => {
        this.letGo();
        window.setTimeout(() => this.stream(), TRY_AGAIN_MS);
      },
    });
  }

  private letGo(): void {
    this.closeStream?.();
    this.closeStream = undefined;
  }

  private readonly onVisibility = () => {
    if (document.hidden) this.letGo();
    else if (this.state.isLoaded) this.stream();
  };

  private changeSoon(): void {
    this.drawing ??= window.setTimeout(() => this.change({}), DRAW_MS);
  }

  private change(change: Partial<LogState>): void {
    window.clearTimeout(this.drawing);
    this.drawing = undefined;
    const total = this.lines.total;
    this.state = { ...this.state, ...change, total, ...(total > 0 ? { why: undefined } : {}) };
    for (const listener of this.listeners) listener();
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
