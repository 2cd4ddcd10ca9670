import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ApiToken } from '../../domain/access.js';
import { TokenStore } from '../../domain/ports.js';

const EVERY_MS = 60_000;

/** Notes when tokens are used: at most once a minute each, and without making their holders wait. */
@Injectable()
export class TokenUse {
  private readonly logger = new Logger('access');
  private readonly noted = new Map<string, number>();

  constructor(@Inject(TokenStore) private readonly tokens: TokenStore) {}

  note({ id, lastUsedAt = 0 }: ApiToken, now: number): void {
    if (now - Math.max(lastUsedAt, this.noted.get(id) ?? 0) < EVERY_MS) return;
    this.noted.set(id, now);
    this.tokens.noteUse(id, now).catch((error: unknown) => {
      this.logger.debug(`the use of token ${id} could not be noted: ${String(error)}`);
    });
  }
}
