import type { Model, QueryFilter } from 'mongoose';
import { runId as asRunId, type RunId } from '../../domain/ids.js';
import type { Grant, Lease } from '../../domain/lease.js';
import { LeaseLedger } from '../../domain/ports.js';
import { lineKey, lineOf, type QueueLine } from '../../domain/queue-line.js';
import { InsertTogether } from './insert-together.js';
import { isDuplicateKey } from './is-duplicate-key.js';
import type { LeaseDocument } from './lease.schema.js';
import { leaseFromDocument, leaseToDocument } from './lease-document.js';

type Filter = QueryFilter<LeaseDocument>;

/** Only the living have a lease, so this collection stays small whatever the history. */
const grantOrder = { priority: 1, enqueuedAt: 1, _id: 1 } as const;

/** The ledger of leases in MongoDB: what is in use is always read from here, never counted. */
export class MongoLeaseLedger extends LeaseLedger {
  readonly #inserts: InsertTogether<LeaseDocument>;

  constructor(private readonly model: Model<LeaseDocument>) {
    super();
    this.#inserts = new InsertTogether(model);
  }

  override async enqueue(lease: Lease): Promise<void> {
    await this.#inserts.insert(leaseToDocument(lease));
  }

  override async get(runId: RunId): Promise<Lease | undefined> {
    const found = await this.model.findById(runId).lean();
    return found === null ? undefined : leaseFromDocument(found);
  }

  override async known(runIds: readonly RunId[]): Promise<RunId[]> {
    return runIds.length === 0 ? [] : this.#idsOf({ _id: { $in: [...runIds] } });
  }

  override async holding(runIds: readonly RunId[]): Promise<RunId[]> {
    return this.#idsOf({ _id: { $in: [...runIds] }, holding: true });
  }

  override async overdue(now: number, limit: number): Promise<Lease[]> {
    return this.#inOrder({ state: 'queued', deadlineAt: { $lt: new Date(now) } }, { deadlineAt: 1 }, limit);
  }

  override async head(cluster: string, now: number, limit: number, priority?: number): Promise<Lease[]> {
    const ofPriority = priority === undefined ? {} : { priority };
    const ready = { cluster, state: 'queued' as const, ...ofPriority, notBefore: { $lte: new Date(now) } };
    return this.#inOrder(ready, grantOrder, limit);
  }

  override async lines(cluster: string): Promise<QueueLine[]> {
    const keys = await this.model.distinct('line', { cluster, state: 'queued' });
    return keys.map(lineOf);
  }

  override async headOfLine(cluster: string, line: string, now: number, limit: number): Promise<Lease[]> {
    const ready = { cluster, state: 'queued' as const, line, notBefore: { $lte: new Date(now) } };
    return this.#inOrder(ready, { enqueuedAt: 1, _id: 1 }, limit);
  }

  override async waiting(cluster: string, limit: number): Promise<Lease[]> {
    return this.#inOrder({ cluster, state: 'queued' }, grantOrder, limit);
  }

  override async held(cluster: string): Promise<Lease[]> {
    return this.#inOrder({ cluster, holding: true }, { grantedAt: 1, _id: 1 });
  }

  override async countHeld(cluster: string): Promise<number> {
    return this.model.countDocuments({ cluster, holding: true });
  }

  override async countWaiting(cluster: string): Promise<number> {
    return this.model.countDocuments({ cluster, state: 'queued' });
  }

  override async countAhead({ cluster, priority, enqueuedAt: time, runId }: Lease): Promise<number> {
    const enqueuedAt = new Date(time);
    const ahead: Filter[] = [
      { priority: { $lt: priority } },
      { priority, enqueuedAt: { $lt: enqueuedAt } },
      { priority, enqueuedAt, _id: { $lt: runId } },
    ];
    return this.model.countDocuments({ cluster, state: 'queued', $or: ahead });
  }

  override async grant({ runId, generation }: Grant, at: number): Promise<boolean> {
    const granted = await this.#update(
      { _id: runId, state: 'queued', generation: generation - 1 },
      {
        $set: { state: 'granted', holding: true, generation, grantedAt: new Date(at), lastSeenAt: new Date(at) },
        $unset: { signalledAt: 1 },
      },
    );
    return granted || this.#isHeld(runId, generation, ['granted', 'active']);
  }

  override async unacknowledged(cluster: string, signalledBefore: number, limit: number): Promise<Lease[]> {
    const unheard: Filter[] = [
      { signalledAt: { $exists: false } },
      { signalledAt: { $lt: new Date(signalledBefore) } },
    ];
    return this.#inOrder({ cluster, state: 'granted', $or: unheard }, { grantedAt: 1, _id: 1 }, limit);
  }

  override async markSignalled(runIds: readonly RunId[], at: number): Promise<void> {
    const ids = [...runIds];
    await this.model.updateMany({ _id: { $in: ids }, state: 'granted' }, { $set: { signalledAt: new Date(at) } });
  }

  override async take(runId: RunId, generation: number, at: number): Promise<boolean> {
    const taken = await this.#update(
      { _id: runId, state: 'granted', generation },
      { $set: { state: 'active', lastSeenAt: new Date(at) } },
    );
    return taken || this.#isHeld(runId, generation, ['active']);
  }

  override async requeue(runId: RunId, generation: number, notBefore: number, deadlineAt?: number): Promise<boolean> {
    const deadline = deadlineAt === undefined ? {} : { deadlineAt: new Date(deadlineAt) };
    return this.#update(
      { _id: runId, holding: true, generation },
      {
        $set: { state: 'queued', holding: false, notBefore: new Date(notBefore), ...deadline },
        $unset: { grantedAt: 1, signalledAt: 1, lastSeenAt: 1 },
      },
    );
  }

  override async cancelWaiting(runId: RunId): Promise<boolean> {
    const { deletedCount } = await this.model.deleteOne({ _id: runId, state: 'queued' });
    return deletedCount === 1;
  }

  override async release(runId: RunId): Promise<void> {
    await this.model.deleteOne({ _id: runId });
  }

  override async assert(lease: Lease): Promise<boolean> {
    const { _id, ...fields } = leaseToDocument({ ...lease, state: 'active', holding: true });
    try {
      await this.model.updateOne(
        { _id, generation: { $lte: lease.generation } },
        { $set: fields },
        { upsert: true, setDefaultsOnInsert: false },
      );
      return true;
    } catch (error) {
      // A newer generation is there, or another worker asserts the same.
      if (isDuplicateKey(error)) return this.#isHeld(lease.runId, lease.generation, ['active']);
      throw error;
    }
  }

  override async touch(runIds: readonly RunId[], at: number): Promise<void> {
    const ids = [...runIds];
    await this.model.updateMany({ _id: { $in: ids }, holding: true }, { $max: { lastSeenAt: new Date(at) } });
  }

  override async silent(seenBefore: number, limit: number): Promise<Lease[]> {
    const silent: Filter = { holding: true, lastSeenAt: { $lt: new Date(seenBefore) } };
    return this.#inOrder(silent, { lastSeenAt: 1 }, limit);
  }

  override async reprioritise(runId: RunId, priority: number): Promise<boolean> {
    for (;;) {
      const lease = await this.get(runId);
      if (lease?.state !== 'queued') return false;
      const line = lineKey({ ...lease, priority });
      // By the priority that was read: of two who change it at the same moment each sets a line that fits.
      const unchanged = { _id: runId, state: 'queued' as const, priority: lease.priority };
      if (await this.#update(unchanged, { $set: { priority, line } })) return true;
    }
  }

  async #inOrder(filter: Filter, order: Record<string, 1>, limit = 0): Promise<Lease[]> {
    const found = await this.model.find(filter).sort(order).limit(limit).lean();
    return found.map(leaseFromDocument);
  }

  async #idsOf(filter: Filter): Promise<RunId[]> {
    const found = await this.model.find(filter, '_id').lean();
    return found.map(({ _id }) => asRunId(_id));
  }

  async #update(filter: Filter, update: Parameters<typeof this.model.updateOne>[1]): Promise<boolean> {
    const { matchedCount } = await this.model.updateOne(filter, update);
    return matchedCount === 1;
  }

  async #isHeld(runId: RunId, generation: number, states: readonly Lease['state'][]): Promise<boolean> {
    const lease = await this.get(runId);
    return lease !== undefined && lease.generation === generation && states.includes(lease.state);
  }
}
