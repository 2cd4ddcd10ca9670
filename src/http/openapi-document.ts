import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { Problem } from '../../domain/contract/problem.js';
import { declareParameters } from './declare-parameters.js';

const ABOUT = `Flotilla launches containerised jobs on clusters, gives each cluster its own queue, and keeps state, log and history.

Lists answer \`{ items, next }\`, newest first; \`next\` is the \`cursor\` of the following page. Times are ISO 8601, UTC.
Errors are \`application/problem+json\` with a \`code\` from a closed list and, where a field is to blame, its path.
Send bodies as JSON. Give \`Idempotency-Key\` with a launch to be able to repeat it safely.`;

/** The description of the API, made from the same schemas that check its requests. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const info = new DocumentBuilder()
    .setTitle('Flotilla')
    .setDescription(ABOUT)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addTag('runs', 'Launch, watch, steer, find')
    .addTag('logs', 'Read, follow, search, download')
    .addTag('jobs', 'Saved definitions with numbered revisions')
    .addTag('clusters', 'Places that run containers, with their limits and queues')
    .addTag('system', 'Health, version, who did what')
    .build();
  declareParameters(app);
  const document = SwaggerModule.createDocument(app, info, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '').toLowerCase()}_${method}`,
  });
  return withProblems(document);
}

/** Every operation may answer a problem; said once here instead of at each route. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(Problem);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: schema as object },
  };
  const answer = {
    description: 'A problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths))
    for (const operation of [path.get, path.put, path.post, path.delete])
      if (operation !== undefined) operation.responses = { ...operation.responses, default: answer };
  return document;
}
