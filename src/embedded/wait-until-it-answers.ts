import { connect } from 'node:net';
import { describeExit, type ManagedChild } from './managed-child.js';
import { pause } from './pause.js';

/** Waits until the question is answered with yes; throws, with the last words, when the process ends or the patience does. */
export async function waitUntilItAnswers(
  child: ManagedChild,
  isAnswering: () => Promise<boolean>,
  patienceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const end = Date.now() + patienceMs;
  try {
    while (!(await isAnswering())) {
      if (child.hasExited) throw await failure(child, `ended at once (${describeExit(await child.exited)})`);
      if (Date.now() > end) throw await failure(child, `did not answer within ${Math.round(patienceMs / 1000)} s`);
      await pause(40, signal);
    }
    signal.throwIfAborted();
  } catch (error) {
    await child.stop(2000);
    throw error;
  }
}

/** True when somebody listens there. */
export function isListening(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

async function failure(child: ManagedChild, what: string): Promise<Error> {
  const words = await child.lastWords();
  return new Error([`${child.name} ${what}. Its log: ${child.logFile}`, ...(words === '' ? [] : [words])].join('\n'));
}
