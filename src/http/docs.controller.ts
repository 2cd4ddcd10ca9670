import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OpenApiText } from './openapi-text.js';
import { notFound } from './refusal.js';
import { StaticFolder } from './static-folder.js';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Flotilla API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="icon" href="/api/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

// A file of its own, because the content security policy allows no scripts inside a page.
const START = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  tryItOutEnabled: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
});
`;

/**
 * Swagger UI at /api/docs and what it shows at /api/openapi.json. Served by ourselves: the plugin that Nest would use
 * for its files needs Node's way of requiring modules, which the test runner does not have.
 */
@ApiExcludeController()
@Controller('api')
export class DocsController {
  private readonly files = new StaticFolder(swaggerUiFolder());

  constructor(@Inject(OpenApiText) private readonly description: OpenApiText) {}

  @Get('openapi.json')
  async openapi(@Res() reply: FastifyReply): Promise<void> {
    await reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(this.description.text);
  }

  @Get('docs')
  async page(@Res() reply: FastifyReply): Promise<void> {
    await reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(PAGE);
  }

  @Get('docs/:file')
  async file(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    if (file === 'start.js')
      await reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(START);
    else if (this.files.has(file)) await this.files.send(file, reply, 'public, max-age=86400');
    else throw notFound(`There is nothing at GET /api/docs/${file}.`);
  }
}

// It belongs to @nestjs/swagger, so it is looked for from there.
function swaggerUiFolder(): string {
  const nestSwagger = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger/package.json'));
  return dirname(nestSwagger.resolve('swagger-ui-dist/package.json'));
}
