/** One entry of Docker's log: what was written at once, with the time that Docker noted. */
export interface LogEntry {
  readonly stream: 'stdout' | 'stderr';
  /** The entry's time as Docker wrote it: RFC 3339 with nanoseconds. */
  readonly time: string;
  readonly content: Buffer;
}

const HEADER = 8;
const SPACE = 0x20;

/**
 * Takes Docker's multiplexed log stream apart: 8 bytes of header (stream, three zeros, length), then that many bytes
 * that begin with the time and a space. Chunks may end anywhere.
 */
export class Demultiplexer {
  private rest: Buffer = Buffer.alloc(0);

  /** Calls back for every entry that is complete with this chunk. */
  feed(chunk: Buffer, onEntry: (entry: LogEntry) => void): void {
    const data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    while (data.length - at >= HEADER) {
      const end = at + HEADER + data.readUInt32BE(at + 4);
      if (end > data.length) break;
      onEntry(entryOf(data[at], data.subarray(at + HEADER, end)));
      at = end;
    }
    this.rest = data.subarray(at);
  }
}

function entryOf(source: number | undefined, payload: Buffer): LogEntry {
  const space = payload.indexOf(SPACE);
  return {
    stream: source === 2 ? 'stderr' : 'stdout',
    time: payload.toString('latin1', 0, space),
    content: payload.subarray(space + 1),
  };
}
