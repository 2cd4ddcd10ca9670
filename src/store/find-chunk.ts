/** What is asked of chunks, by number: the first line of each one that exists. */
export type FirstLines = (seqs: readonly number[]) => Promise<ReadonlyMap<number, number>>;

/** More than the largest log that anybody keeps has chunks. */
const STEPS = 22;
const SAMPLES = 30;

/**
 * The number of the chunk that line `from` is in, or would be in if the log were longer; undefined when there is none.
 * Chunks are numbered without gaps and their first lines grow, so a few samples at a time narrow it down: two or three
 * questions for a log of thousands of chunks, each answered by ids alone.
 */
export async function findChunk(from: number, firstLines: FirstLines): Promise<number | undefined> {
  let low = -1; // begins at or before `from`
  let high = Infinity; // begins behind it, or does not exist
  let candidates = [0, ...Array.from({ length: STEPS }, (_, step) => 2 ** step)];
  for (;;) {
    const found = await firstLines(candidates);
    for (const seq of candidates) {
      const first = found.get(seq);
      if (first !== undefined && first <= from) low = Math.max(low, seq);
      else high = Math.min(high, seq);
    }
    if (high - low <= 1) return low < 0 ? undefined : low;
    candidates = between(low, high);
  }
}

function between(low: number, high: number): number[] {
  const step = Math.max(1, Math.floor((high - low) / (SAMPLES + 1)));
  const seqs: number[] = [];
  for (let seq = low + step; seq < high && seqs.length < SAMPLES; seq += step) seqs.push(seq);
  return seqs;
}
