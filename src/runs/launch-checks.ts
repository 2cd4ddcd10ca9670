import type { ProblemCode } from '../../domain/contract/problem.js';
import type { Cluster } from '../../domain/cluster.js';
import type { EngineDescription } from '../../domain/engine.js';
import { tooLargeFor } from '../../domain/lease-rules.js';
import type { dimensions } from '../../domain/resources.js';
import { type Limits, type Need } from '../../domain/resources.js';
import type { RunSnapshot } from '../../domain/run.js';
import { secretsIn, type SecretReference } from '../../domain/secrets.js';
import { noSuchSecret } from '../http/no-such-secret.js';
import { amounts } from './amounts.js';

/** What is known when a run is about to be accepted. */
export interface LaunchFacts {
  readonly snapshot: RunSnapshot;
  readonly isArchived: boolean;
  readonly cluster: Cluster | undefined;
  /** What the cluster's engine can do, or why it can never carry this run out. */
  readonly engine: EngineDescription | { readonly refusal: string } | undefined;
  /** The secrets that it refers to and that do not exist, as far as that is for Flotilla to know. */
  readonly missingSecrets: readonly SecretReference[];
}

/** One thing that was looked at; `code` and `path` tell what is wrong when it is not ok. */
export interface LaunchCheck {
  readonly check: string;
  readonly ok: boolean;
  readonly message: string;
  readonly code?: ProblemCode;
  readonly path?: string;
}

/** Everything that can be known before a run is accepted, in the order in which a refusal is reported. Pure. */
export function launchChecks(facts: LaunchFacts): LaunchCheck[] {
  const { snapshot, cluster } = facts;
  const need: Need = { slots: 1, ...snapshot.resources };
  return [
    archived(facts),
    clusterExists(facts),
    ...(cluster === undefined ? [] : [accepting(cluster), fits(need, cluster), ...engineTakes(need, facts)]),
    secrets(facts),
  ];
}

function archived({ isArchived, snapshot }: LaunchFacts): LaunchCheck {
  if (!isArchived) return { check: 'job', ok: true, message: 'The job can be launched.' };
  const message = `The job ${snapshot.name} is archived. Put it again to bring it back.`;
  return { check: 'job', ok: false, code: 'conflict', path: 'job', message };
}

function clusterExists({ cluster, snapshot }: LaunchFacts): LaunchCheck {
  if (cluster !== undefined) return { check: 'cluster', ok: true, message: `The cluster ${cluster.name} exists.` };
  const message = `There is no cluster called ${snapshot.cluster}.`;
  return { check: 'cluster', ok: false, code: 'not-found', path: 'cluster', message };
}

function accepting({ name, status, statusReason }: Cluster): LaunchCheck {
  const why = statusReason === undefined ? '' : ` (${statusReason})`;
  if (status === 'draining') {
    const message = `The cluster ${name} is draining${why}: it finishes what it has and takes no new runs.`;
    return { check: 'status', ok: false, code: 'cluster-draining', path: 'cluster', message };
  }
  const message =
    status === 'paused' ? `The cluster ${name} is paused${why}: the run will wait.` : 'It takes new runs.';
  return { check: 'status', ok: true, message };
}

function fits(need: Need, { name, limits }: Cluster): LaunchCheck {
  const short = tooLargeFor(need, limits);
  if (short.length === 0) return { check: 'size', ok: true, message: `It fits into the cluster ${name}.` };
  const message = `The run needs ${amounts(need, short)}; the cluster ${name} has ${amounts(limits, short)} in all.`;
  return { check: 'size', ok: false, code: 'too-large-for-cluster', path: pathOf(short[0]), message };
}

function engineTakes(need: Need, { engine, cluster, snapshot }: LaunchFacts): LaunchCheck[] {
  if (engine === undefined || cluster === undefined) return [];
  if ('refusal' in engine) return [{ check: 'engine', ok: false, code: 'invalid-request', message: engine.refusal }];
  const short = tooLargeFor(need, largestOf(engine.limits));
  if (short.length > 0) {
    const largest = amounts(engine.limits, short);
    const message = `The run needs ${amounts(need, short)}; the largest that ${cluster.name} (${engine.kind}) can run has ${largest}.`;
    return [{ check: 'engine', ok: false, code: 'too-large-for-cluster', path: pathOf(short[0]), message }];
  }
  if (engine.features.images && snapshot.image === undefined) {
    const message = `The cluster ${cluster.name} runs containers: name an image.`;
    return [{ check: 'engine', ok: false, code: 'invalid-request', path: 'image', message }];
  }
  return [{ check: 'engine', ok: true, message: `Its engine (${engine.kind}) can run it.` }];
}

// The engine's limit is for one container; a limit of slots would be the cluster's business.
const largestOf = ({ cpu, memoryMiB, gpu }: Limits): Limits => ({ cpu, memoryMiB, gpu });

function secrets({ snapshot, missingSecrets: [missing], engine }: LaunchFacts): LaunchCheck {
  const [first] = secretsIn(snapshot.env);
  if (first === undefined) return { check: 'secrets', ok: true, message: 'It refers to no secrets.' };
  const refusal = (path: string, message: string): LaunchCheck => ({
    check: 'secrets',
    ok: false,
    code: 'secret-missing',
    path: `env.${path}`,
    message,
  });
  if (isNobodys(engine)) {
    const message = `${first.variable} refers to the secret ${first.secret}, and the cluster cannot read secrets.`;
    return refusal(first.variable, message);
  }
  if (missing === undefined) return { check: 'secrets', ok: true, message: 'No secret that it refers to is missing.' };
  return refusal(missing.variable, noSuchSecret(missing));
}

const isNobodys = (engine: LaunchFacts['engine']): boolean =>
  engine !== undefined && 'features' in engine && engine.features.secrets === false;

const pathOf = (dimension: (typeof dimensions)[number] | undefined): string =>
  dimension === undefined || dimension === 'slots' ? 'cluster' : `resources.${dimension}`;
