import { z } from 'zod';
import { comparedParts } from '../compare-runs.js';
import { RunIdText } from './basics.js';
import { LogLineView } from './logs.js';
import { RunView } from './runs.js';

export const CompareQuery = z.strictObject({
  a: RunIdText.describe('A run'),
  b: RunIdText.describe('Another run'),
});
export type CompareQuery = z.infer<typeof CompareQuery>;

const ComparedRowView = z
  .object({
    part: z.enum(comparedParts),
    name: z.string(),
    a: z.json().optional().describe('Absent where the run has none; timings are in seconds'),
    b: z.json().optional(),
    isSame: z.boolean(),
  })
  .meta({ id: 'ComparedRow' });
export type ComparedRowView = z.infer<typeof ComparedRowView>;

const ComparedLogView = z
  .object({
    compared: z.number().int().describe('So many lines of each were looked at'),
    isWhole: z.boolean().describe('False when there was more than is looked at'),
    differsAt: z.number().int().optional().describe('The first line that differs; absent when none does'),
    before: z.array(LogLineView).describe('The last lines that are the same'),
    a: z.array(LogLineView).describe('From the first difference on'),
    b: z.array(LogLineView),
  })
  .meta({ id: 'ComparedLog' });
export type ComparedLogView = z.infer<typeof ComparedLogView>;

/** GET /runs/compare: two runs side by side, and where their logs part ways. */
export const ComparisonView = z
  .object({ a: RunView, b: RunView, rows: z.array(ComparedRowView), log: ComparedLogView })
  .meta({ id: 'Comparison' });
export type ComparisonView = z.infer<typeof ComparisonView>;
