import { Inject, Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import type { RunId } from '../../domain/ids.js';
import { Clock, RunStore } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import { isFinal, liveStates } from '../../domain/run-state.js';
import { HttpMetrics } from '../http/http-metrics.js';

const PAGE = 500;
const IDS = 5_000;
const MOST_PAGES = 40;
/** Runs of the last moments are looked at again: ids of several API processes do not arrive in order. */
const OVERLAP_MS = 10_000;

/**
 * Counts how runs end and how long they take, from the history: every run of the installation once, whoever carried
 * it out. It looks when the figures are asked for. Every API process tells the same figures, so take one, not their sum.
 */
@Injectable()
export class FinishedRuns {
  private readonly open = new Set<RunId>();
  /** Runs newer than the last look minus the overlap: known already. */
  private recent = new Map<RunId, number>();
  private looking: Promise<void> | undefined;
  private lookedAt: number | undefined;
  private readonly finished: Counter;
  private readonly waited: Histogram;
  private readonly took: Histogram;

  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(HttpMetrics) { registry }: HttpMetrics,
  ) {
    const registers = [registry];
    this.finished = new Counter({
      name: 'flotilla_runs_finished_total',
      help: 'Runs that ended, by final state and failure code',
      labelNames: ['cluster', 'state', 'code'],
      registers,
    });
    this.waited = new Histogram({
      name: 'flotilla_run_queue_seconds',
      help: 'From acceptance to the first grant',
      labelNames: ['cluster'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120, 600, 3600, 21_600],
      registers,
    });
    this.took = new Histogram({
      name: 'flotilla_run_seconds',
      help: 'From the first grant to the end',
      labelNames: ['cluster', 'state'],
      buckets: [0.1, 0.5, 1, 5, 30, 120, 600, 3600, 21_600, 86_400],
      registers,
    });
  }

  /** Takes note of everything that has happened since the last look. What had ended before the first one is not counted. */
  look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    const now = this.clock.now();
    const isFirst = this.lookedAt === undefined;
    const live = await this.liveRuns();
    if (!isFirst) await this.noteNew((this.lookedAt ?? now) - OVERLAP_MS);
    for (const id of this.open) {
      if (live.has(id)) continue;
      this.open.delete(id);
      const run = await this.runs.get(id);
      if (run !== undefined) this.note(run);
    }
    if (isFirst) for (const id of live) this.open.add(id);
    this.recent = new Map([...this.recent].filter(([, createdAt]) => createdAt > now - 2 * OVERLAP_MS));
    this.lookedAt = now;
  }

  private async liveRuns(): Promise<Set<RunId>> {
    const live = new Set<RunId>();
    for (let page = 0, after: RunId | undefined; page < MOST_PAGES; page += 1) {
      const ids = await this.runs.idsIn(liveStates, IDS, after);
      for (const id of ids) live.add(id);
      after = ids.at(-1);
      if (ids.length < IDS) return live;
    }
    return new Set([...live, ...this.open]); // too many to look at: whatever was open counts as open until there are fewer
  }

  private async noteNew(since: number): Promise<void> {
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { items, next } = await this.runs.list({ since }, PAGE, cursor);
      for (const run of items) {
        if (this.recent.has(run.id) || this.open.has(run.id)) continue;
        this.recent.set(run.id, run.createdAt);
        this.note(run);
      }
      if (next === undefined) return;
      cursor = next;
    }
  }

  private note(run: Run): void {
    if (!isFinal(run.state)) {
      this.open.add(run.id);
      return;
    }
    const { cluster } = run.snapshot;
    const code = run.outcome !== undefined && 'failure' in run.outcome ? run.outcome.failure.code : '';
    this.finished.inc({ cluster, state: run.state, code });
    const grantedAt = run.attempts[0]?.grantedAt;
    const endedAt = run.times[run.state];
    if (grantedAt === undefined || endedAt === undefined) return;
    this.waited.observe({ cluster }, Math.max(0, grantedAt - run.createdAt) / 1000);
    this.took.observe({ cluster, state: run.state }, Math.max(0, endedAt - grantedAt) / 1000);
  }
}
