import { Inject, Injectable } from '@nestjs/common';
import type { RunCountsView, RunPage, RunQuery } from '../../domain/contract/runs.js';
import { Clock, JobStore, type RunFilter, RunStore } from '../../domain/ports.js';
import { type Remembered, rememberedWhenMany } from '../http/remembered.js';
import { runView } from '../http/views/run-view.js';

/** The history and what goes on now. */
@Injectable()
export class FindRuns {
  private readonly live: Remembered<RunCountsView>;

  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(Clock) clock: Clock,
  ) {
    this.live = rememberedWhenMany(clock, ({ items }) => items.reduce((sum, { count }) => sum + count, 0));
  }

  /** A page of runs of these groups (of all, if none are named), newest first. A job that does not exist has no runs. */
  async list(query: RunQuery, groups?: readonly string[]): Promise<RunPage> {
    const filter = await this.filterFor(query, groups);
    if (filter === undefined) return { items: [] };
    const page = await this.runs.list(filter, query.limit, query.cursor);
    return { items: page.items.map(runView), next: page.next };
  }

  /** The filter in the store's words; undefined when it names a job that does not exist, and so no run. */
  async filterFor(
    query: Omit<RunQuery, 'limit' | 'cursor'>,
    groups?: readonly string[],
  ): Promise<RunFilter | undefined> {
    const filter = { ...filterOf(query), groups };
    if (query.job === undefined) return filter;
    const job = await this.jobs.get(query.job);
    return job && { ...filter, jobId: job.id };
  }

  async counts(): Promise<RunCountsView> {
    return this.live.of('all', async () => ({ items: await this.runs.countLive() }));
  }
}

function filterOf(query: Omit<RunQuery, 'limit' | 'cursor'>): RunFilter {
  const { state: states, cluster, owner, group, q: text } = query;
  return {
    states,
    cluster,
    owner,
    group,
    text,
    label: query.label === undefined ? undefined : labelOf(query.label),
    since: query.since === undefined ? undefined : Date.parse(query.since),
    until: query.until === undefined ? undefined : Date.parse(query.until),
  };
}

function labelOf(text: string): { name: string; value: string } {
  const split = text.indexOf('=');
  return { name: text.slice(0, split), value: text.slice(split + 1) };
}
