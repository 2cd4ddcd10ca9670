import { z } from 'zod';
import { failureCodes } from '../failures.js';

/** What a request can be refused with, beside the failure codes that a run can have. */
export const requestCodes = [
  'malformed',
  'unauthenticated',
  'token-expired',
  'forbidden',
  'not-found',
  'conflict',
  'already-exists',
  'key-reused',
  'cluster-draining',
  'cluster-in-use',
  'too-large',
  'rate-limited',
  'store-unavailable',
  'temporal-unavailable',
  'internal',
] as const;

export const ProblemCode = z.enum([...requestCodes, ...failureCodes]);
export type ProblemCode = z.infer<typeof ProblemCode>;

/** An error as the API tells it (RFC 9457, application/problem+json). */
export const Problem = z
  .object({
    type: z.string().describe('A URI for the code, `urn:flotilla:<code>`'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('What happened and what to do'),
    code: ProblemCode,
    errors: z
      .array(
        z.object({
          path: z.string().describe('Like `resources.cpu`'),
          message: z.string(),
          rule: z.string().optional().describe('The rule that was broken, like `minimum`, where it has a name'),
        }),
      )
      .optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
