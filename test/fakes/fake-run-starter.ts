import type { RunId } from '../../domain/ids.js';
import type { Lease } from '../../domain/lease.js';
import { RunStarter, type WorkflowLook } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';

/** Temporal's place without Temporal: remembers what it was told, and can be away. */
export class FakeRunStarter extends RunStarter {
  readonly started: string[] = [];
  readonly cancelled: string[] = [];
  readonly semaphores = new Set<string>();
  isAway = false;

  override async start(run: Pick<Run, 'id'>): Promise<'started' | 'closed'> {
    this.#reach();
    this.started.push(run.id);
    return 'started';
  }

  override startSoon(run: Pick<Run, 'id'>): void {
    if (!this.isAway) this.started.push(run.id);
  }

  override async granted(_lease: Pick<Lease, 'runId'>): Promise<'delivered' | 'closed'> {
    this.#reach();
    return 'delivered';
  }

  override async cancel(run: Pick<Run, 'id'>): Promise<'delivered' | 'closed'> {
    this.#reach();
    this.cancelled.push(run.id);
    return 'delivered';
  }

  override async ensureSemaphore(cluster: string): Promise<void> {
    this.#reach();
    this.semaphores.add(cluster);
  }

  override async cleanup(): Promise<boolean> {
    this.#reach();
    return true;
  }

  override async look(): Promise<WorkflowLook> {
    this.#reach();
    return { kind: 'absent' };
  }

  override async *closedByForce(): AsyncIterable<RunId> {
    this.#reach();
  }

  override async check(): Promise<void> {
    this.#reach();
  }

  #reach(): void {
    if (this.isAway) throw new Error('Temporal is away');
  }
}
