import { Inject, Injectable } from '@nestjs/common';
import { monotonicFactory } from 'ulid';
import type { ApiToken, Identity } from '../../domain/access.js';
import type { NewTokenView, TokenInput, TokenPage, TokenView } from '../../domain/contract/access.js';
import { Clock, SessionStore, TokenStore } from '../../domain/ports.js';
import { notFound, Refusal } from '../http/refusal.js';
import { tokenView } from '../http/views/token-view.js';
import { newCredential } from './credential.js';
import { Deeds } from './deeds.js';
import { Identify } from './identify.js';

/** How long a browser stays logged in, if its token lasts that long. */
export const SESSION_SECONDS = 12 * 3600;

const nextId = monotonicFactory();

/** Makes and ends tokens, and the sessions of browsers that have shown one. */
@Injectable()
export class TokensService {
  constructor(
    @Inject(TokenStore) private readonly tokens: TokenStore,
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(Identify) private readonly identify: Identify,
    @Inject(Deeds) private readonly deeds: Deeds,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(limit: number, cursor?: string): Promise<TokenPage> {
    const page = await this.tokens.list(limit, cursor);
    const now = this.clock.now();
    return { items: page.items.map((token) => tokenView(token, now)), next: page.next };
  }

  /** Makes a token. What it is shown as is told now and never again. */
  async create(input: TokenInput, caller: string): Promise<NewTokenView> {
    const now = this.clock.now();
    const id = nextId(now);
    const { text, hash } = newCredential('token', id);
    const { name, person, role, groups, expiresInSeconds } = input;
    const expiresAt = expiresInSeconds === undefined ? undefined : now + expiresInSeconds * 1000;
    const token: ApiToken = { id, name, person, role, groups, hash, createdAt: now, createdBy: caller, expiresAt };
    await this.tokens.insert(token);
    const view = tokenView(token, now);
    await this.deeds.note(caller, 'token.create', `token/${id}`, { after: grantOf(view) });
    return { ...view, token: text };
  }

  /** Ends a token, and with it the sessions that rest on it. Doing it again changes nothing. */
  async revoke(id: string, caller: string): Promise<TokenView> {
    const before = await this.tokens.get(id);
    const token = before && (await this.tokens.revoke(id, this.clock.now()));
    if (token === undefined) throw notFound(`There is no token ${id}.`);
    const view = tokenView(token, this.clock.now());
    if (before?.revokedAt === undefined)
      await this.deeds.note(caller, 'token.revoke', `token/${id}`, { before: grantOf(view) });
    return view;
  }

  /** Opens a session for whoever shows a token that is good. */
  async logIn(text: string): Promise<{ identity: Identity; session: string; seconds: number }> {
    const identity = await this.identify.byToken(text);
    if (identity instanceof Refusal) throw identity;
    const { token } = identity;
    if (token === undefined)
      throw new Refusal('unauthenticated', 'This is not a token that a browser can log in with.');
    const now = this.clock.now();
    const expiresAt = Math.min(now + SESSION_SECONDS * 1000, token.expiresAt ?? Infinity);
    const id = nextId(now);
    const { text: session, hash } = newCredential('session', id);
    await this.sessions.removeExpired(now);
    await this.sessions.insert({ id, tokenId: token.id, hash, createdAt: now, expiresAt });
    await this.deeds.note(identity.person, 'session.login', `token/${token.id}`);
    return { identity, session, seconds: Math.floor((expiresAt - now) / 1000) };
  }
}

const grantOf = ({ name, person, role, groups, expiresAt }: TokenView) => ({
  name,
  person,
  role,
  ...(groups === undefined ? {} : { groups }),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});
