/**
 * Reads by key, one read at a time for each: whoever asks while a read is under way shares the one after it.
 * So a burst of launches of one job costs a few reads, and yet nobody is given what was read before they asked.
 */
export class SharedRead<Value> {
  private readonly underWay = new Map<string, { current: Promise<Value>; next?: Promise<Value> }>();

  constructor(private readonly load: (key: string) => Promise<Value>) {}

  read(key: string): Promise<Value> {
    const entry = this.underWay.get(key);
    if (entry === undefined) return this.start(key);
    entry.next ??= entry.current.then(
      () => this.start(key),
      () => this.start(key),
    );
    return entry.next;
  }

  private start(key: string): Promise<Value> {
    const current = this.load(key);
    const entry: { current: Promise<Value>; next?: Promise<Value> } = { current };
    this.underWay.set(key, entry);
    const done = (): void => {
      if (entry.next === undefined) this.underWay.delete(key);
    };
    current.then(done, done);
    return current;
  }
}
