import { failureOf } from './connect.js';

/** Makes a call that is given up after so long: a daemon that hangs accepts connections and answers nothing. */
export function ask<Answer>(milliseconds: number, call: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
  return call(AbortSignal.timeout(milliseconds));
}

/** The same for calls that dockerode cannot abort: the answer is not waited for any longer. */
export async function inTime<Answer>(milliseconds: number, answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('it did not answer in time.', 'TimeoutError')), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same as `ask`, with every error made a Failure that says what was being done. */
export async function askTo<Answer>(
  doing: string,
  milliseconds: number,
  call: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask(milliseconds, call);
  } catch (error) {
    throw failureOf(error, doing);
  }
}
