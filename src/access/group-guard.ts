import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Identity, isWithin } from '../../domain/access.js';
import { isUlid, runId } from '../../domain/ids.js';
import { JobStore, RunStore } from '../../domain/ports.js';
import { ScheduleStore } from '../../domain/schedule-ports.js';
import { nearName } from '../http/near-name.js';
import { Refusal } from '../http/refusal.js';
import { neededFor, type Scope } from './route-access.js';

/**
 * Keeps those who are here for some groups away from the jobs and runs of all others. What does not exist, or is not
 * understood, is let through: the route itself says so better.
 */
@Injectable()
export class GroupGuard implements CanActivate {
  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { identity } = request;
    const needed = neededFor(request.method, request.routeOptions.url);
    if (identity?.groups === undefined || needed === undefined) return true;
    for (const touched of await this.touchedBy(request, needed.scope))
      if (!isWithin(identity, touched.group)) throw foreign(identity, touched);
    return true;
  }

  private async touchedBy({ params, query, body }: FastifyRequest, scope: Scope): Promise<Touched[]> {
    switch (scope) {
      case 'run':
        return this.run(textIn(params, 'id'));
      case 'compared':
        return [...(await this.run(textIn(query, 'a'))), ...(await this.run(textIn(query, 'b')))];
      case 'job':
        return this.job(textIn(params, 'name'));
      case 'job-document':
        // It may move a job from one group to another: both are touched.
        return [...(await this.job(textIn(params, 'name'))), ...groupIn(body, 'the job')];
      case 'schedule':
        return this.schedule(textIn(params, 'name'));
      case 'schedule-document':
        return [...(await this.schedule(textIn(params, 'name'))), ...(await this.job(textIn(body, 'job')))];
      case 'launch':
        return [...(await this.job(textIn(body, 'job'))), ...groupIn(fieldOf(body, 'spec'), 'the run')];
      case 'list':
      case 'none':
        return [];
    }
  }

  private async run(id: string | undefined): Promise<Touched[]> {
    const run = id !== undefined && isUlid(id) ? await this.runs.get(runId(id)) : undefined;
    return run === undefined ? [] : [{ what: `the run ${run.id}`, group: run.group }];
  }

  private async job(name: string | undefined): Promise<Touched[]> {
    const job = name === undefined ? undefined : await this.jobs.get(name);
    return job === undefined ? [] : [{ what: `the job ${job.name}`, group: job.group }];
  }

  /** A schedule belongs to where its job does. */
  private async schedule(name: string | undefined): Promise<Touched[]> {
    const schedule = name === undefined ? undefined : await this.schedules.get(name);
    return this.job(schedule?.spec.job);
  }
}

interface Touched {
  readonly what: string;
  readonly group: string;
  /** The group as the request spells it, which may be a slip. */
  readonly spelled?: string;
}

function foreign({ groups = [] }: Identity, { what, group, spelled }: Touched): Refusal {
  const own = groups.length === 1 ? `the group ${groups[0] ?? ''}` : `the groups ${groups.join(', ')}`;
  const near = spelled === undefined ? undefined : nearName(spelled, groups);
  const next = near === undefined ? `Ask an admin for a token for ${group}.` : `Did you mean ${near}?`;
  return new Refusal('forbidden', `The group of ${what} is ${group}, and your token is for ${own}. ${next}`);
}

/** The group that a document names; the contract's default where it names none. No document, no group. */
function groupIn(document: unknown, what: string): Touched[] {
  if (typeof document !== 'object' || document === null) return [];
  const spelled = textIn(document, 'group');
  return [{ what, group: spelled ?? 'default', spelled }];
}

function textIn(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : undefined;
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
