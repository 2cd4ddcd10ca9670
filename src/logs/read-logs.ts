import { Inject, Injectable } from '@nestjs/common';
import type { LogPage, LogQuery } from '../../domain/contract/logs.js';
import { lineBytes } from '../../domain/log-chunk.js';
import type { LogLine } from '../../domain/log-line.js';
import { LogStore, RunStore } from '../../domain/ports.js';
import type { LogHead, Run } from '../../domain/run.js';
import { existingRun } from '../http/existing-run.js';
import { logLineView } from '../http/views/log-line-view.js';
import { logHeadView } from '../http/views/run-view.js';
import { type AttemptLog, attemptLog, whyEmpty } from './attempt-log.js';
import { pageSize } from './page-size.js';

const MOST_BYTES = 4 * 1024 * 1024;

interface Window {
  readonly lines: LogLine[];
  readonly next?: number;
}

/** Windows of a log by line number, from its end, or by what the lines contain. */
@Injectable()
export class ReadLogs {
  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(LogStore) private readonly logs: LogStore,
  ) {}

  async page(id: string, query: LogQuery): Promise<LogPage> {
    const run = await existingRun(this.runs, id);
    const log = attemptLog(run, query.attempt);
    const head = await this.exactHead(run, log);
    const { lines, next } = await this.window(run, log.number, head, query);
    const isNothingThere = lines.length === 0 && head.lines === 0;
    return {
      attempt: log.number,
      lines: lines.map(logLineView),
      next,
      head: logHeadView(head),
      why: isNothingThere ? whyEmpty(run, log) : undefined,
    };
  }

  /** The lines `from` … in order until the end of what is stored, about a megabyte at a time. */
  async *all(run: Run, attempt: number, head: Pick<LogHead, 'lines' | 'bytes'>, from = 1): AsyncGenerator<LogLine[]> {
    let at = from;
    for (;;) {
      const lines = await this.logs.read(run.id, attempt, at, pageSize(head));
      const last = lines.at(-1);
      if (last === undefined) return;
      yield lines;
      at = last.number + 1;
    }
  }

  // While lines still arrive, the head on the run is behind what is stored.
  async exactHead(run: Run, { number, attempt, head }: AttemptLog): Promise<LogHead> {
    if (attempt === undefined || head.complete) return head;
    const { lines, bytes } = await this.logs.tail(run.id, number);
    return lines > head.lines ? { ...head, lines, bytes } : head;
  }

  private window(run: Run, attempt: number, head: LogHead, query: LogQuery): Promise<Window> {
    const { from, limit, q, matchCase, tail } = query;
    if (q !== undefined) return this.logs.search(run.id, attempt, { text: q, matchCase, from, limit });
    if (tail === undefined) return this.between(run, attempt, head, from, limit);
    return this.between(run, attempt, head, Math.max(1, head.lines - tail + 1), tail);
  }

  // Stops after a few megabytes, however many lines were asked for: lines can be long, and `next` goes on.
  private async between(run: Run, attempt: number, head: LogHead, from: number, limit: number): Promise<Window> {
    const lines: LogLine[] = [];
    let bytes = 0;
    while (lines.length < limit && bytes < MOST_BYTES) {
      const at = from + lines.length;
      const read = await this.logs.read(run.id, attempt, at, Math.min(limit - lines.length, pageSize(head)));
      if (read.length === 0) return { lines };
      for (const line of read) bytes += lineBytes(line.text);
      lines.push(...read);
    }
    const next = from + lines.length;
    return next <= head.lines ? { lines, next } : { lines };
  }
}
