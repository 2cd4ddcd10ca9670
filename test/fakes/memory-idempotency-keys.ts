import { type IdempotencyClaim, IdempotencyKeys } from '../../domain/ports.js';

/** Claims of Idempotency-Keys in memory. */
export class MemoryIdempotencyKeys extends IdempotencyKeys {
  readonly #claims = new Map<string, IdempotencyClaim>();

  override async claim(key: string, claim: IdempotencyClaim): Promise<IdempotencyClaim> {
    const standing = this.#claims.get(key) ?? claim;
    this.#claims.set(key, standing);
    return standing;
  }

  override async find(key: string): Promise<IdempotencyClaim | undefined> {
    return this.#claims.get(key);
  }
}
