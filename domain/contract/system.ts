import { z } from 'zod';
import { engineKinds } from '../cluster.js';
import { Time } from './basics.js';

const part = z.object({ ok: z.boolean(), message: z.string() });

/** GET /api/health/ready. 200 when runs can be accepted (MongoDB answers); `temporal` tells whether they start as well. */
export const ReadyView = z
  .object({
    ok: z.boolean(),
    mongodb: part.extend({ standIn: z.boolean().describe('A stand-in for one machine, not a real MongoDB') }),
    temporal: part,
    clusters: z.array(part.extend({ name: z.string(), at: Time.optional() })),
  })
  .meta({ id: 'Ready' });
export type ReadyView = z.infer<typeof ReadyView>;

export const VersionView = z
  .object({
    name: z.literal('flotilla'),
    version: z.string(),
    installation: z.string(),
    user: z.string().describe('Who you are here'),
    temporalUi: z.string().optional().describe("Address of Temporal's web page"),
    temporalNamespace: z.string().describe('Where the workflows of this installation are'),
    engines: z.array(z.enum(engineKinds)).describe('The kinds of cluster that can be connected here'),
    node: z.string(),
    keepRunsDays: z
      .number()
      .optional()
      .describe('Runs and their logs are removed so many days after their end; without it they are kept for ever'),
  })
  .meta({ id: 'Version' });
export type VersionView = z.infer<typeof VersionView>;
