import type { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import type { EngineLogPage } from '../../../domain/engine.js';
import { failureOf, refusalOf } from './connect.js';
import { Demultiplexer, type LogEntry } from './demultiplex.js';
import { LogReader } from './log-reader.js';
import { openResponse } from './open-response.js';
import { inTime } from './patience.js';
import { toObservation } from './to-exit.js';

/** How long a first page of a living container waits for what is there already. */
const FIRST_PAGE_MS = 200;
/** An ended container's log comes without a pause; a daemon that is so slow has a problem. */
const REST_MS = 30_000;
/** A reader that nobody asked for so long is closed; who comes back continues by the cursor. */
const IDLE_MS = 60_000;
const LINE_END = 0x0a;

/**
 * Hands out container logs page by page. For each container that is being read one follow-stream stays open, so that the
 * next page costs nothing; but it is only a short cut: whoever brings a cursor, from wherever, gets the same lines.
 */
export class Logs {
  private readonly readers = new Map<string, LogReader>();
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly docker: Docker,
    private readonly onChange: (container: string) => void,
  ) {}

  /** One page at a time per container: a reader has one place. */
  page(container: string, cursor: string, limit: number): Promise<EngineLogPage> {
    const turn = (this.turns.get(container) ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => this.read(container, cursor, limit))
      .finally(() => {
        if (this.turns.get(container) === turn) this.turns.delete(container);
      });
    this.turns.set(container, turn);
    return turn;
  }

  /** Closes the stream of one container, or all. */
  close(container?: string): void {
    for (const [id, reader] of [...this.readers]) {
      if (container !== undefined && container !== id) continue;
      reader.close();
      this.readers.delete(id);
    }
  }

  private async read(container: string, cursor: string, limit: number): Promise<EngineLogPage> {
    this.closeIdle();
    try {
      let reader = this.readers.get(container);
      if (reader?.cursor !== cursor || reader.broken !== undefined) {
        reader = await this.open(container, cursor);
        await reader.settle(FIRST_PAGE_MS);
      }
      if (!reader.hasLines && reader.ended) return await this.rest(container, reader, limit);
      return { lines: reader.take(limit), next: reader.cursor, complete: false };
    } catch (error) {
      this.close(container);
      // Somebody removed the container, and its log with it: nothing more will come, and nobody can say what is missing.
      if (refusalOf(error)?.status === 404) return { lines: [], next: cursor, complete: false };
      throw failureOf(error, 'read the log');
    }
  }

  /** The stream has ended and everything that came was taken: is that the log's end? */
  private async rest(container: string, ended: LogReader, limit: number): Promise<EngineLogPage> {
    const found = await this.docker.getContainer(container).inspect({ abortSignal: AbortSignal.timeout(REST_MS) });
    if (toObservation(found) !== 'ended') {
      this.close(container); // not started yet, or the daemon was restarted: the next page opens a new stream
      return { lines: [], next: ended.cursor, complete: false };
    }
    // Following can lose the last lines when a container ends (a known flaw of several Docker versions), so the end of
    // what came is compared with the end of what is there, and read again from the cursor where they differ.
    let reader = ended;
    if (
      ended.broken !== undefined ||
      !(ended.openedAtEnd || (await inTime(REST_MS, this.isTrueEnd(container, ended))))
    ) {
      reader = await this.open(container, ended.cursor);
      reader.openedAtEnd = true;
      await reader.settle(REST_MS);
    }
    const atEnd = reader.ended && reader.broken === undefined;
    if (atEnd) reader.finish();
    const lines = reader.take(limit);
    return { lines, next: reader.cursor, complete: atEnd && !reader.hasLines };
  }

  private async isTrueEnd(container: string, reader: LogReader): Promise<boolean> {
    const demultiplexer = new Demultiplexer();
    let last: LogEntry | undefined;
    const response = await this.follow(container, { tail: 1 });
    for await (const chunk of response) {
      demultiplexer.feed(chunk as Buffer, (entry) => (last = entry)); // responses are read as bytes
    }
    const seen = reader.lastEntry;
    if (last === undefined || seen === undefined) return last === seen;
    // Pieces of one long line can look the same, whole lines of one nanosecond cannot be told from the same line.
    const isWhole = last.content.at(-1) === LINE_END;
    return isWhole && last.stream === seen.stream && last.time === seen.time && last.content.equals(seen.content);
  }

  private async open(container: string, cursor: string): Promise<LogReader> {
    this.close(container);
    const response = await this.follow(container, {});
    const reader = new LogReader(cursor, response, () => this.onChange(container));
    this.readers.set(container, reader);
    return reader;
  }

  /** Follows the log of a living container; of one that has ended, Docker sends what there is and closes. */
  private async follow(container: string, options: { tail?: number }): Promise<IncomingMessage> {
    const all = { follow: true, stdout: true, stderr: true, timestamps: true, ...options } as const;
    return openResponse(await inTime(REST_MS, this.docker.getContainer(container).logs(all)));
  }

  private closeIdle(): void {
    const longAgo = Date.now() - IDLE_MS;
    for (const [container, reader] of this.readers) if (reader.lastUsed < longAgo) this.close(container);
  }
}
