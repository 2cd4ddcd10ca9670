import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  CancelView,
  DryRunView,
  type RerunRequest,
  RunCountsView,
  RunPage,
  RunQuery,
  RunQueueView,
  type RunRequestInput,
  RunView,
} from '../../domain/contract/runs.js';
import { ComparisonView } from '../../domain/contract/comparison.js';
import { CancelManyView } from '../../domain/contract/cancel-runs.js';
import { isSettled } from '../../domain/settled.js';
import { ApiError, getJson, paging, queryString, seldomWithPages, sendJson } from './request.js';

/** The filters of the list of runs: the API's own query without its paging. They stand in the page's address. */
export const RunFilters = RunQuery.omit({ limit: true, cursor: true });
export type RunFilters = z.infer<typeof RunFilters>;

export const runsQuery = (filters: RunFilters, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'list', filters, limit],
    queryFn: ({ pageParam, signal }) =>
      getJson(RunPage, `/runs${queryString({ ...filters, limit, cursor: pageParam })}`, signal),
    ...paging,
    refetchInterval: seldomWithPages(2000),
  });

export const countsQuery = queryOptions({
  queryKey: ['runs', 'counts'],
  queryFn: ({ signal }) => getJson(RunCountsView, '/runs/counts', signal),
  refetchInterval: 2000,
});

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['runs', 'one', id],
    queryFn: ({ signal }) => getJson(RunView, `/runs/${encodeURIComponent(id)}`, signal),
    refetchInterval: ({ state }) => pauseBefore(state.data, state.error),
  });

export const comparisonQuery = (a: string, b: string) =>
  queryOptions({
    queryKey: ['runs', 'compare', a, b],
    queryFn: ({ signal }) => getJson(ComparisonView, `/runs/compare${queryString({ a, b })}`, signal),
  });

export const runQueueQuery = (id: string) =>
  queryOptions({
    queryKey: ['runs', 'queue', id],
    queryFn: ({ signal }) => getJson(RunQueueView, `/runs/${encodeURIComponent(id)}/queue`, signal),
    refetchInterval: 2000,
  });

export const launchRun = (request: RunRequestInput, key: string) =>
  sendJson(RunView, 'POST', '/runs', request, { 'idempotency-key': key });

export const tryLaunch = (request: RunRequestInput) => sendJson(DryRunView, 'POST', '/runs?dryRun=true', request);

export const tryRerun = (id: string, edits: z.input<typeof RerunRequest>) =>
  sendJson(DryRunView, 'POST', `/runs/${encodeURIComponent(id)}/rerun?dryRun=true`, edits);

export const rerunRun = (id: string, edits: z.input<typeof RerunRequest>, key: string) =>
  sendJson(RunView, 'POST', `/runs/${encodeURIComponent(id)}/rerun`, edits, { 'idempotency-key': key });

export const cancelRun = (id: string, reason?: string) =>
  sendJson(CancelView, 'POST', `/runs/${encodeURIComponent(id)}/cancel`, reason === undefined ? {} : { reason });

/** Asks all live runs that the filters name to end, the newest first; the server says how many it took on. */
export const cancelMatching = (filter: RunFilters, reason?: string) =>
  sendJson(CancelManyView, 'POST', '/runs/cancel', {
    filter,
    limit: 1000,
    ...(reason === undefined ? {} : { reason }),
  });

export const setPriority = (id: string, priority: number) =>
  sendJson(RunView, 'POST', `/runs/${encodeURIComponent(id)}/priority`, { priority });

function pauseBefore(run: RunView | undefined, error: Error | null): number | false {
  if (error instanceof ApiError && error.status >= 400 && error.status < 500) return false;
  return run !== undefined && isSettled(run, Date.now()) ? false : 1000;
}
