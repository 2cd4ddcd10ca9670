const MAX_PENALTY_MS = 10_000;

/**
 * So many calls a second, in order of asking, with a burst saved up in quiet times, and only so many under way at once.
 * AWS counts per account and region, so everybody who calls from this process shares one budget.
 */
export class Budget {
  #saved: number;
  #at = Date.now();
  #closedUntil = 0;
  #penalty = 500;
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;
  #free: number;
  readonly #withoutPlace: (() => void)[] = [];

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    atOnce = Number.POSITIVE_INFINITY,
  ) {
    this.#saved = burst;
    this.#free = atOnce;
  }

  /** Makes the call when it is its turn; one that is paid for (`tryTake`) waits for a place only. */
  async spend<Answer>(call: () => Promise<Answer>, isPaid: boolean): Promise<Answer> {
    await this.#comeIn();
    try {
      if (!isPaid) await this.take();
      return await call();
    } finally {
      this.#leave();
    }
  }

  /** Resolves when it is this caller's turn. */
  take(): Promise<void> {
    this.#waiting += 1;
    const turn = this.#queue.then(async () => {
      for (let wait = this.#wait(); wait > 0; wait = this.#wait()) await new Promise((done) => setTimeout(done, wait));
      this.#saved -= 1;
      this.#waiting -= 1;
    });
    this.#queue = turn;
    return turn;
  }

  /** True, and the call is counted, when nobody has to wait for it; for calls that can as well be made later. */
  tryTake(): boolean {
    if (this.#free === 0 || this.#waiting > 0 || this.#wait() > 0) return false;
    this.#saved -= 1;
    return true;
  }

  /** AWS said that it was too much: nobody calls for a while, longer each time, and not all workers begin at once. */
  penalise(): void {
    const now = Date.now();
    if (now < this.#closedUntil) return; // the calls that were under way together count as one
    this.#closedUntil = now + this.#penalty * (0.5 + Math.random());
    this.#penalty = Math.min(this.#penalty * 2, MAX_PENALTY_MS);
    this.#saved = 0;
  }

  /** A call got through. */
  reward(): void {
    this.#penalty = Math.max(500, this.#penalty * 0.9);
  }

  /** Where answers are slow, calls wait here: a call that was let go is on its way at once, with its whole time before it. */
  #comeIn(): Promise<void> | undefined {
    if (this.#free === 0) return new Promise((come) => this.#withoutPlace.push(come));
    this.#free -= 1;
    return undefined;
  }

  #leave(): void {
    const next = this.#withoutPlace.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }

  #wait(): number {
    const now = Date.now();
    if (now < this.#closedUntil) return this.#closedUntil - now;
    const since = Math.max(this.#at, this.#closedUntil);
    this.#saved = Math.min(this.burst, this.#saved + Math.max(0, now - since) * (this.perSecond / 1000));
    this.#at = now;
    return this.#saved >= 1 ? 0 : Math.ceil(((1 - this.#saved) * 1000) / this.perSecond);
  }
}
