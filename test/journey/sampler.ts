/** Takes samples of something, over and over, until it is ended; a sample that fails fails the test. */
export class Sampler<T> {
  readonly #samples: T[] = [];
  #over = false;
  readonly #running: Promise<void>;

  constructor(take: () => Promise<T>, stepMilliseconds = 100) {
    this.#running = this.#run(take, stepMilliseconds);
    this.#running.catch(() => undefined); // thrown again by end()
  }

  async #run(take: () => Promise<T>, step: number): Promise<void> {
    while (!this.#over) {
      this.#samples.push(await take());
      await new Promise((resolve) => setTimeout(resolve, step));
    }
  }

  /** Stops sampling and answers all samples; there is at least one. */
  async end(): Promise<T[]> {
    this.#over = true;
    await this.#running;
    return this.#samples;
  }
}
