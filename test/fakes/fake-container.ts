import type { EngineLogLine, EngineLogPage } from '../../domain/engine.js';
import type { Exit, Observation } from '../../domain/exit.js';
import type { LaunchToken } from '../../domain/ids.js';

/** What a fake container does; everything left out is as quick and as quiet as can be. */
export interface FakePlan {
  /** Phases shown before it runs, over `startSeconds`. */
  readonly phases?: readonly string[];
  readonly startSeconds?: number;
  /** How long it runs; `Infinity` until `end` is called or it is stopped. */
  readonly seconds?: number;
  /** Printed as it begins. */
  readonly lines?: readonly string[];
  /** How it ends when its time is over: an exit code, or more than that. */
  readonly exit?: number | Partial<Exit>;
  /** What a polite stop does: `ignore` waits for the firm one; an exit code ends it, after these lines. */
  readonly onStop?: 'ignore' | { readonly lines?: readonly string[]; readonly exit: number };
}

/** A container that behaves by its plan and by what a test makes it do. */
export class FakeContainer {
  readonly stops: { readonly at: number; readonly graceSeconds: number; readonly reason: string }[] = [];
  readonly lines: EngineLogLine[] = [];
  readonly #listeners = new Set<() => void>();
  #exit: Exit | undefined;
  /** Set by a test that takes the machine away: the engine does not know the container any more. */
  isLost = false;

  constructor(
    readonly token: LaunchToken,
    readonly labels: Readonly<Record<string, string>>,
    readonly plan: FakePlan,
    readonly launchedAt: number,
    private readonly now: () => number,
  ) {
    this.print(...(plan.lines ?? []));
  }

  print(...texts: string[]): void {
    const at = this.now();
    this.lines.push(...texts.map((text) => ({ at, text })));
    this.tell();
  }

  /** Ends it now; a number is the code of an exit by itself. The first end stays. */
  end(how: number | Partial<Exit> = 0, endedAt = this.now()): void {
    const facts = typeof how === 'number' ? { code: how } : how;
    this.#exit ??= {
      outOfMemory: false,
      endedByItself: true,
      reasons: [],
      startedAt: this.#runsAt(),
      endedAt,
      ...facts,
    };
    this.tell();
  }

  stop(graceSeconds: number, reason: string): 'stopping' | 'already-ended' {
    if (this.observe().kind === 'ended') return 'already-ended';
    this.stops.push({ at: this.now(), graceSeconds, reason });
    const { onStop } = this.plan;
    if (onStop === 'ignore') this.#tellAfter(graceSeconds * 1000);
    else {
      this.print(...(onStop?.lines ?? []));
      this.end({
        ...(onStop === undefined ? terminated : { code: onStop.exit }),
        endedByItself: false,
        reasons: [reason],
      });
    }
    return 'stopping';
  }

  observe(): Observation {
    const now = this.now();
    const { phases = ['starting'], seconds = 0, exit = 0 } = this.plan;
    const runsAt = this.#runsAt();
    const killedAt = Math.min(...this.stops.map((stop) => stop.at + stop.graceSeconds * 1000));
    if (now >= runsAt + seconds * 1000 && runsAt + seconds * 1000 <= killedAt) this.end(exit, runsAt + seconds * 1000);
    else if (now >= killedAt) this.end({ ...killed, endedByItself: false, reasons: this.stops.map((s) => s.reason) });
    if (this.#exit !== undefined) return { kind: 'ended', exit: this.#exit };
    if (now >= runsAt) return { kind: 'running', since: runsAt };
    const passed = (now - this.launchedAt) / (runsAt - this.launchedAt);
    return { kind: 'starting', phase: phases[Math.floor(passed * phases.length)] ?? 'starting' };
  }

  logs(cursor: string, limit: number): EngineLogPage {
    const ended = this.observe().kind === 'ended';
    const from = Number(cursor);
    const lines = this.lines.slice(from, from + limit);
    const next = from + lines.length;
    return { lines, next: String(next), complete: ended && next >= this.lines.length };
  }

  listen(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    const untilEnd = this.#runsAt() + (this.plan.seconds ?? 0) * 1000 - this.now();
    if (Number.isFinite(untilEnd)) this.#tellAfter(untilEnd);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** Tells everybody who listens to look again. */
  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #tellAfter(milliseconds: number): void {
    setTimeout(() => this.tell(), Math.max(0, Math.min(milliseconds, 2 ** 31 - 1))).unref();
  }

  #runsAt(): number {
    return this.launchedAt + (this.plan.startSeconds ?? 0) * 1000;
  }
}

const terminated = { code: 143, signal: 'SIGTERM' };
const killed = { code: 137, signal: 'SIGKILL' };
