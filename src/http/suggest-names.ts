import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, from, mergeMap, type Observable, throwError } from 'rxjs';
import type { Job } from '../../domain/job.js';
import { Clock, ClusterStore, JobStore, SecretProvider } from '../../domain/ports.js';
import { ScheduleStore } from '../../domain/schedule-ports.js';
import { secretsIn } from '../../domain/secrets.js';
import { nearName } from './near-name.js';
import { type NamedThing, NoSuchName } from './no-such-name.js';
import { NoSuchSecret } from './no-such-secret.js';
import { type Remembered, rememberedWhenMany } from './remembered.js';

/** So many names are looked at, the newest: enough for nearly everybody, and never dear. */
const MOST = 1000;

type Groups = readonly string[] | undefined;

/**
 * Adds to the refusal of a name that there is none of the one that may have been meant, of those that the caller sees.
 * Names are read only then.
 */
@Injectable()
export class SuggestNames implements NestInterceptor {
  private readonly known: Remembered<readonly string[]>;

  constructor(
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(ClusterStore) private readonly clusters: ClusterStore,
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(SecretProvider) private readonly secrets: SecretProvider,
    @Inject(Clock) clock: Clock,
  ) {
    this.known = rememberedWhenMany(clock, (names) => names.length);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { identity } = context.switchToHttp().getRequest<FastifyRequest>();
    return next
      .handle()
      .pipe(
        catchError((error: unknown) =>
          from(this.suggesting(error, identity?.groups)).pipe(mergeMap((told) => throwError(() => told))),
        ),
      );
  }

  private async suggesting(error: unknown, groups: Groups): Promise<unknown> {
    if (!(error instanceof NoSuchName || error instanceof NoSuchSecret)) return error;
    const { thing, wanted } = error;
    const names = await this.known.of(JSON.stringify([thing, groups]), () => this.names(thing, groups));
    const near = nearName(wanted, names);
    return near === undefined ? error : error.suggesting(near);
  }

  private async names(thing: NamedThing | 'secret', groups: Groups): Promise<readonly string[]> {
    switch (thing) {
      case 'job':
        return (await this.jobsOf(groups)).map(({ name }) => name);
      case 'cluster':
        return (await this.clusters.list()).map(({ name }) => name);
      case 'schedule':
        // Which of them somebody with some groups may see, only the jobs behind them would tell.
        return groups === undefined ? (await this.schedules.list({}, MOST)).items.map(({ name }) => name) : [];
      case 'secret':
        return this.secretsOf(await this.jobsOf(groups));
    }
  }

  private async jobsOf(groups: Groups): Promise<readonly Job[]> {
    return (await this.jobs.list({ groups, archived: false }, MOST)).items;
  }

  /** Those that these jobs refer to, as far as they exist: of a secret that no job tells of, nobody learns here. */
  private async secretsOf(jobs: readonly Job[]): Promise<readonly string[]> {
    const told = [...new Set(jobs.flatMap(({ spec }) => secretsIn(spec.env).map(({ secret }) => secret)))];
    const exist = await Promise.all(told.map((name) => this.secrets.has(name)));
    return told.filter((_, index) => exist[index]);
  }
}
