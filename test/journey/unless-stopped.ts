import { once } from 'node:events';

/** What the work answers, or a failure as soon as this process is asked to end: then what it started can be ended in order. */
export async function unlessStopped<Result>(work: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  const { signal } = over;
  const stopped = ['SIGINT', 'SIGTERM'].map(async (name): Promise<never> => {
    await once(process, name, { signal });
    throw new Error(`stopped by ${name}`);
  });
  try {
    return await Promise.race([work, ...stopped]);
  } finally {
    over.abort();
  }
}
