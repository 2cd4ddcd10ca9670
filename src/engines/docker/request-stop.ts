import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { failureOf, refusalOf } from './connect.js';

/** How long an answer is waited for; a container that ends at the first signal is answered for within this time. */
const AT_ONCE_MS = 500;

/**
 * Asks the daemon to stop the container and does not wait for it: Docker answers when the container has ended. The
 * signal, the grace and the kill behind it are the daemon's, so it does not matter what becomes of us meanwhile.
 */
export async function requestStop(
  docker: Docker,
  container: string,
  graceSeconds: number,
): Promise<'stopping' | 'already-ended'> {
  const asked = docker.getContainer(container).stop({ t: Math.ceil(graceSeconds) });
  const answer = asked.then(
    () => 'stopping' as const,
    (error: unknown) => {
      const status = refusalOf(error)?.status;
      return status === 304 || status === 404 ? ('already-ended' as const) : failureOf(error, 'stop the container');
    },
  );
  const first = await Promise.race([answer, pause(AT_ONCE_MS, 'stopping' as const)]);
  if (first instanceof Error) throw first;
  return first;
}
