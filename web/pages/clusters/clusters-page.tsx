import { Badge, EmptyState, Group, Loader, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { clustersQuery } from '../../api/clusters.js';
import type { ClusterView } from '../../../domain/contract/clusters.js';
import { TextLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { LimitBars } from '../../components/limit-bars.js';
import { PageFrame } from '../../components/page-frame.js';
import { useMay } from '../../components/use-may.js';
import { ClusterStatusBadge } from './cluster-status-badge.js';
import { ConnectCluster } from './connect-cluster.js';
import { FoundClusters } from './found-clusters.js';

/** Where runs can go, and how full each place is. */
export function ClustersPage() {
  const may = useMay();
  const { data: clusters, error } = useQuery(clustersQuery);
  return (
    <PageFrame title="Clusters" actions={may('admin') && <ConnectCluster />}>
      <ErrorNote error={clusters === undefined ? error : null} />
      {clusters === undefined && error === null && <Loader m="auto" aria-label="Reading the clusters" />}
      {clusters?.length === 0 && (
        <EmptyState
          py="xl"
          icon={<IconServer2 size={40} aria-hidden />}
          title="No cluster is connected"
          description="A cluster is a place that runs things: plain processes on this machine, a Docker Engine, a cluster manager."
        >
          {may('admin') && (
            <EmptyState.Actions>
              <ConnectCluster />
            </EmptyState.Actions>
          )}
        </EmptyState>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {clusters?.map((cluster) => (
          <ClusterCard key={cluster.name} cluster={cluster} />
        ))}
      </SimpleGrid>
      <FoundClusters />
    </PageFrame>
  );
}

function ClusterCard({ cluster }: { readonly cluster: ClusterView }) {
  const { name, description, engine, held, waiting, health } = cluster;
  return (
    <Paper p="md" component="article" aria-label={name}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Title order={2} size="h3">
              <TextLink to="/clusters/$name" params={{ name }} inherit>
                {name}
              </TextLink>
            </Title>
            <Badge variant="default" tt="none" fw={500}>
              {engine.kind}
            </Badge>
          </Group>
          <ClusterStatusBadge cluster={cluster} />
        </Group>
        {description !== '' && (
          <Text size="sm" c="dimmed">
            {description}
          </Text>
        )}
        <LimitBars limits={cluster.limits} inUse={cluster.inUse} />
        <Text size="sm" c="dimmed">
          {held === 1 ? '1 run goes on' : `${held} runs go on`}, {waiting === 0 ? 'none waits' : `${waiting} wait`}
          {health?.ok === false && ` · ${health.message}`}
        </Text>
      </Stack>
    </Paper>
  );
}
