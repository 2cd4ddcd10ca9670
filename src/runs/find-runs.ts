import { Inject, Injectable } from '@nestjs/common';
import type { RunCountsView, RunPage, RunQuery } from '../../domain/contract/runs.js';
import { JobStore, type RunFilter, RunStore } from '../../domain/ports.js';
import { runView } from '../http/views/run-view.js';

/** The history and what goes on now. */
@Injectable()
export class FindRuns {
  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(JobStore) private readonly jobs: JobStore,
  ) {}

  /** A page of runs, newest first. A job that does not exist has no runs. */
  async list(query: RunQuery): Promise<RunPage> {
    const job = query.job === undefined ? undefined : await this.jobs.get(query.job);
    if (query.job !== undefined && job === undefined) return { items: [] };
    const page = await this.runs.list({ ...filterOf(query), jobId: job?.id }, query.limit, query.cursor);
    return { items: page.items.map(runView), next: page.next };
  }

  async counts(): Promise<RunCountsView> {
    return { items: await this.runs.countLive() };
  }
}

function filterOf(query: RunQuery): RunFilter {
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
