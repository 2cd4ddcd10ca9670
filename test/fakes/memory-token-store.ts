import type { ApiToken, Role } from '../../domain/access.js';
import { type Page, TokenStore } from '../../domain/ports.js';
import { kept } from './kept.js';
import { newestFirst } from './newest-first.js';

/** API tokens in memory. */
export class MemoryTokenStore extends TokenStore {
  readonly #tokens = new Map<string, ApiToken>();

  override async insert(token: ApiToken): Promise<boolean> {
    if (this.#tokens.has(token.id)) return false;
    this.#tokens.set(token.id, kept(token));
    return true;
  }

  override async get(id: string): Promise<ApiToken | undefined> {
    const token = this.#tokens.get(id);
    return token && kept(token);
  }

  override async list(limit: number, cursor?: string): Promise<Page<ApiToken>> {
    return newestFirst(this.#tokens.values(), ({ id }) => id, limit, cursor);
  }

  override async ofRole(role: Role): Promise<ApiToken[]> {
    return [...this.#tokens.values()].filter((token) => token.role === role).map(kept);
  }

  override async revoke(id: string, at: number): Promise<ApiToken | undefined> {
    const token = this.#tokens.get(id);
    if (token !== undefined) this.#tokens.set(id, { ...token, revokedAt: token.revokedAt ?? at });
    return this.get(id);
  }

  override async noteUse(id: string, at: number): Promise<void> {
    const token = this.#tokens.get(id);
    if (token !== undefined) this.#tokens.set(id, { ...token, lastUsedAt: Math.max(token.lastUsedAt ?? 0, at) });
  }
}
