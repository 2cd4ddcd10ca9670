import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type ApiToken, type Identity, tokenState } from '../../domain/access.js';
import { Clock, SessionStore, TokenStore } from '../../domain/ports.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { iso } from '../http/iso.js';
import { Refusal } from '../http/refusal.js';
import { callerOf } from './caller.js';
import { isSecretOf, parseCredential } from './credential.js';
import { sessionIn } from './session-cookie.js';
import { StartPass } from './start-pass.js';
import { TokenUse } from './token-use.js';

const HOW =
  'Log in on the page, run `flotilla login`, or send `Authorization: Bearer <token>`. An admin makes tokens (Settings, or `flotilla tokens create`).';

/** Finds out who asks: by token, by the session of a browser, or, where access is open, by what they say. */
@Injectable()
export class Identify {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TokenStore) private readonly tokens: TokenStore,
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(StartPass) private readonly startPass: StartPass,
    @Inject(TokenUse) private readonly use: TokenUse,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Who asks, or why that is not known. */
  async of(request: Pick<FastifyRequest, 'headers'>): Promise<Identity | Refusal> {
    if (this.config.access === 'open') return { person: callerOf(request), role: 'admin' };
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.byToken(/^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '');
    const session = sessionIn(request.headers);
    return session === undefined ? refused(`This needs a login. ${HOW}`) : this.bySession(session);
  }

  /** Whose token this is, or what is wrong with it. */
  async byToken(text: string): Promise<Identity | Refusal> {
    if (this.startPass.is(text)) return this.startPass.identity;
    const shown = parseCredential('token', text);
    const token = shown && (await this.tokens.get(shown.id));
    if (shown === undefined || token === undefined || !isSecretOf(shown.secret, token.hash))
      return refused('There is no such token here. Was it copied whole? If so, ask an admin for a new one.');
    return this.accepted(token);
  }

  private async bySession(text: string): Promise<Identity | Refusal> {
    const shown = parseCredential('session', text);
    const session = shown && (await this.sessions.get(shown.id));
    if (shown === undefined || session === undefined || !isSecretOf(shown.secret, session.hash))
      return refused('You are logged out. Log in again with your token.');
    if (session.expiresAt <= this.clock.now()) return refused('Your session has ended. Log in again with your token.');
    const token = await this.tokens.get(session.tokenId);
    return token === undefined ? refused(`Your token is gone. ${HOW}`) : this.accepted(token);
  }

  private accepted(token: ApiToken): Identity | Refusal {
    const now = this.clock.now();
    const state = tokenState(token, now);
    if (state === 'revoked') return refused(`The token "${token.name}" was revoked. Ask an admin for a new one.`);
    if (state === 'expired') {
      const end = iso(token.expiresAt ?? now);
      return new Refusal('token-expired', `The token "${token.name}" expired at ${end}. Ask an admin for a new one.`);
    }
    this.use.note(token, now);
    const { person, role, groups, id, name, expiresAt } = token;
    return { person, role, groups, token: { id, name, expiresAt } };
  }
}

const refused = (detail: string): Refusal => new Refusal('unauthenticated', detail);
