import { Inject, Injectable } from '@nestjs/common';
import { type RunId, runId } from '../../../domain/ids.js';
import { RunStore, runTopic, Wakeups } from '../../../domain/ports.js';
import type { Run } from '../../../domain/run.js';
import { Bell } from './bell.js';
import { Polled } from './polled.js';
import { SharedWatch } from './shared-watch.js';

const POLL_MS = 250;

/** Runs that somebody looks at: read once for all viewers, at each wake-up of the run, else four times a second. */
@Injectable()
export class RunWatches {
  private readonly shared: SharedWatch<RunWatch>;

  constructor(@Inject(RunStore) runs: RunStore, @Inject(Wakeups) wakeups: Wakeups) {
    this.shared = new SharedWatch((id) => new RunWatch(runId(id), runs, wakeups));
  }

  use(id: RunId): { watched: RunWatch; giveBack: () => void } {
    return this.shared.use(id);
  }
}

export class RunWatch {
  /** Rings when there is a newer version of the run. */
  readonly changed = new Bell();
  private newest: Run | undefined;
  private readonly polled: Polled;
  private readonly unsubscribe: () => void;

  constructor(id: RunId, runs: RunStore, wakeups: Wakeups) {
    this.polled = new Polled(async () => {
      this.note(await runs.get(id));
    }, POLL_MS);
    this.unsubscribe = wakeups.subscribe(runTopic(id), () => {
      this.polled.nudge();
    });
  }

  /** The run as it was read last; undefined until the first look. */
  get run(): Run | undefined {
    return this.newest;
  }

  /** Takes note of a run that somebody else has read. */
  note(run: Run | undefined): void {
    if (run === undefined || run.version <= (this.newest?.version ?? 0)) return;
    this.newest = run;
    this.changed.ring();
  }

  close(): void {
    this.unsubscribe();
    this.polled.stop();
  }
}
