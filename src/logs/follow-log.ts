import { Inject, Injectable } from '@nestjs/common';
import { type RunId, runId } from '../../domain/ids.js';
import type { LogLine } from '../../domain/log-line.js';
import { logEnd } from '../../domain/log-end.js';
import { Clock, LogStore, Wakeups } from '../../domain/ports.js';
import { emptyLog, type Run } from '../../domain/run.js';
import { isFinal } from '../../domain/run-state.js';
import { isSettled } from '../../domain/settled.js';
import { nextRing } from '../http/live/bell.js';
import type { EventStream } from '../http/live/event-stream.js';
import { type RunWatch, RunWatches } from '../http/live/run-watches.js';
import { SharedWatch } from '../http/live/shared-watch.js';
import { logLineView } from '../http/views/log-line-view.js';
import { logHeadView } from '../http/views/run-view.js';
import { inBatches } from './in-batches.js';
import { LiveTail } from './live-tail.js';
import { pageSize } from './page-size.js';

const LOOK_AGAIN_MS = 1000;
// A settled log promises a number of lines. If the store does not have them by then (its machine lost them), it never will.
const MISSING_LINES_MS = 5000;

/** Where a viewer is: the next line that they have not been sent. */
export interface LogPlace {
  readonly attempt: number;
  readonly line: number;
}

/** Sends a viewer the log as it grows, one attempt after the other, and ends by itself when there is no more to come. */
@Injectable()
export class FollowLog {
  private readonly tails: SharedWatch<LiveTail>;

  constructor(
    @Inject(RunWatches) private readonly watches: RunWatches,
    @Inject(LogStore) private readonly logs: LogStore,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Wakeups) wakeups: Wakeups,
  ) {
    this.tails = new SharedWatch((key) => {
      const [id = '', attempt] = key.split('.');
      return new LiveTail(runId(id), Number(attempt), logs, wakeups);
    });
  }

  /** `only` ends the stream with that attempt instead of going on to the next one. */
  async follow(run: Run, stream: EventStream, place: LogPlace, only: boolean): Promise<void> {
    const { watched, giveBack } = this.watches.use(run.id);
    try {
      watched.note(run);
      let { attempt, line } = place;
      while (!stream.signal.aborted) {
        await this.followAttempt(run.id, attempt, line, watched, stream);
        if (only || !(await this.hasNextAttempt(attempt, watched, stream.signal))) break;
        attempt += 1;
        line = 1;
      }
      await stream.send('end', { state: (watched.run ?? run).state });
    } finally {
      giveBack();
      stream.end();
    }
  }

  // Between two attempts a run waits in the queue, perhaps for long.
  private async hasNextAttempt(attempt: number, watched: RunWatch, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const { run } = watched;
      if (run !== undefined && run.attempts.length > attempt) return true;
      if (run !== undefined && isFinal(run.state)) return false;
      await nextRing([watched.changed], signal, LOOK_AGAIN_MS);
    }
    return false;
  }

  /** Returns when the attempt's log is at its end and will not grow any more. */
  private async followAttempt(
    id: RunId,
    attempt: number,
    from: number,
    watched: RunWatch,
    stream: EventStream,
  ): Promise<void> {
    const { watched: tail, giveBack } = this.tails.use(`${id}.${attempt}`);
    let next = from;
    let head = '';
    let idleSince = this.clock.now();
    const send = async (lines: readonly LogLine[]): Promise<void> => {
      for (const batch of inBatches(lines)) {
        await stream.send(
          'lines',
          { attempt, lines: batch.map(logLineView) },
          `${attempt}.${batch.at(-1)?.number ?? next}`,
        );
      }
      if (lines.length === 0) return;
      next = (lines.at(-1)?.number ?? next) + 1;
      idleSince = this.clock.now();
    };
    try {
      while (!stream.signal.aborted) {
        const log = watched.run?.attempts[attempt - 1]?.log;
        const headNow = log === undefined ? '' : JSON.stringify({ attempt, ...logHeadView(log) });
        if (log !== undefined && headNow !== head) {
          head = headNow;
          await stream.send('head', { attempt, ...logHeadView(log) });
          continue; // what was true before the wait is looked at again
        }
        if (next <= (tail.last ?? 0)) {
          const lines = tail.from(next) ?? (await this.logs.read(id, attempt, next, pageSize(log ?? emptyLog)));
          await send(lines);
          if (lines.length > 0) continue;
        }
        if (this.isAtEnd(watched.run, attempt, next, tail, idleSince)) return;
        await nextRing([tail.grown, watched.changed], stream.signal, LOOK_AGAIN_MS);
      }
    } finally {
      giveBack();
    }
  }

  private isAtEnd(run: Run | undefined, attempt: number, next: number, tail: LiveTail, idleSince: number): boolean {
    if (run === undefined || tail.last === undefined) return false;
    const now = this.clock.now();
    const log = run.attempts[attempt - 1]?.log;
    if (log === undefined) return isSettled(run, now);
    const isClosed = logEnd(log) !== 'open' || isSettled(run, now);
    if (isClosed && next > log.lines) return true;
    if (isClosed) tail.nudge();
    // Either lines are missing for good, or a later attempt goes on and nobody has settled this one's log.
    const isGivenUp = isClosed || run.attempts.length > attempt;
    return isGivenUp && now - idleSince > MISSING_LINES_MS;
  }
}
