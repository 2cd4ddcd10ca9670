import type { Session } from '../../domain/access.js';
import { SessionStore } from '../../domain/ports.js';

/** Browsers that are logged in, in memory. */
export class MemorySessionStore extends SessionStore {
  readonly #sessions = new Map<string, Session>();

  override async insert(session: Session): Promise<void> {
    if (!this.#sessions.has(session.id)) this.#sessions.set(session.id, session);
  }

  override async get(id: string): Promise<Session | undefined> {
    return this.#sessions.get(id);
  }

  override async remove(id: string): Promise<void> {
    this.#sessions.delete(id);
  }

  override async removeExpired(now: number): Promise<void> {
    for (const { id, expiresAt } of this.#sessions.values()) if (expiresAt <= now) this.#sessions.delete(id);
  }
}
