import { queryOptions } from '@tanstack/react-query';
import { ReadyView, VersionView } from '../../domain/contract/system.js';
import { getJson } from './request.js';

export const versionQuery = queryOptions({
  queryKey: ['version'],
  queryFn: ({ signal }) => getJson(VersionView, '/version', signal),
  staleTime: 300_000,
});

/** Asked often while something is away, so that the note goes away as soon as it is back. */
export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => getJson(ReadyView, '/health/ready', signal),
  retry: false,
  refetchInterval: ({ state }) => (state.data?.temporal.ok === true && state.status === 'success' ? 15_000 : 3000),
});
