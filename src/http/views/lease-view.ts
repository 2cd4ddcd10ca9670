import type { HindranceView, LeaseView } from '../../../domain/contract/runs.js';
import type { Lease } from '../../../domain/lease.js';
import type { Hindrance } from '../../../domain/lease-rules.js';
import { iso } from '../iso.js';

/** A holder or a waiting run, as it travels. */
export const leaseView = (lease: Lease): LeaseView => ({
  runId: lease.runId,
  name: lease.name,
  owner: lease.owner,
  group: lease.group,
  priority: lease.priority,
  need: { ...lease.need },
  since: iso(lease.holding ? (lease.grantedAt ?? lease.enqueuedAt) : lease.enqueuedAt),
});

export const hindranceView = (hindrance: Hindrance): HindranceView => {
  switch (hindrance.kind) {
    case 'limit':
      return { ...hindrance, dimensions: [...hindrance.dimensions] };
    case 'reserved':
      return { ...hindrance, dimensions: [...hindrance.dimensions] };
    case 'backoff':
      return { kind: 'backoff', until: iso(hindrance.until) };
    case 'concurrency':
    case 'paused':
      return hindrance;
  }
};
