/** Maps a list with at most so many at work at once, keeping its order. */
export async function inTurns<In, Out>(
  atOnce: number,
  list: readonly In[],
  work: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const results = new Map<number, Out>();
  const queue = list.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
