import { z } from 'zod';
import { bounds } from '../bounds.js';
import { Time } from './basics.js';
import { LogHeadView } from './runs.js';

export const LogLineView = z
  .object({
    n: z.number().int().describe('Line number, from 1, per attempt'),
    at: Time,
    stream: z.enum(['stdout', 'stderr']).optional(),
    text: z.string(),
  })
  .meta({ id: 'LogLine' });
export type LogLineView = z.infer<typeof LogLineView>;

export const LogQuery = z.strictObject({
  attempt: z.coerce.number().int().min(1).optional().describe('Else the last one'),
  from: z.coerce.number().int().min(1).default(1).describe('First line number'),
  limit: z.coerce.number().int().min(bounds.logPage.least).max(bounds.logPage.most).default(1000),
  tail: z.coerce
    .number()
    .int()
    .min(bounds.logPage.least)
    .max(bounds.logPage.most)
    .optional()
    .describe('The last so many lines instead of from/limit'),
  q: z.string().min(1).max(200).optional().describe('Only lines with this text'),
  matchCase: z.stringbool().default(false),
});
export type LogQuery = z.infer<typeof LogQuery>;

export const LogPage = z
  .object({
    attempt: z.number().int(),
    lines: z.array(LogLineView),
    next: z.number().int().optional().describe('Line number to go on from; absent at the end of what there is'),
    head: LogHeadView,
    why: z.string().optional().describe('Why there are no lines, in words'),
  })
  .meta({ id: 'LogPage' });
export type LogPage = z.infer<typeof LogPage>;

export const LogStreamQuery = z.strictObject({
  attempt: z.coerce.number().int().min(1).optional().describe('Only this attempt; else all, one after the other'),
  from: z.coerce.number().int().min(1).default(1),
});

export const LogDownloadQuery = z.strictObject({
  attempt: z.coerce.number().int().min(1).optional(),
  times: z.stringbool().default(false).describe('Each line begins with its time'),
});

/**
 * Server-sent events of GET /runs/:id/logs/stream.
 * `lines` (id `<attempt>.<last line>`) carries a LogBatch, `head` a head when it changes, `end` closes the stream for good.
 */
export const LogBatch = z.object({ attempt: z.number().int(), lines: z.array(LogLineView) });
export type LogBatch = z.infer<typeof LogBatch>;
