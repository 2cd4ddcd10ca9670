const STEP_MILLISECONDS = 100;

/** Asks again and again until the answer is as wanted; after the (generous) limit it fails and shows the last answer. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  milliseconds = 150_000,
): Promise<T> {
  const giveUpAt = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > giveUpAt) throw new Error(`waited in vain until ${what}; last seen: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, STEP_MILLISECONDS));
  }
}
