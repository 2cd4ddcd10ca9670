import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import { openApiDocument } from './openapi-document.js';

/** Swagger UI at /api/docs, and what it shows at /api/openapi.json; made when it is first asked for. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Flotilla API',
    swaggerOptions: { docExpansion: 'list', tryItOutEnabled: true, persistAuthorization: false },
  });
}
