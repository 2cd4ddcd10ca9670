import type { EngineLogLine, EngineLogPage } from '../domain/engine.js';
import { Failure } from '../domain/failures.js';
import { appendPage, lineBytes, logStart, type LogPosition, type LogTail } from '../domain/log-chunk.js';
import type { RunId } from '../domain/ids.js';
import type { Json } from '../domain/json.js';
import { runTopic, type Engine } from '../domain/ports.js';
import type { Attempt, LogHead } from '../domain/run.js';
import type { ActivityDeps } from './deps.js';
import type { Vigil } from './vigil.js';

const PAGE_LINES = 5_000;

/** How often the head (line count, size) on the run is brought up to date while lines keep coming. */
const HEAD_MILLISECONDS = 1_000;

interface Subject {
  readonly id: RunId;
  readonly attempt: Pick<Attempt, 'number' | 'token'>;
  readonly handle: Json;
}

/**
 * Carries one attempt's log from the engine to the store: every line once, in order of arrival, also when the worker
 * dies between any two steps. The place to go on from is stored with the lines themselves.
 */
export class LogShipper {
  #tail: LogTail | undefined;
  /** Ahead of the stored position only where lines beyond the cap were left out. */
  #position: LogPosition | undefined;
  #truncated = false;
  #complete = false;
  #headAt = 0;
  #headLines = -1;

  constructor(
    private readonly deps: Pick<ActivityDeps, 'logs' | 'runs' | 'wakeups' | 'clock' | 'logCapBytes'>,
    private readonly engine: Engine,
    private readonly subject: Subject,
  ) {}

  /** An attempt that this worker has just launched has no stored lines to go on from. */
  beginEmpty(): void {
    this.#tail = { lines: 0, bytes: 0 };
  }

  get complete(): boolean {
    return this.#complete;
  }

  /** Brings over what there is now. Answers the number of lines that came. */
  async ship(): Promise<number> {
    let came = 0;
    while (!this.#complete) {
      const tail = await this.#tailNow();
      const from = this.#position ?? tail.chunk?.position ?? logStart;
      const page = await this.#readPage(from);
      const fresh = page.lines.length - from.skip;
      if (fresh > 0) {
        await this.#store(page, from, tail);
        came += fresh;
      }
      this.#position = { cursor: page.next, skip: Math.max(0, -fresh) };
      if (page.complete) this.#complete = true;
      else if (fresh <= 0) break;
    }
    if (came > 0) this.deps.wakeups.wake(runTopic(this.subject.id));
    await this.#showHead();
    return came;
  }

  /**
   * Ships until the engine says that the log is complete, or `settleSeconds` have passed without it. An engine that
   * cannot deliver it any more must not keep the run's workflow open: the log then says what is missing.
   */
  async drain(settleSeconds: number, vigil: Vigil): Promise<void> {
    const giveUpAt = this.deps.clock.now() + settleSeconds * 1000;
    let missing = `The engine did not deliver the end of the log within ${settleSeconds} s.`;
    for (;;) {
      try {
        await this.ship();
      } catch (error) {
        if (!(error instanceof Failure)) throw error; // not the engine: the store is away, the activity is tried again
        missing = `The engine could not deliver the end of the log: ${error.message}`;
      }
      if (this.#complete || this.deps.clock.now() >= giveUpAt) break;
      await vigil.pause(250);
    }
    await this.finish(this.#complete ? undefined : missing);
  }

  /** Marks the log as complete, or says what is missing. */
  async finish(missing?: string): Promise<void> {
    const head = await this.#head();
    await this.deps.runs.recordLog(this.subject.id, this.subject.attempt.token, {
      ...head,
      complete: true,
      ...(missing === undefined ? {} : { note: missing }),
    });
  }

  async #readPage({ cursor, skip }: LogPosition): Promise<EngineLogPage> {
    try {
      return await this.engine.logs(this.subject.handle, cursor, PAGE_LINES + skip);
    } catch (cause) {
      // Told apart from a store that is away: that one is waited for, the engine not for ever.
      const words = cause instanceof Error ? cause.message : String(cause);
      throw new Failure('engine-unreachable', words, { cause });
    }
  }

  async #tailNow(): Promise<LogTail> {
    this.#tail ??= await this.deps.logs.tail(this.subject.id, this.subject.attempt.number);
    return this.#tail;
  }

  async #store(page: { lines: readonly EngineLogLine[]; next: string }, from: LogPosition, tail: LogTail) {
    const lines = this.#cap(page.lines, from.skip, tail.bytes);
    if (lines.length <= from.skip) return;
    const { chunks, tail: next } = appendPage(tail, { lines, next: page.next }, from);
    await this.deps.logs.writeAll(this.subject.id, this.subject.attempt.number, chunks);
    this.#tail = next;
  }

  /**
   * Beyond the cap lines are read but not kept. The line that reaches it is the last one, with a word about it behind;
   * so the stored size alone tells a later reader that nothing more is wanted.
   */
  #cap(lines: readonly EngineLogLine[], skip: number, stored: number): readonly EngineLogLine[] {
    const { logCapBytes } = this.deps;
    if (stored >= logCapBytes) {
      this.#truncated = true;
      return [];
    }
    let bytes = stored;
    for (const [index, line] of lines.entries()) {
      if (index < skip) continue;
      bytes += lineBytes(line.text);
      if (bytes < logCapBytes) continue;
      this.#truncated = true;
      return [...lines.slice(0, index + 1), { at: line.at, text: capWords(logCapBytes) }];
    }
    return lines;
  }

  async #head(): Promise<LogHead> {
    const { lines, bytes } = await this.#tailNow();
    return { lines, bytes, complete: false, truncated: this.#truncated };
  }

  async #showHead(): Promise<void> {
    const now = this.deps.clock.now();
    const head = await this.#head();
    if (this.#complete || head.lines === this.#headLines || now - this.#headAt < HEAD_MILLISECONDS) return;
    this.#headAt = now;
    this.#headLines = head.lines;
    await this.deps.runs.recordLog(this.subject.id, this.subject.attempt.token, head);
  }
}

const capWords = (bytes: number): string =>
  `[flotilla: the log reached its limit of ${Math.round(bytes / 1024 / 1024)} MiB; later lines are not kept]`;
