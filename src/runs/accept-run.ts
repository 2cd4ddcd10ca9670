import { Inject, Injectable } from '@nestjs/common';
import { monotonicFactory } from 'ulid';
import { type RunId, runId } from '../../domain/ids.js';
import {
  Clock,
  type IdempotencyClaim,
  IdempotencyKeys,
  LeaseLedger,
  queueTopic,
  RunStarter,
  RunStore,
  Wakeups,
} from '../../domain/ports.js';
import { keptSince } from '../../domain/retention.js';
import type { Run, RunSnapshot } from '../../domain/run.js';
import { waitingLease } from '../../domain/waiting-lease.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { Refusal } from '../http/refusal.js';
import { type LaunchOrder, newRun } from './new-run.js';

/** A caller's Idempotency-Key with the hash of what was asked under it. */
export interface RequestKey {
  readonly key: string;
  readonly hash: string;
}

export interface Accepted {
  readonly run: Run;
  /** False when the key had been used for this run before. */
  readonly isNew: boolean;
}

const nextId = monotonicFactory(); // several runs of one millisecond keep their order

/**
 * Writes a run and its lease. Two or three writes and no Temporal, so that accepting outlives its absence:
 * starting the workflow is done in the background, and again by the grant and the sweep.
 */
@Injectable()
export class AcceptRun {
  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(LeaseLedger) private readonly leases: LeaseLedger,
    @Inject(IdempotencyKeys) private readonly keys: IdempotencyKeys,
    @Inject(RunStarter) private readonly starter: RunStarter,
    @Inject(Wakeups) private readonly wakeups: Wakeups,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Accepts the run once: the same key with the same request answers the same run, with another request it is refused. */
  async accept(snapshot: RunSnapshot, order: LaunchOrder, key?: RequestKey): Promise<Accepted> {
    const at = this.clock.now();
    const own = newRun(runId(nextId(at)), snapshot, order, at);
    if (key === undefined) return { run: await this.write(own), isNew: true };

    const { runId: claimed, at: claimedAt } = await this.claim(key, own.id, at);
    if (claimed === own.id) return { run: await this.write(own), isNew: true };
    const earlier = await this.runs.get(claimed);
    if (earlier !== undefined) return { run: await this.takeUp(earlier), isNew: false };
    if (this.mayBeForgotten(claimedAt, at)) throw forgotten();
    // The one who claimed the key died (or is still) before its first write: go on with the same run.
    await this.runs.insert({ ...own, id: claimed });
    const run = (await this.runs.get(claimed)) ?? { ...own, id: claimed };
    return { run: await this.takeUp(run), isNew: true };
  }

  /** The run that was accepted under this key for the same request, if any. */
  async earlier(key: RequestKey | undefined): Promise<Run | undefined> {
    const claim = key && (await this.keys.find(key.key));
    return claim !== undefined && claim.requestHash === key?.hash ? this.runs.get(claim.runId) : undefined;
  }

  private async claim({ key, hash }: RequestKey, id: RunId, at: number): Promise<IdempotencyClaim> {
    const claim = await this.keys.claim(key, { runId: id, requestHash: hash, at });
    if (claim.requestHash !== hash)
      throw new Refusal(
        'key-reused',
        'This Idempotency-Key was used for a different request; use a new key for a new run.',
      );
    return claim;
  }

  /** A run that is gone may have been carried out, and removed as too old; its id must not be used again. */
  private mayBeForgotten(claimedAt: number, now: number): boolean {
    return claimedAt < (keptSince(now, this.config.keepRunsDays) ?? 0);
  }

  private async write(run: Run): Promise<Run> {
    try {
      await this.runs.insert(run);
    } catch (error) {
      throw error instanceof Error && error.name === 'StoreUnavailable' ? uncertain(run, error) : error;
    }
    // Stored is accepted: should its lease not be written now, the workflow and the sweep make it good.
    await this.leases.enqueue(waitingLease(run)).catch(() => undefined);
    this.hurry(run);
    return run;
  }

  // A crash may have come between the run and its lease. A run that is past its queue has no lease to be missing.
  private async takeUp(run: Run): Promise<Run> {
    if (run.state !== 'queued' || run.attempts.length > 0) return run;
    await this.leases.enqueue(waitingLease(run));
    this.hurry(run);
    return run;
  }

  private hurry(run: Run): void {
    this.starter.startSoon(run);
    this.wakeups.wake(queueTopic(run.snapshot.cluster));
  }
}

const forgotten = (): Refusal =>
  new Refusal(
    'key-reused',
    'The run of this Idempotency-Key was removed from the history long after its end; use a new key for a new run.',
  );

// The write may have arrived although its answer did not; a plain "try again" could then make two runs of one.
function uncertain(run: Run, cause: unknown): Refusal {
  const detail = `The document store did not answer while the run ${run.id} was being stored. If it was, it will be carried out: look for it before you launch again, or give an Idempotency-Key, which makes repeating safe.`;
  return new Refusal('store-unavailable', detail, undefined, { cause });
}
