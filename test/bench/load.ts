/** Does `count` things, `atOnce` at a time; answers how long each took, in milliseconds, and all together in seconds. */
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

/** Does the same thing so many times, one after the other. */
export async function rounds<Result>(count: number, once: (round: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let round = 1; round <= count; round += 1) results.push(await once(round));
  return results;
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
