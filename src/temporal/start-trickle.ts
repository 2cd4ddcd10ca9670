import type { LeaseLedger } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';

/** A grant usually comes sooner than this and starts the workflow itself, in fewer steps. */
const PATIENCE_MILLISECONDS = 1_500;

/** Starts are at least this far apart, one at a time: a burst of launches must leave the server to the grants. */
const PACE_MILLISECONDS = 100;

/** As long as launches keep coming, starts wait for them more often: one costs as much as several launches. */
const BUSY_PACE_MILLISECONDS = 1_000;
const BUSY_FOR_MILLISECONDS = 250;

/** So long a crowded cluster is taken for crowded: to look at its queue costs more than a late start does. */
const CROWDED_MILLISECONDS = 10_000;

type Waiting = Pick<Run, 'id' | 'snapshot'>;

/**
 * Starts the workflows of runs that have to wait, one after the other and at most so many per cluster: an open workflow
 * can be looked at in Temporal's web page, but it costs memory. The others start with their grant.
 */
export class StartTrickle {
  #waiting: { run: Waiting; start: () => Promise<unknown>; notBefore: number }[] = [];
  readonly #started = new Map<string, number>();
  readonly #crowdedUntil = new Map<string, number>();
  #isUnderWay = false;
  #nextAt = 0;
  #offeredAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly leases: Pick<LeaseLedger, 'get' | 'known' | 'waiting'>,
    private readonly perCluster: number,
  ) {}

  /** Starts it later, unless it has been granted, cancelled or crowded out by then. */
  offer(run: Waiting, start: () => Promise<unknown>): void {
    this.#offeredAt = Date.now();
    if (this.#waiting.length >= this.perCluster || this.#isKnownCrowded(run.snapshot.cluster)) return;
    this.#waiting.push({ run, start, notBefore: Date.now() + PATIENCE_MILLISECONDS });
    this.#schedule();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
  }

  #schedule(): void {
    const next = this.#waiting[0];
    if (next === undefined || this.#isUnderWay || this.#timer !== undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#advance();
      },
      Math.max(0, next.notBefore - Date.now(), this.#nextAt - Date.now()),
    );
    this.#timer.unref();
  }

  #advance(): void {
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#isUnderWay = true;
    void this.#startIfStillWaiting(next.run, next.start)
      .catch(() => undefined) // Temporal or the store is away: the grant, a cancel or the sweep will start it
      .finally(() => {
        this.#isUnderWay = false;
        this.#nextAt = Date.now() + this.#pace();
        this.#schedule();
      });
  }

  #pace(): number {
    const isBusy = Date.now() - this.#offeredAt < BUSY_FOR_MILLISECONDS;
    return isBusy ? BUSY_PACE_MILLISECONDS : PACE_MILLISECONDS;
  }

  async #startIfStillWaiting(run: Waiting, start: () => Promise<unknown>): Promise<void> {
    const { cluster } = run.snapshot;
    const lease = await this.leases.get(run.id);
    if (lease === undefined) await this.#forgetEnded();
    if (lease?.state !== 'queued' || (await this.#isCrowded(cluster))) return;
    this.#started.set(cluster, (this.#started.get(cluster) ?? 0) + 1);
    await start();
  }

  /** Of a burst of short runs many have ended as soon as one has: one question for all, not one for each. */
  async #forgetEnded(): Promise<void> {
    const asked = new Set(this.#waiting.map(({ run }) => run.id));
    const live = new Set(await this.leases.known([...asked]));
    this.#waiting = this.#waiting.filter(({ run: { id } }) => live.has(id) || !asked.has(id));
  }

  #isKnownCrowded(cluster: string): boolean {
    return (this.#crowdedUntil.get(cluster) ?? 0) > Date.now();
  }

  /** Counted here, and compared with the ledger now and then when the count has reached the limit. */
  async #isCrowded(cluster: string): Promise<boolean> {
    const started = this.#started.get(cluster) ?? 0;
    if (started < this.perCluster) return false;
    if (this.#isKnownCrowded(cluster)) return true;
    const { length } = await this.leases.waiting(cluster, this.perCluster);
    this.#started.set(cluster, length);
    if (length < this.perCluster) return false;
    this.#crowdedUntil.set(cluster, Date.now() + CROWDED_MILLISECONDS);
    return true;
  }
}
