/** What one sweep did; shown as the result of the maintenance workflow. */
export interface SweepReport {
  readonly looked: number;
  readonly leasesInserted: number;
  readonly leasesReleased: number;
  readonly cancelsDelivered: number;
  readonly workflowsStarted: number;
  readonly cleanups: number;
  readonly orphansStopped: number;
  readonly runsForgotten: number;
  readonly schedulesSynced: number;
  readonly schedulesRemoved: number;
  readonly firingsMissed: number;
  /** How many things could not be looked after, each for a reason of its own; the next sweep tries them again. */
  readonly failed: number;
  /** Of the first of them: which it is (`run/<id>`, `cluster/<name>`, a container's token), and what was said. */
  readonly firstFailure?: string;
}

/** What one sweep has done so far. */
export class SweepRound {
  readonly tally: { -readonly [K in keyof SweepReport]: SweepReport[K] } = {
    looked: 0,
    leasesInserted: 0,
    leasesReleased: 0,
    cancelsDelivered: 0,
    workflowsStarted: 0,
    cleanups: 0,
    orphansStopped: 0,
    runsForgotten: 0,
    schedulesSynced: 0,
    schedulesRemoved: 0,
    firingsMissed: 0,
    failed: 0,
  };

  constructor(private readonly onBeat: (report: SweepReport) => void) {}

  /** Tells Temporal that the sweep goes on; throws when it is not to. */
  beat(): void {
    this.onBeat(this.tally);
  }

  /**
   * Looks after one thing, and goes on when that fails; the failure is counted under the subject, and told of.
   * Temporal may refuse the signals of one run alone, an engine may choke on one container. Where the store is away
   * altogether the sweep still fails, since what it lists is not caught.
   */
  readonly one = async (subject: string, look: () => Promise<void>): Promise<void> => {
    try {
      await look();
    } catch (error) {
      this.tally.failed += 1;
      this.tally.firstFailure ??= `${subject}: ${error instanceof Error ? error.message : String(error)}`;
    }
    // It may have taken as long as Temporal or an engine is given to answer.
    this.beat();
  };
}
