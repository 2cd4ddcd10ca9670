import type { ChaosPlan } from './chaos-plan.js';

/** A machine registered in an EC2 cluster: cpu in ECS units (1024 = one vCPU), memory in MiB. */
export type InstanceSetup = { readonly cpu: number; readonly memory: number; readonly gpu?: number };

export type ClusterSetup = {
  readonly name: string;
  readonly status?: 'ACTIVE' | 'INACTIVE';
  readonly instances?: readonly InstanceSetup[];
};

/** How long a task stays in each phase, in milliseconds. */
export type PhaseDelays = {
  readonly provisioning: number;
  readonly pending: number;
  readonly pull: number;
  readonly deprovisioning: number;
};

export type FakeAwsOptions = {
  /** 0 takes a free one; always on 127.0.0.1. */
  readonly port?: number;
  /** The account is empty in every other region. */
  readonly region?: string;
  /** `pretended`: `sleep N` takes that long, everything else ends at once, and no process is started. */
  readonly tasks?: 'process' | 'container' | 'pretended';
  /** Where containers run; the default is DOCKER_HOST or the local socket. */
  readonly dockerHost?: string;
  readonly clusters?: readonly (string | ClusterSetup)[];
  readonly delays?: Partial<PhaseDelays>;
  /** Instead of the container definition's stopTimeout or 30 s. */
  readonly stopTimeoutMs?: number;
  /** `aws` throttles above the default quotas; `count` only counts. */
  readonly budgets?: 'aws' | 'count';
  /** What `secrets[].valueFrom` may name, and what it holds. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** How long a stopped task can still be described; AWS says "at least an hour". */
  readonly keepStoppedMs?: number;
  readonly chaos?: ChaosPlan;
};

export type Setup = Required<Omit<FakeAwsOptions, 'chaos' | 'delays' | 'stopTimeoutMs' | 'dockerHost'>> & {
  readonly delays: PhaseDelays;
  readonly stopTimeoutMs: number | undefined;
  readonly dockerHost: string | undefined;
};

/** The options with everything left out filled in. */
export function toSetup(options: FakeAwsOptions): Setup {
  return {
    port: options.port ?? 0,
    region: options.region ?? 'eu-central-1',
    tasks: options.tasks ?? 'process',
    dockerHost: options.dockerHost,
    clusters: options.clusters ?? ['default', 'flotilla'],
    delays: { provisioning: 20, pending: 20, pull: 20, deprovisioning: 20, ...options.delays },
    stopTimeoutMs: options.stopTimeoutMs,
    budgets: options.budgets ?? 'aws',
    secrets: options.secrets ?? {},
    keepStoppedMs: options.keepStoppedMs ?? 3_600_000,
  };
}
