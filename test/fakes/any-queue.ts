import fc from 'fast-check';
import { jobId } from '../../domain/ids.js';
import type { QueuePolicy } from '../../domain/queue-policy.js';
import type { Limits, Need } from '../../domain/resources.js';

/** Any need of one slot. */
export const anyNeed: fc.Arbitrary<Need> = fc.record({
  slots: fc.constant(1),
  cpu: fc.integer({ min: 0, max: 4000 }).map((milli) => milli / 1000),
  memoryMiB: fc.nat(4096),
  gpu: fc.nat(2),
});

/** No job, or one of a few, each with a limit of its own. */
export const anyJob = fc.option(
  fc.record({ id: fc.constantFrom('a', 'b').map(jobId), concurrency: fc.constantFrom(1, 2) }),
  { nil: undefined },
);

export const anyLimits: fc.Arbitrary<Limits> = fc.record(
  { slots: fc.nat(12), cpu: fc.nat(16), memoryMiB: fc.nat(16_384), gpu: fc.nat(3) },
  { requiredKeys: [] },
);

export const anyPolicy: fc.Arbitrary<QueuePolicy> = fc.record({
  fairShare: fc.constantFrom('none' as const, 'owner' as const, 'group' as const),
  weights: fc.dictionary(fc.constantFrom('ada', 'bo', 'science'), fc.integer({ min: 1, max: 10 })),
  agingSeconds: fc.constantFrom(0, 60, 3600),
  reservationSeconds: fc.constantFrom(0, 1, 600, 86_400),
});
