import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type ClusterInput, ClusterList, ClusterQueueView, ClusterView } from '../../domain/contract/clusters.js';
import { getJson, onlyIfNew, sendJson } from './request.js';

export const clustersQuery = queryOptions({
  queryKey: ['clusters', 'list'],
  queryFn: async ({ signal }) => (await getJson(ClusterList, '/clusters', signal)).items,
  refetchInterval: 3000,
});

export const clusterQueueQuery = (name: string) =>
  queryOptions({
    queryKey: ['clusters', 'queue', name],
    queryFn: ({ signal }) => getJson(ClusterQueueView, `/clusters/${encodeURIComponent(name)}/queue`, signal),
    refetchInterval: 2000,
  });

export const createCluster = (name: string, input: z.input<typeof ClusterInput>) =>
  sendJson(ClusterView, 'PUT', `/clusters/${encodeURIComponent(name)}`, input, onlyIfNew);

export const putCluster = (name: string, input: z.input<typeof ClusterInput>) =>
  sendJson(ClusterView, 'PUT', `/clusters/${encodeURIComponent(name)}`, input);

export const steerCluster = (name: string, verb: 'pause' | 'resume' | 'drain', reason?: string) =>
  sendJson(
    ClusterView,
    'POST',
    `/clusters/${encodeURIComponent(name)}/${verb}`,
    reason === undefined ? {} : { reason },
  );
