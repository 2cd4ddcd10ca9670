import { Badge, Group, Tooltip } from '@mantine/core';
import type { ClusterView } from '../../../domain/contract/clusters.js';

const looks = {
  active: { colour: 'teal', words: 'active' },
  paused: { colour: 'orange', words: 'paused' },
  draining: { colour: 'grape', words: 'draining' },
} satisfies Record<ClusterView['status'], { colour: string; words: string }>;

/** Whether a cluster takes runs, and beside it when its manager cannot be reached: the one says nothing about the other. */
export function ClusterStatusBadge({
  cluster,
}: {
  readonly cluster: Pick<ClusterView, 'status' | 'statusReason' | 'health'>;
}) {
  const { status, statusReason, health } = cluster;
  const isAway = health?.ok === false;
  return (
    <Group gap={4}>
      {!(isAway && status === 'active') && <StatusBadge {...looks[status]} reason={statusReason} />}
      {isAway && <StatusBadge colour="red" words="unreachable" reason={health.message} />}
    </Group>
  );
}

interface BadgeProps {
  readonly colour: string;
  readonly words: string;
  readonly reason: string | undefined;
}

const StatusBadge = ({ colour, words, reason }: BadgeProps) => (
  <Tooltip label={reason} disabled={reason === undefined}>
    <Badge color={colour} variant="light" tt="none" radius="sm" fw={600}>
      {words}
    </Badge>
  </Tooltip>
);
