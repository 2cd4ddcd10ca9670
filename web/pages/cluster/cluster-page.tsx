import { Alert, Badge, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { clusterQueueQuery } from '../../api/clusters.js';
import { TextLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { LimitBars } from '../../components/limit-bars.js';
import { PageFrame } from '../../components/page-frame.js';
import { useMay } from '../../components/use-may.js';
import { ClusterStatusBadge } from '../clusters/cluster-status-badge.js';
import { ClusterActions } from './cluster-actions.js';
import { ConnectionCheck } from './connection-check.js';
import { HoldersTable, WaitingTable } from './lease-tables.js';

/** One cluster and its queue: how full it is, who has it, who is next. */
export function ClusterPage() {
  const { name } = useParams({ from: '/clusters/$name' });
  const may = useMay();
  const { data: queue, error } = useQuery(clusterQueueQuery(name));
  if (queue === undefined)
    return (
      <PageFrame title={name}>
        {error === null ? <Loader m="auto" aria-label="Reading the cluster" /> : <ErrorNote error={error} />}
      </PageFrame>
    );
  const { cluster, holders, waiting, waitingTotal } = queue;
  return (
    <PageFrame
      tab={cluster.name}
      title={
        <Group gap="sm" component="span">
          {cluster.name}
          <Badge variant="default" tt="none" fw={500}>
            {cluster.engine.kind}
          </Badge>
          <ClusterStatusBadge cluster={cluster} />
        </Group>
      }
      above={
        <TextLink to="/clusters" size="sm" c="dimmed">
          Clusters
        </TextLink>
      }
      actions={may('admin') && <ClusterActions cluster={cluster} />}
    >
      {cluster.status !== 'active' && (
        <Alert color={cluster.status === 'paused' ? 'orange' : 'grape'}>
          {cluster.status === 'paused'
            ? 'Paused: new runs are accepted and wait; what runs goes on.'
            : 'Draining: new runs are refused; those accepted are worked off.'}
          {cluster.statusReason !== undefined && ` Reason: ${cluster.statusReason}`}
        </Alert>
      )}
      {cluster.health?.ok === false && <Alert color="red">{cluster.health.message}</Alert>}
      {cluster.description !== '' && <Text c="dimmed">{cluster.description}</Text>}
      <Paper p="md" component="section" aria-label="Limits in use">
        <LimitBars limits={cluster.limits} inUse={cluster.inUse} />
      </Paper>
      {cluster.engine.kind === 'ecs' && may('admin') && <ConnectionCheck name={cluster.name} />}
      <Stack gap="xs" component="section" aria-label="What runs here">
        <Title order={2}>What runs here ({holders.length})</Title>
        <HoldersTable holders={holders} />
      </Stack>
      <Stack gap="xs" component="section" aria-label="What waits">
        <Title order={2}>What waits ({waitingTotal})</Title>
        <WaitingTable waiting={waiting} />
        {waitingTotal > waiting.length && (
          <TextLink to="/runs" search={{ cluster: name, state: ['queued'] }} size="sm">
            and {waitingTotal - waiting.length} more
          </TextLink>
        )}
      </Stack>
    </PageFrame>
  );
}
