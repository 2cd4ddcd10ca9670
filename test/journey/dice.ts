/** Chance that can be had again: the same seed gives the same numbers (mulberry32). */
export class Dice {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed;
  }

  /** A whole number from `from` up to and without `to`. */
  between(from: number, to: number): number {
    return from + Math.floor(this.#next() * (to - from));
  }

  /** One of these; undefined when there are none. */
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.between(0, items.length)];
  }

  /** Lets a moment pass that nobody can foresee: faults must not be timed by us. */
  async pause(mostMilliseconds: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.between(0, mostMilliseconds)));
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
