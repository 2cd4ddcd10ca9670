import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { failureOf, refusalOf } from './connect.js';
import { inTime } from './patience.js';

/** A container may be so young that its init process did not listen yet when the signal came: then the kernel drops it. */
const YOUNG_MS = 2000;

/** How long an answer is waited for; a container that ends at the first signal is answered for within this time. */
const AT_ONCE_MS = 500;

/** How long the daemon is given for what it does without waiting for the container. */
const PATIENCE_MS = 10_000;

/**
 * Asks the daemon to stop the container and does not wait for it: Docker answers when the container has ended. The
 * signal, the grace and the kill behind it are the daemon's, so it does not matter what becomes of us meanwhile.
 */
export async function requestStop(
  docker: Docker,
  container: string,
  graceSeconds: number,
): Promise<'stopping' | 'already-ended'> {
  const askedAt = Date.now();
  const asked = docker.getContainer(container).stop({ t: Math.ceil(graceSeconds) });
  const answer = asked.then(
    () => 'stopping' as const,
    (error: unknown) => {
      const status = refusalOf(error)?.status;
      if (status === 304) return 'not-running' as const;
      return status === 404 ? ('already-ended' as const) : failureOf(error, 'stop the container');
    },
  );
  const first = await Promise.race([answer, pause(AT_ONCE_MS)]);
  if (first instanceof Error) throw first;
  if (first === 'not-running') {
    await removeUnstarted(docker.getContainer(container));
    return 'already-ended';
  }
  if (first !== undefined) return first;
  await repeatForTheYoung(docker.getContainer(container), askedAt).catch(() => undefined); // the daemon kills it anyway
  return 'stopping';
}

/**
 * Docker stops nothing that does not run, and has no objection when it is started later. What a worker has created and
 * not lived to start is removed, so that nobody can.
 */
async function removeUnstarted(container: Docker.Container): Promise<void> {
  try {
    const { State } = await inTime(PATIENCE_MS, container.inspect());
    if (State.Status === 'created') await inTime(PATIENCE_MS, container.remove({ v: true }));
  } catch (error) {
    if (refusalOf(error)?.status !== 404) throw failureOf(error, 'remove the container, which was never started');
  }
}

/** Sends the polite signal again, and only to the young: some programs take a second one as "at once". */
async function repeatForTheYoung(container: Docker.Container, askedAt: number): Promise<void> {
  const { State, Config } = await inTime(AT_ONCE_MS, container.inspect());
  if (!State.Running || askedAt - Date.parse(State.StartedAt) > YOUNG_MS) return;
  const { StopSignal: signal = 'SIGTERM' } = Config as { StopSignal?: string }; // an image may want another one
  await inTime(AT_ONCE_MS, container.kill({ signal }));
}
