import { Inject, Injectable } from '@nestjs/common';
import type { JobId } from '../../domain/ids.js';
import { Clock, RunStore } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import type { PastLengths } from '../../domain/start-estimate.js';

const FRESH_MS = 60_000;
const RUNS_PER_JOB = 20;

/** How long the latest runs of jobs took, asked once a minute for each job however many people look. */
@Injectable()
export class KnownLengths {
  private readonly known = new Map<JobId, { at: number; lengths: number[] }>();

  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(jobs: readonly JobId[]): Promise<PastLengths> {
    const now = this.clock.now();
    for (const [job, { at }] of this.known) if (now - at > FRESH_MS) this.known.delete(job);
    const missing = jobs.filter((job) => !this.known.has(job));
    if (missing.length > 0) {
      const recent = await this.runs.recentOf(missing, RUNS_PER_JOB);
      for (const job of missing) {
        const lengths = recent.filter(({ snapshot }) => snapshot.job?.id === job).flatMap(lengthOf);
        this.known.set(job, { at: now, lengths: lengths.sort((a, b) => a - b) });
      }
    }
    return new Map(jobs.map((job) => [job, this.known.get(job)?.lengths ?? []]));
  }
}

/** How long a run held its lease, the last time it did; a cancelled or lost one tells nothing. */
function lengthOf({ state, attempts }: Run): number[] {
  const attempt = attempts.at(-1);
  if (attempt?.endedAt === undefined || (state !== 'succeeded' && state !== 'failed')) return [];
  return [Math.max(0, attempt.endedAt - attempt.grantedAt)];
}
