import { setTimeout } from 'node:timers/promises';

/** Waits; a signal ends the wait early by throwing its reason. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, signal && { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
