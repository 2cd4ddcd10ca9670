import type { EngineLogLine, EngineLogPage } from '../domain/engine.js';
import { Failure } from '../domain/failures.js';
import { appendPage, lineBytes, logStart, type LogPosition, type LogTail } from '../domain/log-chunk.js';
import type { RunId } from '../domain/ids.js';
import type { Json } from '../domain/json.js';
import { runTopic, type Engine } from '../domain/ports.js';
import type { Attempt, LogHead } from '../domain/run.js';
import type { ActivityDeps } from './deps.js';
import type { Vigil } from './vigil.js';
import { within } from './within.js';

const PAGE_LINES = 5_000;

/** How often the head (line count, size) on the run is brought up to date while lines keep coming. */
const HEAD_MILLISECONDS = 1_000;

/**
 * How long a watch brings lines over before it looks at the container again. What is still to come when that has ended is
 * for the drain, which holds no slot.
 */
export const SHIP_MILLISECONDS = 250;

/** How long lines are brought over by a drain before it looks whether its worker is to end. */
const SLICE_MILLISECONDS = 1_000;

interface Shipped {
  /** So many lines. */
  readonly came: number;
  /** The time was over before everything had come. */
  readonly hasMore: boolean;
}

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
  /** Ahead of the stored position only where the engine gave none of the wanted lines. */
  #position: LogPosition | undefined;
  #complete = false;
  #underWay: Promise<Shipped> | undefined;
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

  /**
   * Brings over what there is now, for about so many milliseconds at most: a container may print faster than its lines
   * can be stored, an engine may take long to answer, and whoever ships has more to do than that. What is under way then
   * goes on, and the next call joins it.
   */
  async ship(patience: number): Promise<Shipped> {
    this.#underWay ??= this.#bring(patience).finally(() => {
      this.#underWay = undefined;
    });
    return within(patience, this.#underWay, { came: 0, hasMore: true });
  }

  async #bring(patience: number): Promise<Shipped> {
    const until = this.deps.clock.now() + patience;
    let came = 0;
    let hasMore = false;
    while (!this.#complete) {
      const tail = await this.#tailNow();
      if (this.#isFull(tail)) {
        this.#complete = true;
        break;
      }
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
      else if (this.deps.clock.now() >= until) {
        hasMore = true;
        break;
      }
    }
    if (came > 0) this.deps.wakeups.wake(runTopic(this.subject.id));
    await this.#showHead();
    return { came, hasMore };
  }

  /**
   * Ships until the engine says that the log is complete, or `settleSeconds` have passed without that and without a line.
   * An engine that cannot deliver it any more must not keep the run's workflow open: the log then says what is missing.
   */
  async drain(settleSeconds: number, vigil: Vigil): Promise<void> {
    const settled = () => this.deps.clock.now() + settleSeconds * 1000;
    let giveUpAt = settled();
    let missing = `The engine did not deliver the end of the log within ${settleSeconds} s.`;
    for (;;) {
      try {
        const { came, hasMore } = await this.ship(SLICE_MILLISECONDS);
        if (came > 0) giveUpAt = settled();
        vigil.check();
        if (hasMore) continue;
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
    const { chunks, tail: next } = appendPage(tail, { lines, next: page.next }, from);
    await this.deps.logs.writeAll(this.subject.id, this.subject.attempt.number, chunks);
    this.#tail = next;
  }

  /** Nothing more of it is wanted; the stored size alone tells so, to whoever goes on here as well. */
  #isFull({ bytes }: LogTail): boolean {
    return bytes >= this.deps.logCapBytes;
  }

  /** The line that reaches the cap is the last one that is kept, with a word about it behind. */
  #cap(lines: readonly EngineLogLine[], skip: number, stored: number): readonly EngineLogLine[] {
    const { logCapBytes } = this.deps;
    let bytes = stored;
    for (const [index, line] of lines.entries()) {
      if (index < skip) continue;
      bytes += lineBytes(line.text);
      if (bytes < logCapBytes) continue;
      return [...lines.slice(0, index + 1), { at: line.at, text: capWords(logCapBytes) }];
    }
    return lines;
  }

  async #head(): Promise<LogHead> {
    const tail = await this.#tailNow();
    return { lines: tail.lines, bytes: tail.bytes, complete: false, truncated: this.#isFull(tail) };
  }

  async #showHead(): Promise<void> {
    const now = this.deps.clock.now();
    const head = await this.#head();
    // Of a log that has come to its end the head is recorded by whoever finishes it; a full one may have long to go.
    if (this.#complete && !head.truncated) return;
    if (head.lines === this.#headLines || now - this.#headAt < HEAD_MILLISECONDS) return;
    this.#headAt = now;
    this.#headLines = head.lines;
    await this.deps.runs.recordLog(this.subject.id, this.subject.attempt.token, head);
  }
}

const capWords = (bytes: number): string =>
  `[flotilla: the log reached its limit of ${Math.round(bytes / 1024 / 1024)} MiB; later lines are not kept]`;
