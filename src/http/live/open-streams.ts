import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventStream } from './event-stream.js';

/** The streams that are open now, so that a server that stops does not wait for its viewers. They connect again by themselves. */
@Injectable()
export class OpenStreams implements BeforeApplicationShutdown {
  private readonly streams = new Map<EventStream, FastifyRequest>();
  private isStopping = false;

  open(reply: FastifyReply): EventStream {
    const stream = new EventStream(reply);
    if (stream.signal.aborted) return stream;
    this.streams.set(stream, reply.request);
    stream.signal.addEventListener('abort', () => this.streams.delete(stream));
    return stream;
  }

  /** Those that are open now, with the requests that have opened them. */
  all(): { readonly stream: EventStream; readonly request: FastifyRequest }[] {
    return [...this.streams].map(([stream, request]) => ({ stream, request }));
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
    for (const stream of this.streams.keys()) stream.end();
  }
}
