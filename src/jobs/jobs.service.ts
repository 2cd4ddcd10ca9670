import { Inject, Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import {
  JobInput,
  type JobPage,
  type JobPutView,
  type JobQuery,
  type JobRevisionPage,
  type JobRevisionView,
  type JobView,
} from '../../domain/contract/jobs.js';
import type { RunPage } from '../../domain/contract/runs.js';
import { changedFields } from '../../domain/changed-fields.js';
import { jobId } from '../../domain/ids.js';
import type { Job, JobSpec } from '../../domain/job.js';
import type { Json } from '../../domain/json.js';
import { Clock, JobStore, RunStore } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import { worked } from '../../domain/run-phases.js';
import { Deeds } from '../access/deeds.js';
import { fieldErrors } from '../http/field-errors.js';
import { schemaMistakes } from '../http/parameters/schema-mistakes.js';
import { nameTaken } from '../http/only-if-new.js';
import { NoSuchName } from '../http/no-such-name.js';
import { malformed, notFound } from '../http/refusal.js';
import { jobView, revisionView } from '../http/views/job-view.js';
import { runView } from '../http/views/run-view.js';

const RECENT = 10;

/** Saved jobs and their revisions. A job is never deleted: its history needs it. */
@Injectable()
export class JobsService {
  constructor(
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(Deeds) private readonly deeds: Deeds,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Creates the job; refused when there is one of its name, even an archived one. */
  async create(name: string, input: JobInput, caller: string): Promise<JobPutView> {
    const job = await this.jobs.create(...this.wanted(name, input, caller));
    if (job === undefined) throw nameTaken(await this.holderOf(name));
    await this.record('job.create', job, caller, changeOf(undefined, job));
    return { change: 'created', job: jobView(job) };
  }

  /** Creates the job or a new revision of it; a document that changes nothing makes none. */
  async put(name: string, input: JobInput, caller: string): Promise<JobPutView> {
    const wanted = this.wanted(name, input, caller);
    const before = await this.jobs.get(name);
    const { kind, job } = await this.jobs.put(...wanted);
    if (kind !== 'unchanged')
      await this.record(kind === 'created' ? 'job.create' : 'job.revise', job, caller, changeOf(before, job));
    return { change: kind, job: jobView(job) };
  }

  async get(name: string): Promise<JobView> {
    return jobView(await this.existing(name));
  }

  /** A page of jobs, each with the outcomes of its latest runs. */
  async list(query: JobQuery, groups?: readonly string[]): Promise<JobPage> {
    const { q: text, group, tag, archived, limit, cursor } = query;
    const page = await this.jobs.list({ text, group, groups, tag, archived }, limit, cursor);
    const recent = await this.runs.recentOf(
      page.items.map((job) => job.id),
      RECENT,
    );
    const recentOf = (job: Job) => recent.filter((run) => run.snapshot.job?.id === job.id).map(recentView);
    return { items: page.items.map((job) => jobView(job, recentOf(job))), next: page.next };
  }

  async archive(name: string, caller: string): Promise<JobView> {
    const before = await this.existing(name);
    if (before.archived) return jobView(before);
    const job = (await this.jobs.archive(name, { by: caller, at: this.clock.now() })) ?? before;
    await this.record('job.archive', job, caller, changeOf(before, job));
    return jobView(job);
  }

  async revisions(name: string, limit: number, cursor?: string): Promise<JobRevisionPage> {
    const page = await this.jobs.revisions((await this.existing(name)).id, limit, cursor);
    return { items: page.items.map(revisionView), next: page.next };
  }

  async revision(name: string, number: number): Promise<JobRevisionView> {
    const revision = await this.jobs.revision((await this.existing(name)).id, number);
    if (revision === undefined) throw notFound(`The job ${name} has no revision ${number}.`);
    return revisionView(revision);
  }

  /** Makes an old revision new: everything else of the job stays as it is, and nothing of its history goes. */
  async restore(name: string, number: number, note: string | undefined, caller: string): Promise<JobPutView> {
    const { group, description, tags } = await this.existing(name);
    const { spec } = await this.revision(name, number);
    const why = note ?? `back to revision ${number}`;
    const document = JobInput.safeParse({ ...spec, group, description, tags, note: why });
    if (!document.success) throw malformed(fieldErrors(document.error.issues)); // saved before there was a check for this
    return this.put(name, document.data, caller);
  }

  /** Only those of the groups that the caller sees: a job may have moved from one group to another. */
  async runsOf(name: string, groups: readonly string[] | undefined, limit: number, cursor?: string): Promise<RunPage> {
    const page = await this.runs.list({ jobId: (await this.existing(name)).id, groups }, limit, cursor);
    return { items: page.items.map(runView), next: page.next };
  }

  private wanted(name: string, input: JobInput, by: string): Parameters<JobStore['put']> {
    refuseContradictions(name, input);
    const { name: _same, group, description, tags, note, ...fields } = input;
    const spec = fields as JobSpec; // the schema's defaults have filled it in; only readonly marks differ
    const at = this.clock.now();
    return [
      { id: jobId(ulid(at)), name, group, description, tags, spec },
      { by, at, note },
    ];
  }

  private async holderOf(name: string): Promise<string> {
    return (await this.jobs.get(name))?.archived === true ? `an archived job called ${name}` : `a job called ${name}`;
  }

  private async existing(name: string): Promise<Job> {
    const job = await this.jobs.get(name);
    if (job === undefined) throw new NoSuchName('job', name);
    return job;
  }

  private record(action: string, job: Job, actor: string, details: { readonly [name: string]: Json }): Promise<void> {
    return this.deeds.note(actor, action, `job/${job.name}`, details);
  }
}

/** What a revision holds is kept with it; of its spec, the trail tells which fields changed. */
function changeOf(before: Job | undefined, after: Job): { readonly [name: string]: Json } {
  const kept = ({ revision, group, description, tags, archived }: Job) => ({
    revision,
    group,
    description,
    tags,
    archived,
  });
  const spec = changedFields(specOf(before), specOf(after));
  const fields = new Set([...Object.keys(spec.before), ...Object.keys(spec.after)]);
  return {
    ...changedFields(before === undefined ? {} : kept(before), kept(after)),
    ...(before === undefined || fields.size === 0 ? {} : { fields: [...fields].sort() }),
  };
}

const specOf = (job: Job | undefined): { readonly [name: string]: Json } =>
  job === undefined ? {} : ({ ...job.spec } as unknown as { readonly [name: string]: Json }); // it came as JSON

function refuseContradictions(name: string, input: JobInput): void {
  if (input.name !== undefined && input.name !== name) {
    const message = `the document is about ${input.name}, the address about ${name}`;
    throw malformed([{ path: 'name', message }]);
  }
  const errors = schemaMistakes(input.parameters);
  if (errors.length > 0) throw malformed(errors);
}

function recentView(run: Run): NonNullable<JobView['recent']>[number] {
  const duration = worked(run, run.createdAt); // it has ended: now does not matter
  return { id: run.id, state: run.state, ...(duration === undefined ? {} : { durationSeconds: duration / 1000 }) };
}
