import type { RunId } from '../../domain/ids.js';
import type { Run, RunSnapshot, Trigger } from '../../domain/run.js';

/** What a caller decides about a run beside what it does. */
export interface LaunchOrder {
  readonly owner: string;
  readonly group: string;
  readonly trigger: Trigger;
  readonly priority: number;
  readonly labels: { readonly [name: string]: string };
}

/** A run as it is accepted: queued, nothing of it begun. */
export const newRun = (id: RunId, snapshot: RunSnapshot, order: LaunchOrder, at: number): Run => ({
  id,
  snapshot,
  state: 'queued',
  owner: order.owner,
  group: order.group,
  trigger: order.trigger,
  labels: order.labels,
  priority: order.priority,
  createdAt: at,
  times: { queued: at },
  attempts: [],
  retries: { spent: 0, infrastructure: 0 },
  refusals: { count: 0 },
  version: 1,
});
