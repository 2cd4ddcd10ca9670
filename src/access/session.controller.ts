import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Identity } from '../../domain/access.js';
import { LoginRequest, SessionView } from '../../domain/contract/access.js';
import { SessionStore } from '../../domain/ports.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { Answers, Does } from '../http/documented.js';
import { isoIf } from '../http/iso.js';
import { Who } from './caller.js';
import { parseCredential } from './credential.js';
import { sessionCookie, sessionIn } from './session-cookie.js';
import { TokensService } from './tokens.service.js';

@ApiTags('access')
@Controller('api/session')
export class SessionController {
  constructor(
    @Inject(TokensService) private readonly tokens: TokensService,
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Does('Who am I?', 'The person, the role and the groups of the token or the session that is shown.')
  @Answers(200, 'Who you are', SessionView)
  show(@Who() who: Identity): SessionView {
    return this.view(who);
  }

  @Post()
  @HttpCode(200)
  @Does('Log in', 'Shows a token once and sets a cookie that browsers show from then on.')
  @Answers(200, 'Who you are', SessionView)
  async logIn(
    @Body({ schema: LoginRequest }) { token }: LoginRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const { identity, session, seconds } = await this.tokens.logIn(token);
    void reply.header('set-cookie', sessionCookie(session, seconds, this.config.url));
    return this.view(identity);
  }

  @Delete()
  @HttpCode(204)
  @Does('Log out', 'Ends the session of this browser, if there is one.')
  @Answers(204, 'Logged out')
  async logOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const shown = parseCredential('session', sessionIn(request.headers) ?? '');
    if (shown !== undefined) await this.sessions.remove(shown.id);
    void reply.header('set-cookie', sessionCookie('', 0, this.config.url));
  }

  private view({ person, role, groups, token }: Identity): SessionView {
    const { access } = this.config;
    return {
      access,
      person,
      role,
      groups: groups && [...groups],
      token: token && { id: token.id, name: token.name, expiresAt: isoIf(token.expiresAt) },
    };
  }
}
