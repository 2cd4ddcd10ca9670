import type { RunId } from '../../domain/ids.js';
import { lineBytes } from '../../domain/log-chunk.js';
import type { LogLine } from '../../domain/log-line.js';
import { type LogStore, runTopic, type Wakeups } from '../../domain/ports.js';
import { Bell } from '../http/live/bell.js';
import { Polled } from '../http/live/polled.js';

const POLL_MS = 100;
const PAGE_LINES = 500;
const KEPT_BYTES = 512 * 1024;

/**
 * The growing end of one attempt's log, read once for everybody who watches it: at each wake-up of the run, else ten
 * times a second. It keeps the latest lines only; a viewer who is further behind reads pages from the store.
 */
export class LiveTail {
  /** Rings when there are new lines. */
  readonly grown = new Bell();
  private kept: LogLine[] = [];
  private keptBytes = 0;
  private end: number | undefined;
  private readonly polled: Polled;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly runId: RunId,
    private readonly attempt: number,
    private readonly logs: LogStore,
    wakeups: Wakeups,
  ) {
    this.polled = new Polled(() => this.look(), POLL_MS);
    this.unsubscribe = wakeups.subscribe(runTopic(runId), () => {
      this.polled.nudge();
    });
  }

  /** The number of the last line that is known; undefined before the first look. */
  get last(): number | undefined {
    return this.end;
  }

  /** The kept lines from this one on, or undefined when it is further back than what is kept. */
  from(number: number): readonly LogLine[] | undefined {
    const first = this.kept[0]?.number ?? (this.end ?? 0) + 1;
    return number < first ? undefined : this.kept.slice(number - first);
  }

  /** Looks at once, for a viewer who knows that there is more. */
  nudge(): void {
    this.polled.nudge();
  }

  close(): void {
    this.unsubscribe();
    this.polled.stop();
  }

  private async look(): Promise<void> {
    if (this.end === undefined) {
      this.end = (await this.logs.tail(this.runId, this.attempt)).lines;
      this.grown.ring();
    }
    for (;;) {
      const lines = await this.logs.read(this.runId, this.attempt, this.end + 1, PAGE_LINES);
      const last = lines.at(-1);
      if (last === undefined) return;
      this.end = last.number;
      this.keep(lines);
      this.grown.ring();
      if (lines.length < PAGE_LINES) return;
    }
  }

  private keep(lines: readonly LogLine[]): void {
    this.kept.push(...lines);
    for (const line of lines) this.keptBytes += lineBytes(line.text);
    let dropped = 0;
    while (this.keptBytes > KEPT_BYTES && dropped < this.kept.length) {
      this.keptBytes -= lineBytes(this.kept[dropped]?.text ?? '');
      dropped += 1;
    }
    if (dropped > 0) this.kept = this.kept.slice(dropped);
  }
}
