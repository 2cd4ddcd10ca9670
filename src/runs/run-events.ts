import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import { isSettled } from '../../domain/settled.js';
import { nextRing } from '../http/live/bell.js';
import type { EventStream } from '../http/live/event-stream.js';
import { RunWatches } from '../http/live/run-watches.js';
import { runView } from '../http/views/run-view.js';

const LOOK_AGAIN_MS = 30_000;

/** Tells a viewer every change of a run (`run`), and closes (`end`) once nothing will change any more. */
@Injectable()
export class RunEvents {
  constructor(
    @Inject(RunWatches) private readonly watches: RunWatches,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async follow(run: Run, stream: EventStream, seenVersion: number): Promise<void> {
    const { watched, giveBack } = this.watches.use(run.id);
    let seen = seenVersion;
    try {
      watched.note(run);
      while (!stream.signal.aborted) {
        const now = watched.run ?? run;
        if (now.version > seen) {
          seen = now.version;
          await stream.send('run', runView(now), String(now.version));
        } else if (isSettled(now, this.clock.now())) {
          await stream.send('end', { state: now.state });
          return;
        } else {
          await nextRing([watched.changed], stream.signal, LOOK_AGAIN_MS);
        }
      }
    } finally {
      giveBack();
      stream.end();
    }
  }
}
