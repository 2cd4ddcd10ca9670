/** One server-sent event as it arrived. */
export interface SentEvent {
  readonly event: string;
  readonly id?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at whatever was sent
  readonly data: any;
}

/** A viewer of a stream: reads what comes, and can go away at any time. */
export class EventReader {
  readonly events: SentEvent[] = [];
  isEnded = false;
  private readonly gone = new AbortController();
  private waiting: (() => void)[] = [];
  private text = '';

  static async open(
    url: string,
    lastEventId?: string,
    shown: Readonly<Record<string, string>> = {},
  ): Promise<EventReader> {
    const reader = new EventReader();
    const response = await fetch(url, {
      signal: reader.gone.signal,
      headers: { ...shown, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
    });
    if (!response.ok || response.body === null) throw new Error(`the stream answered ${response.status}`);
    void reader.read(response.body);
    return reader;
  }

  /** Waits until what has come satisfies the condition; the test's own time limit ends a wait in vain. */
  async until(condition: (events: readonly SentEvent[]) => boolean): Promise<readonly SentEvent[]> {
    while (!condition(this.events)) {
      if (this.isEnded) throw new Error(`the stream ended first: ${JSON.stringify(this.events).slice(0, 500)}`);
      await new Promise<void>((done) => this.waiting.push(done));
    }
    return this.events;
  }

  /** Waits for the end of the stream. */
  async ended(): Promise<readonly SentEvent[]> {
    while (!this.isEnded) await new Promise<void>((done) => this.waiting.push(done));
    return this.events;
  }

  /** The numbers of all lines that came. */
  get lineNumbers(): number[] {
    return this.events
      .filter(({ event }) => event === 'lines')
      .flatMap(({ data }) => data.lines.map((line: { n: number }) => line.n));
  }

  leave(): void {
    this.gone.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const piece of body as unknown as AsyncIterable<Uint8Array>)
        this.take(decoder.decode(piece, { stream: true })); // Node's streams can be iterated
    } catch {
      // we left, or the server did
    }
    this.isEnded = true;
    this.tell();
  }

  private take(piece: string): void {
    const blocks = (this.text + piece).split('\n\n');
    this.text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      if (fields['event'] !== undefined)
        this.events.push({ event: fields['event'], id: fields['id'], data: JSON.parse(fields['data'] ?? 'null') });
    }
    this.tell();
  }

  private tell(): void {
    for (const done of this.waiting.splice(0)) done();
  }
}
