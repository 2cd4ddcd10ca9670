import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { Problem } from '../../domain/contract/problem.js';
import { declareParameters } from './declare-parameters.js';

const ABOUT = `Flotilla launches containerised jobs on clusters, gives each cluster its own queue, and keeps state, log and history.

Lists answer \`{ items, next }\`, newest first; \`next\` is the \`cursor\` of the following page. Times are ISO 8601, UTC.
Errors are \`application/problem+json\` with a \`code\` from a closed list and, where a field is to blame, its path.
Send bodies as JSON. Give \`Idempotency-Key\` with a launch to be able to repeat it safely,
and \`If-None-Match: *\` with a PUT that is to create something and never to change what has its name.`;

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
    .addTag('schedules', 'When jobs are launched by themselves, and what became of each time')
    .addTag('clusters', 'Places that run containers, with their limits and queues')
    .addTag('access', 'Login, tokens, who did what')
    .addTag('system', 'Health, version')
    .build();
  declareParameters(app);
  const document = SwaggerModule.createDocument(app, info, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '').toLowerCase()}_${method}`,
  });
  return polished(document);
}

const headers: Record<string, string> = {
  'last-event-id': 'The id of the last event that you had; browsers send it by themselves',
};

/** What is the same for all operations and would be noise at each route. */
function polished(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: schemaOf(Problem) },
  };
  const answer = {
    description: 'A problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths))
    for (const operation of [path.get, path.put, path.post, path.delete]) {
      if (operation === undefined) continue;
      operation.responses = { ...operation.responses, default: answer };
      operation.parameters = operation.parameters?.flatMap(withoutHaste);
      const body = operation.requestBody;
      const given = body !== undefined && 'content' in body ? body.content['application/json']?.schema : undefined;
      // A body that has a default may be left out.
      if (body !== undefined && given !== undefined && 'default' in given)
        operation.requestBody = { ...body, required: false };
    }
  return withNamedJson(document);
}

/** zod tells a schema with an id as a reference to a definition beside it; here it is the definition that is wanted. */
function schemaOf(schema: typeof Problem): object {
  return z.toJSONSchema(schema).$defs?.['Problem'] ?? {};
}

/** "Any JSON" refers to itself, and so zod has to name it; it knows no better name than __schema0, __schema1 … */
const withNamedJson = (document: OpenAPIObject): OpenAPIObject =>
  JSON.parse(JSON.stringify(document).replaceAll(/__schema\d+/g, 'Json')) as OpenAPIObject; // the same document

type Parameter = NonNullable<NonNullable<OpenAPIObject['paths'][string]['get']>['parameters']>[number];

// Headers are all optional, and most are documented where they are taken; Nest tells of these a second time.
function withoutHaste(parameter: Parameter): Parameter[] {
  if (!('in' in parameter) || parameter.in !== 'header' || parameter.description !== undefined) return [parameter];
  const description = headers[parameter.name];
  return description === undefined ? [] : [{ ...parameter, required: false, description }];
}
