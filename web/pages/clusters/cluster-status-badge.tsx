import { Badge, Tooltip } from '@mantine/core';
import type { ClusterView } from '../../../domain/contract/clusters.js';

const looks = {
  active: { colour: 'teal', words: 'active' },
  paused: { colour: 'orange', words: 'paused' },
  draining: { colour: 'grape', words: 'draining' },
} satisfies Record<ClusterView['status'], { colour: string; words: string }>;

/** Whether a cluster takes runs; away when its manager cannot be reached. */
export function ClusterStatusBadge({
  cluster,
}: {
  readonly cluster: Pick<ClusterView, 'status' | 'statusReason' | 'health'>;
}) {
  const { status, statusReason, health } = cluster;
  const isAway = health?.ok === false;
  const { colour, words } = isAway ? { colour: 'red', words: 'unreachable' } : looks[status];
  const reason = isAway ? health.message : statusReason;
  return (
    <Tooltip label={reason} disabled={reason === undefined}>
      <Badge color={colour} variant="light" tt="none" radius="sm" fw={600}>
        {words}
      </Badge>
    </Tooltip>
  );
}
