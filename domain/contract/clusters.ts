import { z } from 'zod';
import { bounds } from '../bounds.js';
import { engineKinds } from '../cluster.js';
import { defaultQueuePolicy, fairShareKinds } from '../queue-policy.js';
import { NeedView, Time } from './basics.js';
import { HindranceView, LeaseView } from './runs.js';

export const LimitsFields = z
  .strictObject({
    slots: z.number().int().min(bounds.slots.least).max(bounds.slots.most).optional().describe('Runs at a time'),
    cpu: z.number().min(bounds.limit.least).optional(),
    memoryMiB: z.number().int().min(bounds.limit.least).optional(),
    gpu: z.number().int().min(bounds.limit.least).optional(),
  })
  .meta({ id: 'ClusterLimits', example: { slots: 10, cpu: 8, memoryMiB: 16384 } });

const seconds = z.number().int().min(bounds.queueSeconds.least).max(bounds.queueSeconds.most);

/** Who goes first in a cluster's queue; what is left out has its default. */
export const QueuePolicyFields = z
  .strictObject({
    fairShare: z
      .enum(fairShareKinds)
      .default(defaultQueuePolicy.fairShare)
      .describe('Inside a priority: the owner or the group with the least in use goes first; none: who came first'),
    weights: z
      .record(z.string().min(1).max(200), z.number().min(bounds.weight.least).max(bounds.weight.most))
      .default({})
      .describe('What an owner or a group is entitled to, relative to the others; 1 when not named'),
    agingSeconds: seconds
      .default(defaultQueuePolicy.agingSeconds)
      .describe('A waiting run climbs one priority after each so many seconds; 0: never'),
    reservationSeconds: seconds
      .default(defaultQueuePolicy.reservationSeconds)
      .describe('What becomes free is kept for a run that has not fitted for so long; 0: never'),
  })
  .meta({ id: 'QueuePolicy', example: { fairShare: 'owner', weights: { ada: 2 }, agingSeconds: 3600 } });

/** The body of PUT /clusters/:name. An absent limit is no limit. */
export const ClusterInput = z
  .strictObject({
    description: z.string().max(1000).default(''),
    engine: z.looseObject({ kind: z.enum(engineKinds) }).describe('The kind, and the settings of that kind'),
    limits: LimitsFields.default({}),
    queue: QueuePolicyFields.optional().describe('Who goes first; left out, it stays as it is'),
  })
  .meta({
    id: 'ClusterInput',
    example: { engine: { kind: 'process' }, limits: { slots: 4, cpu: 4, memoryMiB: 8192 } },
  });
export type ClusterInput = z.infer<typeof ClusterInput>;

export const ClusterView = z
  .object({
    name: z.string(),
    description: z.string(),
    engine: z.looseObject({ kind: z.enum(engineKinds) }),
    limits: LimitsFields,
    queue: QueuePolicyFields,
    status: z.enum(['active', 'paused', 'draining']),
    statusReason: z.string().optional(),
    inUse: NeedView,
    held: z.number().int().describe('Runs that hold a lease'),
    waiting: z.number().int(),
    health: z.object({ ok: z.boolean(), message: z.string(), at: Time.optional() }).optional(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Cluster' });
export type ClusterView = z.infer<typeof ClusterView>;

export const ClusterList = z.object({ items: z.array(ClusterView) }).meta({ id: 'ClusterList' });
export type ClusterList = z.infer<typeof ClusterList>;

/** The body of pause, resume and drain. */
export const StatusRequest = z
  .strictObject({ reason: z.string().max(500).optional() })
  .meta({ id: 'StatusRequest', example: { reason: 'database maintenance until 14:00' } });

export const QueueQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(bounds.page.least)
    .max(bounds.page.most)
    .default(100)
    .describe('How many waiting runs to list'),
});

/** GET /clusters/:name/queue: limits, what is in use, who holds it, who waits, in grant order. */
export const ClusterQueueView = z
  .object({
    cluster: ClusterView,
    holders: z.array(LeaseView),
    waiting: z.array(LeaseView.extend({ position: z.number().int(), hindrance: HindranceView.optional() })),
    waitingTotal: z.number().int(),
  })
  .meta({ id: 'ClusterQueue' });
export type ClusterQueueView = z.infer<typeof ClusterQueueView>;
