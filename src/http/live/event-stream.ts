import type { FastifyReply } from 'fastify';

const HEARTBEAT_MS = 15_000;

/**
 * Server-sent events to one viewer, written to the raw reply. It never piles up what a slow viewer has not taken:
 * `send` waits until there is room again, and ends when the viewer has gone.
 */
export class EventStream {
  private readonly gone = new AbortController();
  private readonly heartbeat: NodeJS.Timeout;

  constructor(private readonly reply: FastifyReply) {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>), // what the hooks have set; Fastify types them more loosely
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      // Nothing follows on this connection, so it must not hold up a server that stops.
      connection: 'close',
    });
    raw.socket?.setNoDelay(true);
    raw.write(': hello\n\n'); // headers go out at once, so that the viewer knows that it is connected
    this.heartbeat = setInterval(() => {
      if (!raw.writableNeedDrain) raw.write(': still here\n\n');
    }, HEARTBEAT_MS);
    raw.on('close', () => {
      this.leave();
    });
    raw.on('error', () => {
      this.leave();
    });
    // A viewer who left while the stream was being prepared is not announced any more.
    if (raw.destroyed) this.leave();
  }

  /** Aborted as soon as the viewer has gone or the server stops. */
  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** Writes one event and waits while the viewer is behind. */
  async send(event: string, data: unknown, id?: string): Promise<void> {
    if (this.signal.aborted) return;
    const { raw } = this.reply;
    const head = id === undefined ? `event: ${event}\n` : `event: ${event}\nid: ${id}\n`;
    if (raw.write(`${head}data: ${JSON.stringify(data)}\n\n`)) return;
    await new Promise<void>((done) => {
      const settle = (): void => {
        raw.off('drain', settle);
        this.signal.removeEventListener('abort', settle);
        done();
      };
      raw.on('drain', settle);
      this.signal.addEventListener('abort', settle);
    });
  }

  /** Ends the stream in good order. */
  end(): void {
    this.reply.raw.end();
    this.leave();
  }

  private leave(): void {
    clearInterval(this.heartbeat);
    this.gone.abort();
  }
}
