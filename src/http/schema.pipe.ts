import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { fieldErrors } from './field-errors.js';
import { Refusal } from './refusal.js';

/** Parses every body, query and parameter that names a schema; what does not fit is refused field by field. */
export const schemaPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({
    // Every schema of ours is a zod schema, so its issues are zod's.
    exceptionFactory: (issues) => malformed(issues as unknown as readonly z.core.$ZodIssue[]),
  });

function malformed(issues: readonly z.core.$ZodIssue[]): Refusal {
  const errors = fieldErrors(issues).slice(0, 50);
  const detail = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
  return new Refusal('malformed', detail.slice(0, 1000), errors);
}
