import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EventStream } from './event-stream.js';

/** The streams that are open now, so that a server that stops does not wait for its viewers. They connect again by themselves. */
@Injectable()
export class OpenStreams implements BeforeApplicationShutdown {
  private readonly streams = new Set<EventStream>();
  private isStopping = false;

  open(reply: FastifyReply): EventStream {
    const stream = new EventStream(reply);
    this.streams.add(stream);
    stream.signal.addEventListener('abort', () => this.streams.delete(stream));
    return stream;
  }

  /** True once the server has been told to stop. */
  get areClosing(): boolean {
    return this.isStopping;
  }

  get count(): number {
    return this.streams.size;
  }

  beforeApplicationShutdown(): void {
    this.isStopping = true;
    for (const stream of this.streams) stream.end();
  }
}
