import { queryOptions } from '@tanstack/react-query';
import { ConnectionView, DiscoveryView, MachinesView } from '../../domain/contract/connections.js';
import { getJson } from './request.js';

/** Asked for seldom, and not with the clusters: it costs calls of the account's small budget. */
export const discoveryQuery = queryOptions({
  queryKey: ['discovered-clusters'],
  queryFn: ({ signal }) => getJson(DiscoveryView, '/discovered-clusters', signal),
  staleTime: 60_000,
  refetchOnWindowFocus: false,
});

export const checkConnection = (name: string) =>
  getJson(ConnectionView, `/clusters/${encodeURIComponent(name)}/connection`);

export const countMachines = (name: string) => getJson(MachinesView, `/clusters/${encodeURIComponent(name)}/machines`);
