import { watch, type FSWatcher } from 'node:fs';

/** Tells when something in a folder changes: one watcher per folder, however many listen. */
export class Changes {
  readonly #watched = new Map<string, { watcher: FSWatcher; listeners: Set<() => void> }>();

  /** Calls back at changes until the returned call. Where the system cannot watch (any more), nothing is ever told. */
  listen(folder: string, listener: () => void): () => void {
    const entry = this.#watched.get(folder) ?? this.#watch(folder);
    // The same function may listen twice, and each of the two ends for itself.
    const own = () => listener();
    entry?.listeners.add(own);
    return () => {
      if (entry?.listeners.delete(own) !== true || entry.listeners.size > 0) return;
      this.#drop(folder, entry.watcher);
    };
  }

  /** Stops all watching. */
  close(): void {
    for (const [folder, { watcher }] of this.#watched) this.#drop(folder, watcher);
  }

  #watch(folder: string) {
    const listeners = new Set<() => void>();
    try {
      const watcher = watch(folder, { persistent: false }, () => {
        for (const listener of listeners) listener();
      });
      watcher.on('error', () => {
        this.#drop(folder, watcher);
      });
      const entry = { watcher, listeners };
      this.#watched.set(folder, entry);
      return entry;
    } catch {
      return undefined; // no watches left, or no such folder: the poll finds out
    }
  }

  #drop(folder: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.#watched.get(folder)?.watcher === watcher) this.#watched.delete(folder);
  }
}
