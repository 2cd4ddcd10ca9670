import type { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import { INSTALLATION_LABEL } from '../../../domain/engine.js';
import { jsonLines } from './json-lines.js';
import { openResponse } from './open-response.js';

const RECONNECT_MS = 1000;

/**
 * Tells listeners that something happened to their container, by the daemon's stream of events: one per engine, open
 * while anybody listens. Events that were missed are made up for by telling everybody after a reconnect.
 */
export class Changes {
  private readonly listeners = new Map<string, Set<() => void>>();
  private stream: IncomingMessage | 'connecting' | undefined;

  constructor(
    private readonly docker: Docker,
    private readonly installation: string,
  ) {}

  listen(container: string, listener: () => void): () => void {
    const own = this.listeners.get(container) ?? new Set();
    this.listeners.set(container, own.add(listener));
    if (this.stream === undefined) void this.follow();
    return () => {
      own.delete(listener);
      if (own.size === 0 && this.listeners.get(container) === own) this.listeners.delete(container);
      if (this.listeners.size === 0) this.close();
    };
  }

  tell(container: string): void {
    for (const listener of [...(this.listeners.get(container) ?? [])]) listener();
  }

  close(): void {
    if (this.stream !== undefined && this.stream !== 'connecting') this.stream.destroy();
  }

  private async follow(): Promise<void> {
    this.stream = 'connecting';
    try {
      const filters = { type: ['container' as const], label: [`${INSTALLATION_LABEL}=${this.installation}`] };
      const stream = openResponse(await this.docker.getEvents({ filters }));
      this.stream = stream;
      if (this.listeners.size === 0) stream.destroy();
      for (const container of [...this.listeners.keys()]) this.tell(container);
      for await (const event of jsonLines(stream)) {
        if (typeof event.id === 'string') this.tell(event.id);
      }
    } catch {
      // The daemon went away, or we closed the stream: whoever polls will notice the former.
    }
    this.stream = undefined;
    setTimeout(() => {
      if (this.listeners.size > 0 && this.stream === undefined) void this.follow();
    }, RECONNECT_MS).unref();
  }
}
