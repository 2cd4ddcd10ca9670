import { CancelledFailure, type Context } from '@temporalio/activity';

/** The SDK passes on at most one heartbeat per 0.8 × time-out; asking more often than this gains nothing. */
const BEAT_MILLISECONDS = 4_000;

/**
 * The heartbeat of a long activity, and its ears for the end of the worker. Short attempts end before the first beat
 * and cost Temporal nothing.
 */
export class Vigil {
  #details: Readonly<Record<string, unknown>> = {};
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly context: Context) {
    this.#timer = setInterval(() => {
      this.context.heartbeat(this.#details);
    }, BEAT_MILLISECONDS);
  }

  /** What the next heartbeat says; shown in Temporal's web page. */
  note(details: Readonly<Record<string, unknown>>): void {
    this.#details = { ...this.#details, ...details };
  }

  /**
   * Throws when the worker is shutting down, so that another one takes over at once. A cancel of the run does not
   * come this way: a container is watched to its end whatever happens.
   */
  check(): void {
    const { cancellationSignal } = this.context;
    if (cancellationSignal.aborted) throw asCancelled(cancellationSignal.reason);
  }

  /** Waits, but not beyond the worker's life. */
  async pause(milliseconds: number): Promise<void> {
    await this.until(new Promise((resolve) => setTimeout(resolve, milliseconds)));
  }

  /** Waits for something, but not beyond the worker's life. */
  async until<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.context.cancelled]);
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

const asCancelled = (reason: unknown): Error =>
  reason instanceof Error ? reason : new CancelledFailure('the worker is shutting down');
