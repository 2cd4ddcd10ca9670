const signals = ['SIGINT', 'SIGTERM'] as const;

/** What the work answers, or a failure as soon as this process is asked to end: then what it started can be ended in order. */
export async function unlessStopped<Result>(work: Promise<Result>): Promise<Result> {
  let listener: (signal: NodeJS.Signals) => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    listener = (signal) => {
      reject(new Error(`stopped by ${signal}`));
    };
  });
  for (const signal of signals) process.on(signal, listener);
  try {
    return await Promise.race([work, stopped]);
  } finally {
    for (const signal of signals) process.off(signal, listener);
  }
}
