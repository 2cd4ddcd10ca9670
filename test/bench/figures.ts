/** The middle one of the values; 0.99 of them are at or below p99. */
export interface Spread {
  readonly n: number;
  readonly min: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Sums up measurements; throws when there are none, because a bench without figures has failed. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    if (value === undefined) throw new Error('nothing was measured');
    return Math.round(value * 10) / 10;
  };
  return { n: sorted.length, min: at(0), p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** Does `count` things, `atOnce` at a time; answers how long each took, in milliseconds, and all together. */
export async function timed(
  count: number,
  atOnce: number,
  act: (n: number) => Promise<unknown>,
): Promise<{ each: number[]; seconds: number }> {
  const each: number[] = [];
  let next = 0;
  const began = performance.now();
  const lane = async () => {
    for (let n = next++; n < count; n = next++) {
      const start = performance.now();
      await act(n);
      each.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { each, seconds: (performance.now() - began) / 1000 };
}

export const perSecond = (count: number, seconds: number): number => Math.round((count / seconds) * 10) / 10;
