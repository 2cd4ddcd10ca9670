import { Alert, Button, Code, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { createCluster } from '../../api/clusters.js';
import { discoveryQuery } from '../../api/connections.js';
import type { DiscoveryView } from '../../../domain/contract/connections.js';
import { ErrorNote } from '../../components/error-note.js';
import { useMay } from '../../components/use-may.js';

type Found = DiscoveryView['found'][number];

/** Clusters of the account that are not connected yet: one press connects one, and its queue is there. */
export function FoundClusters() {
  const may = useMay();
  const { data: discovery } = useQuery({ ...discoveryQuery, enabled: may('admin') });
  if (discovery === undefined || discovery.found.length + discovery.problems.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Found in your AWS account">
      <Title order={2}>Found in your AWS account</Title>
      {discovery.problems.map((problem) => (
        <Alert key={problem} color="orange">
          {problem}
        </Alert>
      ))}
      {discovery.found.map((found) => (
        <FoundCluster key={found.address} found={found} />
      ))}
    </Stack>
  );
}

function FoundCluster({ found }: { readonly found: Found }) {
  const { name, address, description, engine, limits, missing } = found;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const connect = useMutation({
    mutationFn: () => createCluster(name, { engine, limits }),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: discoveryQuery.queryKey });
      await queries.invalidateQueries({ queryKey: ['clusters'] });
      await navigate({ to: '/clusters/$name', params: { name } });
    },
  });
  return (
    <Paper p="md" component="article" aria-label={name}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={2} miw={0}>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {address}
          </Text>
          <Text size="sm">{description}</Text>
        </Stack>
        {missing.length === 0 && (
          <Button
            variant="light"
            leftSection={<IconPlugConnected size={16} aria-hidden />}
            loading={connect.isPending}
            onClick={() => connect.mutate()}
          >
            Connect
          </Button>
        )}
      </Group>
      {missing.length > 0 && (
        <Text size="sm" mt="xs">
          Connect it by hand, with the kind ecs and these settings beside <Code>cluster: {String(engine.cluster)}</Code>
          : {missing.map(({ path, message }) => `${path} (${message})`).join(' ')}
        </Text>
      )}
      <ErrorNote error={connect.error} />
    </Paper>
  );
}
