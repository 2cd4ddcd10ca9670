/** Keeps one of something per key for as long as anybody uses it. */
export class SharedWatch<Watched extends { close(): void }> {
  private readonly open = new Map<string, { watched: Watched; users: number }>();

  constructor(private readonly start: (key: string) => Watched) {}

  /** The one for this key, and the call that gives it back; the last one to give it back closes it. */
  use(key: string): { watched: Watched; giveBack: () => void } {
    const entry = this.open.get(key) ?? { watched: this.start(key), users: 0 };
    this.open.set(key, entry);
    entry.users += 1;
    let isGivenBack = false;
    const giveBack = (): void => {
      if (isGivenBack) return;
      isGivenBack = true;
      entry.users -= 1;
      if (entry.users > 0) return;
      this.open.delete(key);
      entry.watched.close();
    };
    return { watched: entry.watched, giveBack };
  }

  get size(): number {
    return this.open.size;
  }
}
