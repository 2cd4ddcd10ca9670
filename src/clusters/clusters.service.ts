import { Inject, Injectable } from '@nestjs/common';
import type { ClusterInput, ClusterList, ClusterView } from '../../domain/contract/clusters.js';
import type { Cluster, EngineSettings } from '../../domain/cluster.js';
import { changedFields } from '../../domain/changed-fields.js';
import type { Json } from '../../domain/json.js';
import type { Lease } from '../../domain/lease.js';
import { inUse } from '../../domain/lease-rules.js';
import { Clock, ClusterStore, Engines, LeaseLedger, queueTopic, RunStarter, Wakeups } from '../../domain/ports.js';
import { Deeds } from '../access/deeds.js';
import { ClusterHealth } from '../http/cluster-health.js';
import { nameTaken } from '../http/only-if-new.js';
import { type Remembered, rememberedWhenMany } from '../http/remembered.js';
import { NoSuchName } from '../http/no-such-name.js';
import { Refusal } from '../http/refusal.js';
import { clusterView } from '../http/views/cluster-view.js';

type Status = Cluster['status'];

interface ClusterPut {
  readonly view: ClusterView;
  readonly created: boolean;
}

/** Connects clusters, sets their limits, and opens and closes their queues. */
@Injectable()
export class ClustersService {
  private readonly usage: Remembered<{ held: readonly Lease[]; waiting: number }>;

  constructor(
    @Inject(ClusterStore) private readonly clusters: ClusterStore,
    @Inject(LeaseLedger) private readonly leases: LeaseLedger,
    @Inject(Engines) private readonly engines: Engines,
    @Inject(RunStarter) private readonly starter: RunStarter,
    @Inject(Wakeups) private readonly wakeups: Wakeups,
    @Inject(Deeds) private readonly deeds: Deeds,
    @Inject(ClusterHealth) private readonly health: ClusterHealth,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.usage = rememberedWhenMany(clock, ({ held, waiting }) => held.length + waiting);
  }

  async list(): Promise<ClusterList> {
    const clusters = await this.clusters.list();
    return { items: await Promise.all(clusters.map((cluster) => this.view(cluster))) };
  }

  async get(name: string): Promise<ClusterView> {
    return this.view(await this.existing(name));
  }

  /** Connects a cluster; refused when there is one of its name. */
  async create(name: string, input: ClusterInput, caller: string): Promise<ClusterPut> {
    const cluster = await this.clusters.create(this.wanted(name, input), this.clock.now());
    if (cluster === undefined) throw nameTaken(`a cluster called ${name}`);
    await this.note('cluster.create', name, caller, changedFields({}, settingsOf(cluster)));
    this.announce(name);
    return { view: await this.view(cluster), created: true };
  }

  /** Creates or changes a cluster. */
  async put(name: string, input: ClusterInput, caller: string): Promise<ClusterPut> {
    const wanted = this.wanted(name, input);
    const before = await this.clusters.get(name);
    if (before !== undefined) await this.refuseOtherKindInUse(before, wanted.engine);
    const { cluster, created } = await this.clusters.put(wanted, this.clock.now());
    const change = changedFields(before === undefined ? {} : settingsOf(before), settingsOf(cluster));
    await this.note(created ? 'cluster.create' : 'cluster.change', name, caller, change);
    this.announce(name);
    return { view: await this.view(cluster), created };
  }

  async setStatus(name: string, status: Status, reason: string | undefined, caller: string): Promise<ClusterView> {
    const before = await this.existing(name);
    const cluster = await this.clusters.setStatus(name, status, reason, this.clock.now());
    if (cluster === undefined) throw new NoSuchName('cluster', name);
    await this.note(`cluster.${status}`, name, caller, changedFields(statusOf(before), statusOf(cluster)));
    this.announce(name);
    return this.view(cluster);
  }

  /** Takes the cluster away, if no run holds or waits for a part of it. */
  async remove(name: string, caller: string): Promise<void> {
    const before = await this.existing(name);
    const { name: known } = before;
    const [held, waiting] = await Promise.all([this.leases.held(known), this.leases.countWaiting(known)]);
    if (held.length + waiting > 0) {
      const detail = `Runs hold a part of ${known} (${held.length}) or wait for it (${waiting}). Drain it first, and remove it when they have ended.`;
      throw new Refusal('cluster-in-use', detail);
    }
    if (await this.clusters.remove(known))
      await this.note('cluster.remove', known, caller, { before: settingsOf(before) });
  }

  async existing(name: string): Promise<Cluster> {
    const cluster = await this.clusters.get(name);
    if (cluster === undefined) throw new NoSuchName('cluster', name);
    return cluster;
  }

  async view(cluster: Cluster): Promise<ClusterView> {
    // Counting a hundred thousand is dear; it is done once for all who look.
    const { held, waiting } = await this.usage.of(cluster.name, () => this.countUsage(cluster.name));
    return clusterView(cluster, {
      inUse: inUse(held),
      held: held.length,
      waiting,
      health: this.health.lastKnown(cluster),
    });
  }

  private async countUsage(name: string): Promise<{ held: readonly Lease[]; waiting: number }> {
    const [held, waiting] = await Promise.all([this.leases.held(name), this.leases.countWaiting(name)]);
    return { held, waiting };
  }

  /** The cluster that a document means; settings that its engine cannot work with are refused by field. */
  private wanted(name: string, { limits, queue, description, ...input }: ClusterInput) {
    const engine = input.engine as EngineSettings; // JSON, with a kind that the schema has checked
    const errors = this.engines.problems(engine).map(({ path, message }) => ({ path: `engine.${path}`, message }));
    if (errors.length === 0) return { name, engine, limits, queue, description };
    throw new Refusal('invalid-request', errors.map(({ message }) => message).join(' '), errors);
  }

  /** What lives in one kind of engine means nothing to another: its runs could be neither watched nor stopped. */
  private async refuseOtherKindInUse({ name, engine: { kind } }: Cluster, wanted: EngineSettings): Promise<void> {
    if (kind === wanted.kind) return;
    const held = await this.leases.countHeld(name);
    if (held === 0) return;
    const detail = `Runs hold a part of ${name} (${held}), and only its engine of the kind ${kind} can watch and stop them. Drain it first, and change the kind when they have ended; or connect another cluster of the kind ${wanted.kind}.`;
    throw new Refusal('cluster-in-use', detail, [{ path: 'engine.kind', message: `stays ${kind} while runs hold it` }]);
  }

  // The allocator reads the cluster afresh in each round; this only spares it the wait for the next one.
  private announce(name: string): void {
    this.wakeups.wake(queueTopic(name));
    void this.starter.ensureSemaphore(name).catch(() => undefined); // without Temporal the sweep does it later
  }

  private note(action: string, name: string, actor: string, details: { readonly [name: string]: Json }): Promise<void> {
    return this.deeds.note(actor, action, `cluster/${name}`, details);
  }
}

type Fields = { readonly [name: string]: Json };

const settingsOf = ({ engine, limits, queue, description }: Cluster): Fields => ({
  engine: { ...engine },
  limits: { ...limits },
  queue: { ...queue },
  description,
});

const statusOf = ({ status, statusReason }: Cluster): Fields => ({
  status,
  ...(statusReason === undefined ? {} : { reason: statusReason }),
});
