import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { fieldErrors } from './field-errors.js';
import { malformed } from './refusal.js';

/** Parses every body, query and parameter that names a schema; what does not fit is refused field by field. */
export const schemaPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({
    // Every schema of ours is a zod schema, so its issues are zod's.
    exceptionFactory: (issues) => malformed(fieldErrors(issues as unknown as readonly z.core.$ZodIssue[])),
  });
