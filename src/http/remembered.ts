import type { Clock } from '../../domain/ports.js';

/** An answer lives ten times as long as it took: however many ask, finding it costs a tenth of the time. */
const LIVES_TIMES = 10;

/** To look at fewer is so quick that everybody is given the present answer. */
const MANY = 500;
const OLDEST_MS = 5_000;

/** Answers that are dear when there is much to count or to plan, and then at most five seconds old. */
export const rememberedWhenMany = <Value>(clock: Clock, countOf: (value: Value) => number): Remembered<Value> =>
  new Remembered(clock, OLDEST_MS, (value) => countOf(value) >= MANY);

/** Answers of dear questions, each shared by all who ask it at the time. What was cheap is asked anew, and so never old. */
export class Remembered<Value> {
  private readonly known = new Map<string, { until: number; readonly value: Promise<Value> }>();

  constructor(
    private readonly clock: Clock,
    /** However dear it was, no answer is older than that. */
    private readonly mostMilliseconds: number,
    private readonly isDear: (value: Value) => boolean,
  ) {}

  async of(key: string, find: () => Promise<Value>): Promise<Value> {
    const known = this.known.get(key);
    if (known !== undefined && this.clock.now() < known.until) return known.value;
    const began = this.clock.now();
    const entry = { until: Infinity, value: find() };
    this.known.set(key, entry);
    try {
      const value = await entry.value;
      const now = this.clock.now();
      const lives = !this.isDear(value) ? 0 : Math.min(this.mostMilliseconds, (now - began) * LIVES_TIMES);
      entry.until = now + lives;
      // Some are megabytes: too much to keep for nobody.
      setTimeout(() => {
        if (this.known.get(key) === entry) this.known.delete(key);
      }, lives).unref();
      return value;
    } catch (error) {
      if (this.known.get(key) === entry) this.known.delete(key);
      throw error;
    }
  }
}
