import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EventStream } from './event-stream.js';

/** The streams that are open now, so that a server that stops does not wait for its viewers. They connect again by themselves. */
@Injectable()
export class OpenStreams implements BeforeApplicationShutdown {
  private readonly streams = new Set<EventStream>();

  open(reply: FastifyReply): EventStream {
    const stream = new EventStream(reply);
    this.streams.add(stream);
    stream.signal.addEventListener('abort', () => this.streams.delete(stream));
    return stream;
  }

  get count(): number {
    return this.streams.size;
  }

  beforeApplicationShutdown(): void {
    for (const stream of this.streams) stream.end();
  }
}
