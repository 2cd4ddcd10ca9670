const STEP_MILLISECONDS = 100;

/** Takes samples of something, over and over, until it is ended; a sample that fails fails the test. */
export class Sampler<T> {
  readonly #samples: T[] = [];
  #over = false;
  readonly #running: Promise<void>;

  constructor(take: () => Promise<T>) {
    this.#running = this.#run(take);
    this.#running.catch(() => undefined); // thrown again by end()
  }

  async #run(take: () => Promise<T>): Promise<void> {
    while (!this.#over) {
      this.#samples.push(await take());
      await new Promise((resolve) => setTimeout(resolve, STEP_MILLISECONDS));
    }
  }

  /** Stops sampling and answers all samples; there is at least one. */
  async end(): Promise<T[]> {
    this.#over = true;
    await this.#running;
    return this.#samples;
  }
}
