import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { DryRunView, RerunRequest, RunRequest } from '../../domain/contract/runs.js';
import type { Cluster } from '../../domain/cluster.js';
import { Failure } from '../../domain/failures.js';
import type { Job } from '../../domain/job.js';
import { ClusterStore, Engines, JobStore, RunStore, SecretProvider } from '../../domain/ports.js';
import type { Run, RunSnapshot, Trigger } from '../../domain/run.js';
import { secretsIn, type SecretReference } from '../../domain/secrets.js';
import { Deeds } from '../access/deeds.js';
import { NoSuchName } from '../http/no-such-name.js';
import { NoSuchSecret } from '../http/no-such-secret.js';
import { malformed, notFound, Refusal } from '../http/refusal.js';
import { plain } from '../http/views/plain.js';
import { type Accepted, AcceptRun, type RequestKey } from './accept-run.js';
import { existingRun } from '../http/existing-run.js';
import { type LaunchCheck, launchChecks, type LaunchFacts } from './launch-checks.js';
import { editSnapshot, type Resolved, resolveSnapshot, type SnapshotSource, sourceOf } from './resolve-snapshot.js';
import { SharedRead } from './shared-read.js';
import { refusalOfTrial, type Wanted } from './trial-request.js';

/** Turns a request into a frozen snapshot, checks what can be known now, and has the run accepted. */
@Injectable()
export class LaunchRuns {
  private readonly logger = new Logger('runs');
  private readonly job: SharedRead<Job | undefined>;
  private readonly cluster: SharedRead<Cluster | undefined>;

  constructor(
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(ClusterStore) clusters: ClusterStore,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(Engines) private readonly engines: Engines,
    @Inject(SecretProvider) private readonly secrets: SecretProvider,
    @Inject(AcceptRun) private readonly accepting: AcceptRun,
    @Inject(Deeds) private readonly deeds: Deeds,
  ) {
    this.job = new SharedRead((name) => jobs.get(name));
    this.cluster = new SharedRead((name) => clusters.get(name));
  }

  /** Accepts a run, or refuses it with the first check that fails; then nothing was stored. */
  async launch(request: RunRequest, caller: string, key?: string): Promise<Accepted> {
    const as = { owner: caller, trigger: { kind: request.trigger } };
    return this.noted('run.launch', await this.launchAs(request, as, keyFor(key, request)));
  }

  /** The same in somebody's name and for a reason of its own: a schedule has no caller. */
  async launchAs(
    request: RunRequest,
    as: { readonly owner: string; readonly trigger: Trigger },
    key?: RequestKey,
  ): Promise<Accepted> {
    return this.once(key, async (requestKey) => {
      const { source, group, isArchived } = await this.sourceFor(request);
      const snapshot = snapshotOrRefused(resolveSnapshot(source, request));
      await this.checked({ snapshot, trigger: as.trigger }, isArchived);
      const { priority, labels } = request;
      return this.accepting.accept(snapshot, { ...as, group, priority, labels }, requestKey);
    });
  }

  /** Resolves and checks as a launch would; stores and starts nothing. */
  async dryRun(request: RunRequest): Promise<DryRunView> {
    const { source, isArchived } = await this.sourceFor(request);
    const snapshot = snapshotOrRefused(resolveSnapshot(source, request));
    return this.tried({ snapshot, trigger: { kind: request.trigger } }, isArchived);
  }

  /** Accepts a new run with the snapshot of an earlier one and the edits. */
  async rerun(id: string, edits: RerunRequest, caller: string, key?: string): Promise<Accepted> {
    const accepted = await this.once(keyFor(key, { rerun: id, edits }), async (requestKey) => {
      const earlier = await existingRun(this.runs, id);
      const snapshot = snapshotOrRefused(await this.edited(earlier, edits));
      const trigger: Trigger = { kind: 'rerun', of: earlier.id };
      await this.checked({ snapshot, trigger }, false);
      const { priority = earlier.priority, labels = earlier.labels } = edits;
      const order = { owner: caller, group: earlier.group, trigger, priority, labels };
      return this.accepting.accept(snapshot, order, requestKey);
    });
    return this.noted('run.rerun', accepted);
  }

  // The run itself tells who and when. For the sake of the trail nobody waits longer, and no run is refused that is stored.
  private noted(action: string, accepted: Accepted): Accepted {
    const { run, isNew } = accepted;
    if (isNew)
      this.deeds.note(run.owner, action, `run/${run.id}`, { after: orderOf(run) }).catch((error: unknown) => {
        this.logger.warn(`the launch of ${run.id} is missing from the audit trail: ${String(error)}`);
      });
    return accepted;
  }

  /** Resolves and checks as running it again would; stores and starts nothing. */
  async dryRerun(id: string, edits: RerunRequest): Promise<DryRunView> {
    const earlier = await existingRun(this.runs, id);
    const snapshot = snapshotOrRefused(await this.edited(earlier, edits));
    return this.tried({ snapshot, trigger: { kind: 'rerun', of: earlier.id } }, false);
  }

  private async tried(wanted: Wanted, isArchived: boolean): Promise<DryRunView> {
    const checks = launchChecks(await this.facts(wanted, isArchived));
    return {
      ok: checks.every((check) => check.ok),
      snapshot: plain(wanted.snapshot) as DryRunView['snapshot'], // plain data, and so JSON
      checks: checks.map(({ check, ok, code, message }) => ({ check, ok, code, message })),
    };
  }

  private async edited(earlier: Run, edits: RerunRequest): Promise<Resolved> {
    const { job, declared = {} } = earlier.snapshot;
    const revision = job && (await this.jobs.revision(job.id, job.revision));
    return editSnapshot(earlier, revision?.spec.parameters ?? declared, edits);
  }

  // What was accepted once stays accepted: a repeat is answered even if the same request would be refused by now.
  private async once(key: RequestKey | undefined, accept: (key?: RequestKey) => Promise<Accepted>): Promise<Accepted> {
    try {
      return await accept(key);
    } catch (error) {
      const earlier = error instanceof Refusal ? await this.accepting.earlier(key) : undefined;
      if (earlier === undefined) throw error;
      return { run: earlier, isNew: false };
    }
  }

  private async sourceFor(
    request: RunRequest,
  ): Promise<{ source: SnapshotSource; group: string; isArchived: boolean }> {
    if (request.spec !== undefined) {
      const { name, group, ...spec } = request.spec;
      return { source: { name, spec }, group, isArchived: false };
    }
    const name = request.job ?? ''; // the schema lets nothing through that has neither
    const job = await this.job.read(name);
    if (job === undefined) throw new NoSuchName('job', name, 'job');
    const { group, archived: isArchived } = job;
    const { revision } = request;
    if (revision === undefined || revision === job.revision) return { source: sourceOf(job), group, isArchived };
    const older = await this.jobs.revision(job.id, revision);
    if (older === undefined) throw notFound(`The job ${name} has no revision ${revision}.`, 'revision');
    return { source: { ...sourceOf(job), job: { id: job.id, name, revision }, spec: older.spec }, group, isArchived };
  }

  private async checked(wanted: Wanted, isArchived: boolean): Promise<void> {
    const facts = await this.facts(wanted, isArchived);
    const failed = launchChecks(facts).find((check) => !check.ok);
    if (failed?.check === 'cluster') throw new NoSuchName('cluster', wanted.snapshot.cluster, failed.path);
    const [missing] = facts.missingSecrets;
    if (failed?.check === 'secrets' && missing !== undefined) throw new NoSuchSecret(missing);
    if (failed !== undefined) throw refusalFor(failed);
  }

  private async facts(wanted: Wanted, isArchived: boolean): Promise<LaunchFacts> {
    const { snapshot } = wanted;
    const cluster = await this.cluster.read(snapshot.cluster);
    const engine = cluster && this.engineOf(cluster, wanted);
    return { snapshot, isArchived, cluster, engine, missingSecrets: await this.missingSecrets(snapshot, engine) };
  }

  // A cluster that looks them up itself is the only one to know.
  private async missingSecrets({ env }: RunSnapshot, engine: LaunchFacts['engine']): Promise<SecretReference[]> {
    if (engine !== undefined && 'features' in engine && engine.features.secrets !== undefined) return [];
    const found = await Promise.all(
      secretsIn(env).map(async (wanted) => ({ wanted, exists: await this.secrets.has(wanted.secret) })),
    );
    return found.filter(({ exists }) => !exists).map(({ wanted }) => wanted);
  }

  private engineOf(cluster: Cluster, wanted: Wanted): LaunchFacts['engine'] {
    try {
      const engine = this.engines.of(cluster);
      const refusal = refusalOfTrial(engine, wanted);
      return refusal === undefined ? engine.describe() : { refusal };
    } catch (error) {
      if (error instanceof Failure) return { refusal: error.message };
      throw error;
    }
  }
}

function snapshotOrRefused(resolved: Resolved): RunSnapshot {
  if (resolved.kind === 'snapshot') return resolved.snapshot;
  throw malformed(resolved.errors);
}

const orderOf = ({ snapshot: { name, job, cluster }, group }: Run) => ({
  name,
  ...(job === undefined ? {} : { revision: job.revision }),
  cluster,
  group,
});

const refusalFor = ({ code, message, path }: LaunchCheck): Refusal =>
  new Refusal(code ?? 'invalid-request', message, path === undefined ? undefined : [{ path, message }]);

/** The hash is over the parsed request, so that spelling out a default makes no difference. */
function keyFor(key: string | undefined, request: unknown): RequestKey | undefined {
  if (key === undefined) return undefined;
  return { key, hash: createHash('sha256').update(JSON.stringify(request)).digest('base64url') };
}
