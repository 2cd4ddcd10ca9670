import type { RunId } from '../domain/ids.js';
import type { Lease } from '../domain/lease.js';
import { openLogs } from '../domain/open-logs.js';
import { isFinal } from '../domain/run-state.js';
import { waitingLease } from '../domain/waiting-lease.js';
import type { ActivityDeps } from './deps.js';
import { forgetOldRuns } from './forget-old-runs.js';
import { giveBackLease } from './give-back.js';
import { OrphanWatch } from './orphan-watch.js';
import { ScheduleWatch } from './schedule-watch.js';
import { type SweepReport, SweepRound } from './sweep-round.js';
import { tidyUpClosed } from './tidy-up-closed.js';

const PAGE = 1_000;
const IDS = 2_000;

/** So many times IDS waiting runs are looked through by one sweep, and the next goes on from there. */
const PAGES_OF_WAITING = 5;

/** A lease whose holder gave no sign for this long is looked into; signs come every 10 s. */
const SILENCE_MILLISECONDS = 35_000;

/** What is younger than this may still be in the middle of its ordinary steps. */
const SETTLED_MILLISECONDS = 15_000;

/** Heals what a crash between two writes, a lost signal or a terminated workflow leaves behind. */
export class Sweep {
  readonly #orphans: OrphanWatch;
  readonly #schedules: ScheduleWatch;
  #waitingUpTo: RunId | undefined;

  constructor(private readonly deps: ActivityDeps) {
    this.#orphans = new OrphanWatch(deps);
    this.#schedules = new ScheduleWatch(deps);
  }

  async run(onBeat: (report: SweepReport) => void): Promise<SweepReport> {
    const round = new SweepRound(onBeat);
    for (const { name } of await this.deps.clusters.list())
      await round.one(`cluster/${name}`, () => this.deps.starter.ensureSemaphore(name));
    // Temporal's lists have a store of their own, which may be away while Temporal works.
    await round.one('temporal/closed-by-force', () => this.#forcedCloses(round));
    await this.#silentLeases(round);
    await this.#cancels(round);
    await this.#overdueLeases(round);
    await this.#missingLeases(round);
    await forgetOldRuns(this.deps, round);
    await round.one('temporal/schedules', () => this.#schedules.look(round));
    // Last, because it asks engines, and each may take long to say nothing.
    await this.#orphans.look(round);
    return round.tally;
  }

  /**
   * Runs that wait although their lease was never written, or was lost: a crash came between the two writes. Of a very
   * long queue a part each time: whoever waits behind ten thousand others is not in a hurry.
   */
  async #missingLeases(round: SweepRound): Promise<void> {
    const { runs, leases } = this.deps;
    for (let page = 0; page < PAGES_OF_WAITING; page += 1) {
      // Ids alone: of a hundred thousand waiting runs all but a few are as they should be, and need not be read.
      const ids = await runs.idsIn(['queued'], IDS, this.#waitingUpTo);
      const known = new Set(await leases.known(ids));
      for (const id of ids) if (!known.has(id)) await round.one(`run/${id}`, () => this.#missingLease(id, round));
      round.tally.looked += ids.length;
      round.beat();
      const isEnd = ids.length < IDS;
      this.#waitingUpTo = isEnd ? undefined : ids.at(-1);
      if (isEnd) return;
    }
  }

  async #missingLease(id: RunId, round: SweepRound): Promise<void> {
    const { runs, leases, clock } = this.deps;
    const run = await runs.get(id);
    if (run?.state !== 'queued' || clock.now() - run.createdAt < SETTLED_MILLISECONDS) return;
    await leases.enqueue(waitingLease(run));
    round.tally.leasesInserted += 1;
  }

  /** Cancels that may not have reached their run. One that has is delivered for nothing. */
  async #cancels(round: SweepRound): Promise<void> {
    const { runs, starter, clock } = this.deps;
    for (const run of await runs.cancelling(clock.now() - SETTLED_MILLISECONDS, PAGE)) {
      await round.one(`run/${run.id}`, async () => {
        const answer = await starter.cancel(run);
        round.tally.cancelsDelivered += 1;
        if (answer === 'closed') await this.#closed(run.id, round);
      });
    }
  }

  /** Runs that have waited too long; their workflow, if it was not started yet, gives them up. */
  async #overdueLeases(round: SweepRound): Promise<void> {
    const { leases, clock } = this.deps;
    for (const { runId } of await leases.overdue(clock.now(), PAGE))
      await round.one(`run/${runId}`, () => this.#overdueLease(runId, round));
  }

  async #overdueLease(id: RunId, round: SweepRound): Promise<void> {
    const { runs, starter } = this.deps;
    const run = await runs.get(id);
    if (run?.state !== 'queued') return;
    const answer = await starter.start(run);
    round.tally.workflowsStarted += 1;
    if (answer === 'closed') await this.#closed(id, round);
  }

  async #silentLeases(round: SweepRound): Promise<void> {
    const { leases, clock } = this.deps;
    for (const lease of await leases.silent(clock.now() - SILENCE_MILLISECONDS, PAGE))
      await round.one(`run/${lease.runId}`, () => this.#silentLease(lease, round));
  }

  async #silentLease(lease: Lease, round: SweepRound): Promise<void> {
    const { leases, runs, starter, clock } = this.deps;
    const run = await runs.get(lease.runId);
    if (run === undefined || isFinal(run.state)) {
      await (run === undefined ? leases.release(lease.runId) : giveBackLease(this.deps, run));
      round.tally.leasesReleased += 1;
      return;
    }
    const look = await starter.look(run.id);
    switch (look.kind) {
      case 'open':
        await leases.touch([run.id], clock.now());
        return;
      case 'absent':
        await starter.start(run);
        round.tally.workflowsStarted += 1;
        return;
      case 'closed':
        await this.#closed(run.id, round);
    }
  }

  async #forcedCloses(round: SweepRound): Promise<void> {
    const { starter, clock } = this.deps;
    for await (const id of starter.closedByForce(clock.now() - 15 * 60_000))
      await round.one(`run/${id}`, () => this.#forcedClose(id, round));
  }

  async #forcedClose(id: RunId, round: SweepRound): Promise<void> {
    const run = await this.deps.runs.get(id);
    const isDone = run === undefined || (isFinal(run.state) && openLogs(run).length === 0);
    if (!isDone) await this.#closed(id, round);
  }

  async #closed(id: RunId, round: SweepRound): Promise<void> {
    const done = await tidyUpClosed(this.deps, id);
    if (done === 'restored') round.tally.leasesReleased += 1;
    if (done === 'cleaning up') round.tally.cleanups += 1;
  }
}
