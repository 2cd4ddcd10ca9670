import { z } from 'zod';
import { bounds } from '../bounds.js';
import { runFilters } from './runs.js';

/**
 * The body of POST /runs/cancel. A filter that names nothing is refused, and so is one with an empty part, as an unset
 * variable makes it: nobody means to cancel everything by accident.
 */
export const CancelManyRequest = z
  .strictObject({
    filter: z
      .strictObject(runFilters)
      .refine((filter) => Object.keys(filter).length > 0, 'name at least one thing to filter by')
      .superRefine(refuseEmptyParts)
      .describe('As for the list of runs; ended ones are left alone'),
    reason: z.string().max(500).optional(),
    limit: z
      .number()
      .int()
      .min(bounds.cancelledTogether.least)
      .max(bounds.cancelledTogether.most)
      .default(500)
      .describe('Cancel so many at most, the newest first'),
  })
  .meta({ id: 'CancelManyRequest', example: { filter: { job: 'hello', state: ['queued'] }, reason: 'wrong input' } });
export type CancelManyRequest = z.infer<typeof CancelManyRequest>;

function refuseEmptyParts(filter: { [name: string]: unknown }, context: z.core.$RefinementCtx): void {
  for (const [name, value] of Object.entries(filter))
    if (isEmpty(value))
      context.addIssue({ code: 'custom', path: [name], message: 'is empty: say what to filter by, or leave it out' });
}

const isEmpty = (value: unknown): boolean =>
  Array.isArray(value) ? value.length === 0 : typeof value === 'string' && value.trim() === '';

export const CancelManyView = z
  .object({
    cancelled: z.number().int().describe('So many are being cancelled'),
    more: z.boolean().describe('There are more that match; ask again'),
  })
  .meta({ id: 'CancelledRuns' });
export type CancelManyView = z.infer<typeof CancelManyView>;
