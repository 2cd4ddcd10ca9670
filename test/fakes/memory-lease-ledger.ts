import type { RunId } from '../../domain/ids.js';
import type { Grant, Lease } from '../../domain/lease.js';
import { byGrantOrder } from '../../domain/lease-rules.js';
import { LeaseLedger } from '../../domain/ports.js';
import { lineKey, lineOf, type QueueLine } from '../../domain/queue-line.js';
import { kept } from './kept.js';

/** The ledger of leases in memory, with the promises of the real one. */
export class MemoryLeaseLedger extends LeaseLedger {
  readonly #leases = new Map<RunId, Lease>();

  override async enqueue(lease: Lease): Promise<void> {
    if (!this.#leases.has(lease.runId)) this.#keep(lease);
  }

  override async get(runId: RunId): Promise<Lease | undefined> {
    const lease = this.#leases.get(runId);
    return lease && kept(lease);
  }

  override async known(runIds: readonly RunId[]): Promise<RunId[]> {
    return runIds.filter((id) => this.#leases.has(id));
  }

  override async holding(runIds: readonly RunId[]): Promise<RunId[]> {
    return runIds.filter((id) => this.#leases.get(id)?.holding === true);
  }

  override async overdue(now: number, limit: number): Promise<Lease[]> {
    return this.#where(({ state, deadlineAt }) => state === 'queued' && deadlineAt !== undefined && deadlineAt < now)
      .sort(by(({ deadlineAt }) => deadlineAt ?? 0))
      .slice(0, limit);
  }

  override async head(cluster: string, now: number, limit: number, priority?: number): Promise<Lease[]> {
    return this.#waiting(cluster)
      .filter((lease) => lease.notBefore <= now && (priority === undefined || lease.priority === priority))
      .slice(0, limit);
  }

  override async lines(cluster: string): Promise<QueueLine[]> {
    return [...new Set(this.#waiting(cluster).map(lineKey))].sort().map(lineOf);
  }

  override async headOfLine(cluster: string, key: string, now: number, limit: number): Promise<Lease[]> {
    const isReady = (lease: Lease) => lease.cluster === cluster && lease.state === 'queued' && lease.notBefore <= now;
    return this.#where((lease) => isReady(lease) && lineKey(lease) === key)
      .sort(byGrantOrder)
      .slice(0, limit);
  }

  override async waiting(cluster: string, limit: number): Promise<Lease[]> {
    return this.#waiting(cluster).slice(0, limit);
  }

  override async held(cluster: string): Promise<Lease[]> {
    return this.#where((lease) => lease.cluster === cluster && lease.holding).sort(
      by(({ grantedAt }) => grantedAt ?? 0),
    );
  }

  override async countHeld(cluster: string): Promise<number> {
    return (await this.held(cluster)).length;
  }

  override async countWaiting(cluster: string): Promise<number> {
    return this.#waiting(cluster).length;
  }

  override async countAhead(lease: Lease): Promise<number> {
    return this.#waiting(lease.cluster).filter((other) => byGrantOrder(other, lease) < 0).length;
  }

  override async grant({ runId, generation }: Grant, at: number): Promise<boolean> {
    const lease = this.#leases.get(runId);
    if (lease === undefined) return false;
    if (lease.state !== 'queued') return lease.generation === generation;
    if (lease.generation !== generation - 1) return false;
    const { signalledAt: _, ...rest } = lease;
    this.#keep({ ...rest, state: 'granted', holding: true, generation, grantedAt: at, lastSeenAt: at });
    return true;
  }

  override async unacknowledged(cluster: string, signalledBefore: number, limit: number): Promise<Lease[]> {
    return this.#where(
      (lease) =>
        lease.cluster === cluster && lease.state === 'granted' && (lease.signalledAt ?? -Infinity) < signalledBefore,
    )
      .sort(by(({ grantedAt }) => grantedAt ?? 0))
      .slice(0, limit);
  }

  override async markSignalled(runIds: readonly RunId[], at: number): Promise<void> {
    for (const id of runIds) this.#change(id, (lease) => lease.state === 'granted' && { ...lease, signalledAt: at });
  }

  override async take(runId: RunId, generation: number, at: number): Promise<boolean> {
    return this.#change(runId, (lease) => {
      if (lease.generation !== generation || lease.state === 'queued') return false;
      return lease.state === 'active' ? lease : { ...lease, state: 'active', lastSeenAt: at };
    });
  }

  override async requeue(runId: RunId, generation: number, notBefore: number, deadlineAt?: number): Promise<boolean> {
    return this.#change(runId, (lease) => {
      if (!lease.holding || lease.generation !== generation) return false;
      const { grantedAt: _, signalledAt: __, lastSeenAt: ___, ...rest } = lease;
      const deadline = deadlineAt === undefined ? {} : { deadlineAt };
      return { ...rest, state: 'queued', holding: false, notBefore, ...deadline };
    });
  }

  override async cancelWaiting(runId: RunId): Promise<boolean> {
    return this.#leases.get(runId)?.state === 'queued' && this.#leases.delete(runId);
  }

  override async release(runId: RunId): Promise<void> {
    this.#leases.delete(runId);
  }

  override async assert(lease: Lease): Promise<boolean> {
    const there = this.#leases.get(lease.runId);
    if (there !== undefined && there.generation > lease.generation) return false;
    this.#keep({ ...there, ...lease, state: 'active', holding: true });
    return true;
  }

  override async touch(runIds: readonly RunId[], at: number): Promise<void> {
    for (const id of runIds)
      this.#change(id, (lease) => lease.holding && { ...lease, lastSeenAt: Math.max(lease.lastSeenAt ?? 0, at) });
  }

  override async silent(seenBefore: number, limit: number): Promise<Lease[]> {
    return this.#where((lease) => lease.holding && lease.lastSeenAt !== undefined && lease.lastSeenAt < seenBefore)
      .sort(by(({ lastSeenAt }) => lastSeenAt ?? 0))
      .slice(0, limit);
  }

  override async reprioritise(runId: RunId, priority: number): Promise<boolean> {
    return this.#change(runId, (lease) => lease.state === 'queued' && { ...lease, priority });
  }

  #waiting(cluster: string): Lease[] {
    return this.#where((lease) => lease.cluster === cluster && lease.state === 'queued').sort(byGrantOrder);
  }

  #where(matches: (lease: Lease) => boolean): Lease[] {
    return [...this.#leases.values()].filter(matches).map(kept);
  }

  #change(runId: RunId, change: (lease: Lease) => Lease | false): boolean {
    const lease = this.#leases.get(runId);
    const changed = lease !== undefined && change(lease);
    if (changed !== false) this.#keep(changed);
    return changed !== false;
  }

  #keep(lease: Lease): void {
    this.#leases.set(lease.runId, kept(lease));
  }
}

const by =
  (timeOf: (lease: Lease) => number) =>
  (a: Lease, b: Lease): number =>
    timeOf(a) - timeOf(b) || (a.runId < b.runId ? -1 : 1);
