import { isDeepStrictEqual } from 'node:util';
import type { Cluster, SemaphoreState } from '../../domain/cluster.js';
import type { Grant } from '../../domain/lease.js';
import { defaultQueuePolicy } from '../../domain/queue-policy.js';
import { ClusterStore } from '../../domain/ports.js';
import { kept } from './kept.js';

type Settings = Parameters<ClusterStore['put']>[0];

/** Clusters in memory, with the promises of the real store. */
export class MemoryClusterStore extends ClusterStore {
  readonly #clusters = new Map<string, SemaphoreState>();

  override async create(given: Settings, at: number): Promise<Cluster | undefined> {
    return this.#clusters.has(given.name) ? undefined : this.#insert(given, at);
  }

  override async put(given: Settings, at: number): Promise<{ cluster: Cluster; created: boolean }> {
    const found = this.#clusters.get(given.name);
    if (found === undefined) return { cluster: this.#insert(given, at), created: true };
    const { engine, limits, description } = kept(given);
    const queue = given.queue ?? found.cluster.queue;
    const { cluster } = found;
    if (
      isDeepStrictEqual(
        [engine, limits, queue, description],
        [cluster.engine, cluster.limits, cluster.queue, cluster.description],
      )
    )
      return { cluster: kept(cluster), created: false };
    const raise = isDeepStrictEqual([limits, queue], [cluster.limits, cluster.queue]) ? 0 : 1;
    const limitsVersion = cluster.limitsVersion + raise;
    return {
      cluster: this.#keep(found, { ...cluster, engine, limits, queue, description, limitsVersion, updatedAt: at }),
      created: false,
    };
  }

  override async get(name: string): Promise<Cluster | undefined> {
    const found = this.#clusters.get(name);
    return found && kept(found.cluster);
  }

  override async list(): Promise<Cluster[]> {
    return [...this.#clusters.values()].map(({ cluster }) => kept(cluster)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  override async setStatus(
    name: string,
    status: Cluster['status'],
    reason: string | undefined,
    at: number,
  ): Promise<Cluster | undefined> {
    const found = this.#clusters.get(name);
    if (found === undefined) return undefined;
    const { statusReason, ...cluster } = found.cluster;
    if (cluster.status === status && statusReason === reason) return kept(found.cluster);
    const limitsVersion = cluster.limitsVersion + 1;
    return this.#keep(found, { ...cluster, status, statusReason: reason, limitsVersion, updatedAt: at });
  }

  override async remove(name: string): Promise<boolean> {
    return this.#clusters.delete(name);
  }

  override async raiseEpoch(name: string): Promise<SemaphoreState | undefined> {
    const found = this.#clusters.get(name);
    if (found === undefined) return undefined;
    const raised = { ...found, epoch: found.epoch + 1 };
    this.#clusters.set(name, raised);
    return kept(raised);
  }

  override async readSemaphore(name: string): Promise<SemaphoreState | undefined> {
    const found = this.#clusters.get(name);
    return found && kept(found);
  }

  override async commitIntent(decided: SemaphoreState, intent: readonly Grant[]): Promise<boolean> {
    const found = this.#clusters.get(decided.cluster.name);
    const isStill =
      found?.epoch === decided.epoch &&
      found.batch === decided.batch &&
      found.cluster.limitsVersion === decided.cluster.limitsVersion;
    if (found === undefined || !isStill) return false;
    this.#clusters.set(found.cluster.name, kept({ ...found, batch: found.batch + 1, intent }));
    return true;
  }

  #insert(given: Settings, at: number): Cluster {
    const { name, engine, limits, queue = defaultQueuePolicy, description } = kept(given);
    const times = { createdAt: at, updatedAt: at };
    const cluster: Cluster = { name, engine, limits, queue, description, limitsVersion: 1, status: 'active', ...times };
    this.#clusters.set(name, { cluster, epoch: 0, batch: 0, intent: [] });
    return kept(cluster);
  }

  #keep(found: SemaphoreState, cluster: Cluster): Cluster {
    this.#clusters.set(cluster.name, kept({ ...found, cluster }));
    return kept(cluster);
  }
}
