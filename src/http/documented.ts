import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** What a route does, in one line, and in more words where it needs them. */
export const Does = (summary: string, description?: string): MethodDecorator =>
  ApiOperation(description === undefined ? { summary } : { summary, description });

/** An answer of a route with its schema. (A plain schema is documented only if it is named like this.) */
export const Answers = (status: number, description: string, schema?: z.ZodType): MethodDecorator =>
  ApiResponse(schema === undefined ? { status, description } : { status, description, standardSchema: schema });

/** A stream of server-sent events. */
export const AnswersEvents = (description: string): MethodDecorator =>
  applyDecorators(
    ApiProduces('text/event-stream'),
    ApiResponse({ status: 200, description, schema: { type: 'string' } }),
  );

export const TakesEtag = (): MethodDecorator =>
  ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The ETag of the version that you have',
    schema: { type: 'string' },
  });

export const TakesOnlyIfNew = (): MethodDecorator =>
  ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: '`*` creates and never changes: where there is one of this name, the answer is 412 `already-exists`.',
    schema: { type: 'string', enum: ['*'] },
  });

export const TakesKey = (): MethodDecorator =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Repeating the request with the same key answers the same run instead of making another.',
    schema: { type: 'string', maxLength: 200 },
  });
