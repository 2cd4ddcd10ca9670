/** Something that others wait for and that happens again and again. */
export class Bell {
  private readonly listeners = new Set<() => void>();

  ring(): void {
    for (const listener of [...this.listeners]) listener();
  }

  /** Calls back at each ring until the returned call. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }
}

/** Waits until one of the bells rings, the signal is aborted, or the time is over, whichever comes first. */
export function nextRing(bells: readonly Bell[], signal: AbortSignal, withinMs: number): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    const settle = (): void => {
      clearTimeout(timer);
      for (const stop of stops) stop();
      signal.removeEventListener('abort', settle);
      done();
    };
    const timer = setTimeout(settle, withinMs);
    const stops = bells.map((bell) => bell.listen(settle));
    signal.addEventListener('abort', settle);
  });
}
