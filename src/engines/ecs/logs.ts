import { GetLogEventsCommand, type GetLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { EngineLogPage } from '../../../domain/engine.js';
import type { Aws } from './aws.js';
import { nameOf } from './aws-errors.js';
import { streamOf } from './container-definition.js';
import type { Handle } from './handle.js';
import { cursorText, parseCursor, type LogCursor } from './log-cursor.js';
import { LogLines } from './log-lines.js';
import type { LookOut } from './look-out.js';
import type { Pace } from './pace.js';
import type { LogPlace, TaskDefinitions } from './task-definitions.js';

/** CloudWatch's largest page. */
const MAX_EVENTS = 10_000;
/** Empty pages in the middle are normal; after so many calls the rest is for the next time. */
const CALLS_AT_ONCE = 20;
const CALM_MS = 5000;
/** Of the 25 calls a second that an account has, so many are for streams where nothing happened lately. */
const CALM_READS_PER_SECOND = 10;

interface Quiet {
  /** The place at which nothing was found. */
  readonly cursor: string;
  readonly until: number;
  readonly pause: number;
  /** Since when the container is known to have ended and nothing more came. */
  readonly endedSince?: number;
}

interface Read {
  readonly lines: LogLines;
  readonly isAtEnd: boolean;
}

/** Hands out logs from CloudWatch, page by page; silent ones are asked for less often, as all share one small budget. */
export class Logs {
  readonly #quiet = new Map<string, Quiet>();

  constructor(
    private readonly aws: Aws,
    private readonly definitions: TaskDefinitions,
    private readonly lookOut: LookOut,
    private readonly pace: Pick<Pace, 'quietMs' | 'settleMs'>,
  ) {}

  async page(handle: Handle, cursor: string, limit: number): Promise<EngineLogPage> {
    const quiet = this.#quietAt(handle.task, cursor);
    if (quiet !== undefined && Date.now() < quiet.until) return nothingNew(cursor);
    // A living container's log can wait until the others were asked; what has ended is to be brought to its end.
    const canWait = quiet !== undefined && quiet.endedSince === undefined;
    if (canWait && !this.aws.hasRoomFor('logs')) return nothingNew(cursor);
    const place = await this.definitions.logPlace(handle.definition);
    const readAt = Date.now();
    const { lines, isAtEnd } = await this.#read(handle, place, parseCursor(cursor), limit, canWait);
    if (isAtEnd && lines.ready.length === 0 && (await this.#isSettled(handle, cursor, lines.here(), readAt))) {
      lines.finish();
      if (lines.ready.length <= limit) this.#quiet.delete(handle.task);
      return { ...taken(lines, limit), complete: lines.ready.length <= limit };
    }
    return { ...taken(lines, limit), complete: false };
  }

  forget(task: string): void {
    this.#quiet.delete(task);
  }

  async #read(handle: Handle, place: LogPlace, from: LogCursor, limit: number, isPaid: boolean): Promise<Read> {
    const lines = new LogLines(from, place.pieceBytes);
    let { token } = from;
    for (let calls = 0; calls < CALLS_AT_ONCE && lines.ready.length < limit; calls += 1) {
      const input = {
        logGroupName: place.group,
        logStreamName: streamOf(handle.task),
        limit: sizeOf(limit + from.skip),
      };
      const answer = await this.#events({ ...input, nextToken: token }, isPaid && calls === 0);
      if (answer === 'expired') return this.#read(handle, place, { lines: from.lines, skip: from.lines }, limit, false);
      if (answer === 'no stream') return { lines, isAtEnd: true };
      const { events = [], nextForwardToken } = answer;
      lines.add(events, nextForwardToken);
      // An empty page may be in the middle; the end is the same token again.
      if (events.length === 0 && nextForwardToken === token) {
        lines.endOfStream();
        return { lines, isAtEnd: true };
      }
      token = nextForwardToken;
    }
    return { lines, isAtEnd: false };
  }

  async #events(
    input: { logGroupName: string; logStreamName: string; nextToken: string | undefined; limit: number },
    isPaid: boolean,
  ): Promise<GetLogEventsCommandOutput | 'no stream' | 'expired'> {
    const call = { quota: 'logs', doing: 'read the log', action: 'logs:GetLogEvents', isPaid } as const;
    try {
      return await this.aws.ask(call, (abortSignal) =>
        this.aws.logs.send(new GetLogEventsCommand({ ...input, startFromHead: true }), { abortSignal }),
      );
    } catch (error) {
      if (nameOf(error) === 'ResourceNotFoundException') return 'no stream'; // nothing was written yet, or ever
      if (nameOf(error) === 'InvalidParameterException' && input.nextToken !== undefined) return 'expired';
      throw this.aws.failure(error, call);
    }
  }

  /**
   * Nothing new was found by a read that began at `readAt`. True when the container had ended the settle time before:
   * what came while the answer was on its way is for the next read.
   */
  async #isSettled(handle: Handle, cursor: string, next: string, readAt: number): Promise<boolean> {
    const before = this.#quietAt(handle.task, cursor);
    const { kind } = await this.lookOut.observe(handle);
    const now = Date.now();
    if (kind === 'ended' || kind === 'unknown') {
      const endedSince = before?.endedSince ?? now;
      if (readAt - endedSince >= this.pace.settleMs) return true;
      const pause = this.pace.settleMs / 2;
      this.#quiet.set(handle.task, { cursor: next, until: now + pause, pause, endedSince });
    } else {
      const calm = Math.max(CALM_MS, (this.#quiet.size * 1000) / CALM_READS_PER_SECOND);
      const pause = before === undefined ? this.pace.quietMs : Math.min(before.pause * 1.5, calm);
      this.#quiet.set(handle.task, { cursor: next, until: now + pause, pause });
    }
    return false;
  }

  #quietAt(task: string, cursor: string): Quiet | undefined {
    const quiet = this.#quiet.get(task);
    return quiet?.cursor === cursor ? quiet : undefined;
  }
}

const nothingNew = (cursor: string): EngineLogPage => ({ lines: [], next: cursor, complete: false });

const sizeOf = (lines: number): number => Math.min(MAX_EVENTS, Math.max(100, lines));

function taken(lines: LogLines, limit: number): Pick<EngineLogPage, 'lines' | 'next'> {
  const some = lines.ready.slice(0, limit);
  const last = lines.ready.length > limit ? some.at(-1) : undefined;
  return {
    lines: some.map(({ line }) => line),
    next: last === undefined ? lines.here() : cursorText(last.next),
  };
}
