import { z } from 'zod';
import { engineKinds } from '../cluster.js';
import { LimitsFields } from './clusters.js';

/** GET /clusters/:name/connection: everything that the connection needs, point by point. */
export const ConnectionView = z
  .object({
    ok: z.boolean().describe('Nothing that was looked at is bad'),
    findings: z.array(
      z.object({
        what: z.string(),
        state: z.enum(['ok', 'bad', 'unknown']).describe('unknown: nothing short of a launch can tell'),
        message: z.string(),
        remedy: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Connection' });
export type ConnectionView = z.infer<typeof ConnectionView>;

/** GET /clusters/:name/machines: what its limits could be, as things are now. */
export const MachinesView = z
  .object({
    count: z.number().int().describe('0: it runs on no machines that can be counted, so its limits are set by hand'),
    all: LimitsFields.describe('What they have together'),
    free: LimitsFields.describe('What nothing has been given yet, by Flotilla or by others'),
  })
  .meta({ id: 'Machines' });
export type MachinesView = z.infer<typeof MachinesView>;

export const DiscoveryQuery = z.strictObject({
  region: z.string().min(1).max(50).optional().describe('Looked at beside the regions of the connected clusters'),
});

/** GET /discovered-clusters: places that are not connected yet, each with the body that PUT /clusters/:name would take. */
export const DiscoveryView = z
  .object({
    found: z.array(
      z.object({
        name: z.string(),
        address: z.string(),
        description: z.string(),
        engine: z.looseObject({ kind: z.enum(engineKinds) }),
        limits: LimitsFields,
        missing: z
          .array(z.object({ path: z.string(), message: z.string() }))
          .describe('Settings to be given by hand; with none, one PUT connects it'),
      }),
    ),
    problems: z.array(z.string()).describe('Why it could not be looked everywhere'),
  })
  .meta({ id: 'Discovery' });
export type DiscoveryView = z.infer<typeof DiscoveryView>;
