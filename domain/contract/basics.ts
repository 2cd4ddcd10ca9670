import { z } from 'zod';
import { bounds } from '../bounds.js';
import { runStates } from '../run-state.js';

/** Names that people give: lower-case letters, digits and dashes, so that they are safe in URLs, labels and container names. */
export const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use 1 to 63 lower-case letters, digits and dashes, not starting with a dash');

export const RunIdText = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'a run id has 26 characters, like 01K9ZJ3V7Q4T8RWX2M5N6P0ABC');

/** A time on the wire: ISO 8601, UTC. */
export const Time = z.iso.datetime().meta({ example: '2026-11-24T08:30:00.000Z' });

export const RunStateName = z.enum(runStates).meta({ id: 'RunState' });

/** A page size and an opaque cursor; every list takes them. */
export const paging = {
  limit: z.coerce
    .number()
    .int()
    .min(bounds.page.least)
    .max(bounds.page.most)
    .default(50)
    .describe(`How many items, at most ${String(bounds.page.most)}`),
  cursor: z.string().max(200).optional().describe('`next` of the page before'),
};

export const EnvName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/, 'use letters, digits and underscores, not starting with a digit');

/** A value, or a reference to a secret: `{ secret: "reports/db" }`. */
export const EnvValueInput = z.union([z.string().max(32_768), z.strictObject({ secret: z.string().min(1).max(512) })]);

export const Env = z
  .record(EnvName, EnvValueInput)
  .meta({ id: 'Env', example: { LOG_LEVEL: 'info', DB_PASSWORD: { secret: 'reports/db' } } });

export const Labels = z.record(z.string().min(1).max(63), z.string().max(255));

export const CommandInput = z
  .union([z.string().min(1).max(131_072), z.array(z.string().max(32_768)).min(1).max(1000)])
  .describe('Text runs with `sh -ec`; a list runs as it is, with no shell')
  .meta({ id: 'Command', example: 'echo hello' });

export const Priority = z.coerce
  .number()
  .int()
  .min(bounds.priority.least)
  .max(bounds.priority.most)
  .describe('1 urgent … 5 lowest');

const cpu = z.number().min(bounds.cpu.least).max(bounds.cpu.most).describe('vCPUs; 0.25 is a quarter of one');
const memoryMiB = z.number().int().min(bounds.memoryMiB.least).max(bounds.memoryMiB.most).describe('MiB');
const gpu = z.number().int().min(bounds.gpu.least).max(bounds.gpu.most);

export const ResourcesInput = z
  .strictObject({ cpu: cpu.default(1), memoryMiB: memoryMiB.default(512), gpu: gpu.default(0) })
  .meta({ id: 'Resources', example: { cpu: 1, memoryMiB: 2048, gpu: 0 } });

export const ResourcesOverride = z.strictObject({
  cpu: cpu.optional(),
  memoryMiB: memoryMiB.optional(),
  gpu: gpu.optional(),
});

export const ResourcesView = z
  .object({ cpu: z.number(), memoryMiB: z.number(), gpu: z.number() })
  .meta({ id: 'ResourcesView' });

export const NeedView = z
  .object({ slots: z.number(), cpu: z.number(), memoryMiB: z.number(), gpu: z.number() })
  .meta({ id: 'NeedView' });

/** `{ items, next }`: every list answers in this shape. */
export const pageOf = <Item extends z.ZodType>(item: Item, id: string) =>
  z
    .object({
      items: z.array(item),
      next: z.string().optional().describe('Cursor of the next page; absent at the end'),
    })
    .meta({ id });
