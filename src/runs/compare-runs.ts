import { Inject, Injectable } from '@nestjs/common';
import type { CompareQuery, ComparisonView } from '../../domain/contract/comparison.js';
import { compareRuns } from '../../domain/compare-runs.js';
import { Clock, LogStore, RunStore } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import { existingRun } from '../http/existing-run.js';
import { logLineView } from '../http/views/log-line-view.js';
import { plain } from '../http/views/plain.js';
import { runView } from '../http/views/run-view.js';
import { firstDifference, type ReadLines } from './first-difference.js';

const MOST_LINES = 100_000;

/** Lays two runs side by side: what they were told to do, how it went, and where their logs part ways. */
@Injectable()
export class CompareRuns {
  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(LogStore) private readonly logs: LogStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async compare(query: CompareQuery): Promise<ComparisonView> {
    const [a, b] = await Promise.all([existingRun(this.runs, query.a), existingRun(this.runs, query.b)]);
    const log = await firstDifference(this.linesOf(a), this.linesOf(b), [a.id, b.id], MOST_LINES);
    return {
      a: runView(a),
      b: runView(b),
      rows: plain(compareRuns(a, b, this.clock.now())),
      log: {
        ...log,
        before: log.before.map(logLineView),
        a: log.a.map(logLineView),
        b: log.b.map(logLineView),
      },
    };
  }

  // The last attempt is the one that decided how it ended.
  private linesOf({ id, attempts }: Run): ReadLines {
    if (attempts.length === 0) return () => Promise.resolve([]);
    return (from, limit) => this.logs.read(id, attempts.length, from, limit);
  }
}
