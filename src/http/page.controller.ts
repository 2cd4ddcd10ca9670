import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BuiltPage } from './built-page.js';
import { notFound } from './refusal.js';

/** Every address that is not the API's or a file's is one of the page's own. Must be the last controller. */
@ApiExcludeController()
@Controller()
export class PageController {
  constructor(@Inject(BuiltPage) private readonly page: BuiltPage) {}

  @Get('*')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const path = request.url.split('?')[0] ?? '/';
    const file = path.slice(1);
    // Files under assets/ carry a hash in their names: another content has another name.
    const cache = file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    if (file !== 'index.html' && this.page.files.has(file)) return this.page.files.send(file, reply, cache);
    if (/^\/(api|assets|metrics)(\/|$)/.test(path) || /\.\w{1,5}$/.test(path))
      throw notFound(`There is nothing at GET ${path}.`);
    await reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(this.page.html);
  }
}
