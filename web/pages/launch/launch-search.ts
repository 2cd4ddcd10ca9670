import { z } from 'zod';

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  }, schema);

const texts = z.record(z.string(), z.string());

/** A launch form that is filled in, as a link: what is absent is as the job has it. */
export const LaunchSearch = z.strictObject({
  cluster: z.string().optional(),
  image: z.string().optional(),
  command: z.string().optional(),
  list: z.union([z.boolean(), z.stringbool()]).optional(),
  cpu: z.coerce.number().optional(),
  memoryMiB: z.coerce.number().optional(),
  gpu: z.coerce.number().optional(),
  priority: z.coerce.number().int().min(1).max(5).optional(),
  parameters: json(texts).optional(),
  env: json(z.record(z.string(), z.union([z.string(), z.strictObject({ secret: z.string() })]))).optional(),
  labels: json(texts).optional(),
});
export type LaunchSearch = z.infer<typeof LaunchSearch>;
