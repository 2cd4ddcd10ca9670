import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { NewTokenView, TokenInput, TokenPage, TokenQuery, TokenView } from '../../domain/contract/access.js';
import { Answers, Does } from '../http/documented.js';
import { Caller } from './caller.js';
import { TokensService } from './tokens.service.js';

@ApiTags('access')
@Controller('api/tokens')
export class TokensController {
  constructor(@Inject(TokensService) private readonly tokens: TokensService) {}

  @Get()
  @Does('List tokens', 'Newest first, ended ones included.')
  @Answers(200, 'A page of tokens', TokenPage)
  list(@Query({ schema: TokenQuery }) { limit, cursor }: z.infer<typeof TokenQuery>): Promise<TokenPage> {
    return this.tokens.list(limit, cursor);
  }

  @Post()
  @Does('Make a token', 'The answer is the only one that ever holds the token itself.')
  @Answers(201, 'The token', NewTokenView)
  create(@Body({ schema: TokenInput }) input: TokenInput, @Caller() caller: string): Promise<NewTokenView> {
    return this.tokens.create(input, caller);
  }

  @Delete(':id')
  @Does('Revoke a token', 'It stops working at once, in browsers as well. Doing it again changes nothing.')
  @Answers(200, 'The revoked token', TokenView)
  revoke(@Param('id') id: string, @Caller() caller: string): Promise<TokenView> {
    return this.tokens.revoke(id, caller);
  }
}
