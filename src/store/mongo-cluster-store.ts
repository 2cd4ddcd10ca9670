import { isDeepStrictEqual } from 'node:util';
import type { Model, QueryFilter, UpdateQuery } from 'mongoose';
import type { Cluster, SemaphoreState } from '../../domain/cluster.js';
import type { Grant } from '../../domain/lease.js';
import { ClusterStore } from '../../domain/ports.js';
import type { ClusterDocument } from './cluster.schema.js';
import { clusterFromDocument, semaphoreFromDocument } from './cluster-document.js';
import { insertOnce } from './insert-once.js';

type Settings = Pick<Cluster, 'name' | 'engine' | 'limits' | 'description'> & Partial<Pick<Cluster, 'queue'>>;

/** Clusters in MongoDB, each with the write-ahead log of its allocator in the same document. */
export class MongoClusterStore extends ClusterStore {
  constructor(private readonly model: Model<ClusterDocument>) {
    super();
  }

  override async create(wanted: Settings, at: number): Promise<Cluster | undefined> {
    const fresh = newDocument(wanted, at);
    return (await insertOnce(this.model, fresh)) ? clusterFromDocument(fresh) : undefined;
  }

  override async put(wanted: Settings, at: number): Promise<{ cluster: Cluster; created: boolean }> {
    for (;;) {
      const found = await this.get(wanted.name);
      if (found === undefined) {
        const created = await this.create(wanted, at);
        if (created !== undefined) return { cluster: created, created: true };
        continue;
      }
      const changed = await this.#revise(found, wanted, at);
      if (changed !== undefined) return { cluster: changed, created: false };
    }
  }

  override async get(name: string): Promise<Cluster | undefined> {
    const found = await this.model.findById(name).lean();
    return found === null ? undefined : clusterFromDocument(found);
  }

  override async list(): Promise<Cluster[]> {
    const found = await this.model.find().sort({ _id: 1 }).lean();
    return found.map(clusterFromDocument);
  }

  override async setStatus(
    name: string,
    status: Cluster['status'],
    reason: string | undefined,
    at: number,
  ): Promise<Cluster | undefined> {
    const found = await this.get(name);
    if (found === undefined || (found.status === status && found.statusReason === reason)) return found;
    const changed = await this.#change(
      { _id: name },
      {
        $set: { status, updatedAt: new Date(at), ...(reason === undefined ? {} : { statusReason: reason }) },
        ...(reason === undefined ? { $unset: { statusReason: 1 } } : {}),
        $inc: { limitsVersion: 1 },
      },
    );
    return changed && clusterFromDocument(changed);
  }

  override async remove(name: string): Promise<boolean> {
    const { deletedCount } = await this.model.deleteOne({ _id: name });
    return deletedCount === 1;
  }

  override async raiseEpoch(name: string): Promise<SemaphoreState | undefined> {
    const raised = await this.#change({ _id: name }, { $inc: { epoch: 1 } });
    return raised && semaphoreFromDocument(raised);
  }

  override async readSemaphore(name: string): Promise<SemaphoreState | undefined> {
    const found = await this.model.findById(name).lean();
    return found === null ? undefined : semaphoreFromDocument(found);
  }

  override async commitIntent({ cluster, epoch, batch }: SemaphoreState, intent: readonly Grant[]): Promise<boolean> {
    const { matchedCount } = await this.model.updateOne(
      { _id: cluster.name, epoch, batch, limitsVersion: cluster.limitsVersion },
      { $set: { batch: batch + 1, intent: intent.map(({ runId, generation }) => ({ runId, generation })) } },
    );
    return matchedCount === 1;
  }

  /** Undefined when somebody else changed the cluster meanwhile. */
  async #revise(found: Cluster, wanted: Settings, at: number): Promise<Cluster | undefined> {
    const limits = given(wanted.limits);
    const queue = wanted.queue ?? found.queue;
    const otherRules = !isDeepStrictEqual([limits, queue], [found.limits, found.queue]);
    const engine = JSON.stringify(wanted.engine);
    const otherSettings =
      !isDeepStrictEqual(JSON.parse(engine), found.engine) || wanted.description !== found.description;
    if (!otherRules && !otherSettings) return found;
    const changed = await this.#change(
      { _id: found.name, limitsVersion: found.limitsVersion },
      {
        $set: {
          engine,
          limits,
          queue: JSON.stringify(queue),
          description: wanted.description,
          updatedAt: new Date(at),
        },
        ...(otherRules ? { $inc: { limitsVersion: 1 } } : {}),
      },
    );
    return changed && clusterFromDocument(changed);
  }

  async #change(filter: QueryFilter<ClusterDocument>, update: UpdateQuery<ClusterDocument>) {
    return (await this.model.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean()) ?? undefined;
  }
}

const newDocument = ({ name, engine, limits, queue, description }: Settings, at: number): ClusterDocument => ({
  _id: name,
  engine: JSON.stringify(engine),
  limits: given(limits),
  ...(queue === undefined ? {} : { queue: JSON.stringify(queue) }),
  limitsVersion: 1,
  status: 'active',
  description,
  createdAt: new Date(at),
  updatedAt: new Date(at),
  epoch: 0,
  batch: 0,
  intent: [],
});

/** Without the dimensions that are present but undefined: they would not come back from the store. */
const given = (limits: Cluster['limits']): Cluster['limits'] => JSON.parse(JSON.stringify(limits)) as Cluster['limits'];
