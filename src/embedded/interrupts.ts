const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupts {
  /** Aborted by the first Ctrl-C (or its like). */
  readonly signal: AbortSignal;
  /** Gives the signals back. */
  release(): void;
}

/** Listens for the wish to end: the first one asks politely through `signal`, every further one calls `firmly`. */
export function listenForInterrupts(politely: () => void, firmly: () => void): Interrupts {
  const asked = new AbortController();
  const listener = () => {
    if (asked.signal.aborted) return firmly();
    politely();
    asked.abort(new Interrupted());
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    signal: asked.signal,
    release: () => SIGNALS.forEach((signal) => process.off(signal, listener)),
  };
}

/** The end was asked for: not a failure. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
