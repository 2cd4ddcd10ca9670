import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { OpenStreams } from '../http/live/open-streams.js';
import { Polled } from '../http/live/polled.js';
import { Refusal } from '../http/refusal.js';
import { Identify } from './identify.js';
import { sessionIn } from './session-cookie.js';

/** How long a stream may outlive what it was opened with; docs/access.md promises some five seconds. */
const LOOK_MS = 3000;

/**
 * Ends open streams whose token has expired or was revoked, or whose browser has logged out: a request is judged when it
 * comes, and a stream is a request that goes on. One look for all streams of a credential, whatever is sent on them.
 */
@Injectable()
export class EndStreams implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private looks: Polled | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Identify) private readonly identify: Identify,
    @Inject(OpenStreams) private readonly streams: OpenStreams,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.access === 'tokens') this.looks = new Polled(() => this.look(), LOOK_MS);
  }

  beforeApplicationShutdown(): void {
    this.looks?.stop();
  }

  private async look(): Promise<void> {
    const judged = new Map<string, Promise<boolean>>();
    for (const { request, stream } of this.streams.all()) {
      const shown = request.headers.authorization ?? sessionIn(request.headers) ?? '';
      const isOver = judged.get(shown) ?? this.isOver(request);
      judged.set(shown, isOver);
      // Without an `end`: whoever connects again is told why not.
      if (await isOver) stream.end();
    }
  }

  private async isOver(request: FastifyRequest): Promise<boolean> {
    try {
      return (await this.identify.of(request)) instanceof Refusal;
    } catch {
      return false; // the store is away, and so is everything that could be sent
    }
  }
}
