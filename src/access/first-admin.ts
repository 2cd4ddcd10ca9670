import { Inject, Injectable } from '@nestjs/common';
import { tokenState } from '../../domain/access.js';
import { Clock, TokenStore } from '../../domain/ports.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { newCredential } from './credential.js';
import { Deeds } from './deeds.js';

/**
 * Lets the first admin in: whoever starts the API is told a token when there is none that an admin could use. Somebody
 * who has lost the last one asks for another by a setting: who sets that may read the whole store anyway.
 */
@Injectable()
export class FirstAdmin {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TokenStore) private readonly tokens: TokenStore,
    @Inject(Deeds) private readonly deeds: Deeds,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The new token, to be shown once; undefined when none is needed. Of several processes that start together one gets it. */
  async tokenIfNeeded(): Promise<string | undefined> {
    if (this.config.access === 'open') return undefined;
    const now = this.clock.now();
    const admins = await this.tokens.ofRole('admin');
    const isUsable = admins.some((token) => tokenState(token, now) === 'active');
    if (isUsable && !this.config.newAdminToken) return undefined;
    const id = idAfter(admins.length);
    const { text, hash } = newCredential('token', id);
    const token = { name: 'first admin', person: 'admin', role: 'admin', createdBy: 'flotilla' } as const;
    if (!(await this.tokens.insert({ id, hash, createdAt: now, ...token }))) return undefined;
    await this.deeds.note('flotilla', 'token.create', `token/${id}`, { after: { ...token } });
    return text;
  }
}

/** What the one who started the API is told, once. */
export const firstAdminWords = (token: string): string =>
  `The first admin token, shown this once: ${token}\nLog in with it on the page, or with \`flotilla login\`; then make one for each person and revoke it.\n`;

/** The same id for all who count the same number of admins before, so that only one of them writes. */
const idAfter = (admins: number): string => `0${String(admins + 1).padStart(25, '0')}`;
