import type { RunId } from '../domain/ids.js';
import type { Lease } from '../domain/lease.js';
import { openLogs } from '../domain/open-logs.js';
import { isFinal } from '../domain/run-state.js';
import { waitingLease } from '../domain/waiting-lease.js';
import type { ActivityDeps } from './deps.js';
import { forgetOldRuns } from './forget-old-runs.js';
import { giveBackLease } from './give-back.js';
import { OrphanWatch } from './orphan-watch.js';
import { type ScheduleTally, ScheduleWatch } from './schedule-watch.js';
import { tidyUpClosed } from './tidy-up-closed.js';

const PAGE = 1_000;
const IDS = 2_000;

/** So many times IDS waiting runs are looked through by one sweep, and the next goes on from there. */
const PAGES_OF_WAITING = 5;

/** A lease whose holder gave no sign for this long is looked into; signs come every 10 s. */
const SILENCE_MILLISECONDS = 35_000;

/** What is younger than this may still be in the middle of its ordinary steps. */
const SETTLED_MILLISECONDS = 15_000;

/** What one sweep did; shown as the result of the maintenance workflow. */
export interface SweepReport extends Readonly<ScheduleTally> {
  readonly looked: number;
  readonly leasesInserted: number;
  readonly leasesReleased: number;
  readonly cancelsDelivered: number;
  readonly workflowsStarted: number;
  readonly cleanups: number;
  readonly orphansStopped: number;
  readonly runsForgotten: number;
  /** How many runs could not be looked after this time, for a reason of their own; the next sweep tries them again. */
  readonly failed: number;
  /** Of the first of them: which run, and what was said. */
  readonly firstFailure?: string;
}

type Tally = { -readonly [K in keyof SweepReport]: SweepReport[K] };
type Beat = (tally: SweepReport) => void;

/** Heals what a crash between two writes, a lost signal or a terminated workflow leaves behind. */
export class Sweep {
  readonly #orphans: OrphanWatch;
  readonly #schedules: ScheduleWatch;
  #waitingUpTo: RunId | undefined;

  constructor(private readonly deps: ActivityDeps) {
    this.#orphans = new OrphanWatch(deps);
    this.#schedules = new ScheduleWatch(deps);
  }

  async run(beat: Beat): Promise<SweepReport> {
    const tally: Tally = {
      looked: 0,
      leasesInserted: 0,
      leasesReleased: 0,
      cancelsDelivered: 0,
      workflowsStarted: 0,
      cleanups: 0,
      orphansStopped: 0,
      runsForgotten: 0,
      failed: 0,
      schedulesSynced: 0,
      schedulesRemoved: 0,
      firingsMissed: 0,
    };
    for (const { name } of await this.deps.clusters.list()) await this.deps.starter.ensureSemaphore(name);
    await this.#forcedCloses(tally, beat);
    await this.#silentLeases(tally, beat);
    await this.#cancels(tally, beat);
    await this.#overdueLeases(tally, beat);
    await this.#missingLeases(tally, beat);
    // Before what asks engines and Temporal: those may be away for long.
    tally.runsForgotten = await forgetOldRuns(this.deps, () => {
      beat(tally);
    });
    tally.orphansStopped = await this.#orphans.look();
    await this.#schedules.look(tally);
    return tally;
  }

  /**
   * Goes on after a run that fails: Temporal may refuse the signals of that one alone, for good. Where Temporal or the
   * store is away altogether the sweep still fails, since what lists the runs is not caught.
   */
  async #one(id: RunId, tally: Tally, beat: Beat, look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      tally.failed += 1;
      tally.firstFailure ??= `${id}: ${error instanceof Error ? error.message : String(error)}`;
    }
    // Each may have taken as long as Temporal is given to answer.
    beat(tally);
  }

  /**
   * Runs that wait although their lease was never written, or was lost: a crash came between the two writes. Of a very
   * long queue a part each time: whoever waits behind ten thousand others is not in a hurry.
   */
  async #missingLeases(tally: Tally, beat: Beat): Promise<void> {
    const { runs, leases } = this.deps;
    for (let page = 0; page < PAGES_OF_WAITING; page += 1) {
      // Ids alone: of a hundred thousand waiting runs all but a few are as they should be, and need not be read.
      const ids = await runs.idsIn(['queued'], IDS, this.#waitingUpTo);
      const known = new Set(await leases.known(ids));
      for (const id of ids) if (!known.has(id)) await this.#one(id, tally, beat, () => this.#missingLease(id, tally));
      tally.looked += ids.length;
      beat(tally);
      const isEnd = ids.length < IDS;
      this.#waitingUpTo = isEnd ? undefined : ids.at(-1);
      if (isEnd) return;
    }
  }

  async #missingLease(id: RunId, tally: Tally): Promise<void> {
    const { runs, leases, clock } = this.deps;
    const run = await runs.get(id);
    if (run?.state !== 'queued' || clock.now() - run.createdAt < SETTLED_MILLISECONDS) return;
    await leases.enqueue(waitingLease(run));
    tally.leasesInserted += 1;
  }

  /** Cancels that may not have reached their run. One that has is delivered for nothing. */
  async #cancels(tally: Tally, beat: Beat): Promise<void> {
    const { runs, starter, clock } = this.deps;
    for (const run of await runs.cancelling(clock.now() - SETTLED_MILLISECONDS, PAGE)) {
      await this.#one(run.id, tally, beat, async () => {
        const answer = await starter.cancel(run);
        tally.cancelsDelivered += 1;
        if (answer === 'closed') await this.#closed(run.id, tally);
      });
    }
  }

  /** Runs that have waited too long; their workflow, if it was not started yet, gives them up. */
  async #overdueLeases(tally: Tally, beat: Beat): Promise<void> {
    const { leases, clock } = this.deps;
    for (const { runId } of await leases.overdue(clock.now(), PAGE))
      await this.#one(runId, tally, beat, () => this.#overdueLease(runId, tally));
  }

  async #overdueLease(id: RunId, tally: Tally): Promise<void> {
    const { runs, starter } = this.deps;
    const run = await runs.get(id);
    if (run?.state !== 'queued') return;
    const answer = await starter.start(run);
    tally.workflowsStarted += 1;
    if (answer === 'closed') await this.#closed(id, tally);
  }

  async #silentLeases(tally: Tally, beat: Beat): Promise<void> {
    const { leases, clock } = this.deps;
    for (const lease of await leases.silent(clock.now() - SILENCE_MILLISECONDS, PAGE))
      await this.#one(lease.runId, tally, beat, () => this.#silentLease(lease, tally));
  }

  async #silentLease(lease: Lease, tally: Tally): Promise<void> {
    const { leases, runs, starter, clock } = this.deps;
    const run = await runs.get(lease.runId);
    if (run === undefined || isFinal(run.state)) {
      await (run === undefined ? leases.release(lease.runId) : giveBackLease(this.deps, run));
      tally.leasesReleased += 1;
      return;
    }
    const look = await starter.look(run.id);
    switch (look.kind) {
      case 'open':
        await leases.touch([run.id], clock.now());
        return;
      case 'absent':
        await starter.start(run);
        tally.workflowsStarted += 1;
        return;
      case 'closed':
        await this.#closed(run.id, tally);
    }
  }

  async #forcedCloses(tally: Tally, beat: Beat): Promise<void> {
    const { starter, clock } = this.deps;
    for (const id of await starter.closedByForce(clock.now() - 15 * 60_000))
      await this.#one(id, tally, beat, () => this.#forcedClose(id, tally));
  }

  async #forcedClose(id: RunId, tally: Tally): Promise<void> {
    const run = await this.deps.runs.get(id);
    const isDone = run === undefined || (isFinal(run.state) && openLogs(run).length === 0);
    if (!isDone) await this.#closed(id, tally);
  }

  async #closed(id: RunId, tally: Tally): Promise<void> {
    const done = await tidyUpClosed(this.deps, id);
    if (done === 'restored') tally.leasesReleased += 1;
    if (done === 'cleaning up') tally.cleanups += 1;
  }
}
