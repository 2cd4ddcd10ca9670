import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  type JobInput,
  JobPage,
  JobPutView,
  JobRevisionPage,
  JobRevisionView,
  JobView,
} from '../../domain/contract/jobs.js';
import { getJson, onlyIfNew, paging, queryString, seldomWithPages, sendDelete, sendJson } from './request.js';

/** The filters of the list of jobs, as they stand in the page's address. */
export const JobFilters = z.strictObject({
  q: z.string().max(200).optional(),
  group: z.string().optional(),
  tag: z.string().optional(),
  archived: z.stringbool().optional(),
});
export type JobFilters = z.infer<typeof JobFilters>;

export const jobsQuery = (filters: JobFilters) =>
  infiniteQueryOptions({
    queryKey: ['jobs', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      getJson(JobPage, `/jobs${queryString({ ...filters, limit: 50, cursor: pageParam })}`, signal),
    ...paging,
    refetchInterval: seldomWithPages(10_000),
  });

/** The names for a choice; a search box does the rest. */
export const jobNamesQuery = queryOptions({
  queryKey: ['jobs', 'names'],
  queryFn: async ({ signal }) =>
    (await getJson(JobPage, '/jobs?limit=500', signal)).items.map(({ name }) => name).sort(),
  staleTime: 10_000,
});

export const jobQuery = (name: string) =>
  queryOptions({
    queryKey: ['jobs', 'one', name],
    queryFn: ({ signal }) => getJson(JobView, `/jobs/${encodeURIComponent(name)}`, signal),
  });

export const revisionsQuery = (name: string) =>
  infiniteQueryOptions({
    queryKey: ['jobs', 'revisions', name],
    queryFn: ({ pageParam, signal }) =>
      getJson(
        JobRevisionPage,
        `/jobs/${encodeURIComponent(name)}/revisions${queryString({ limit: 30, cursor: pageParam })}`,
        signal,
      ),
    ...paging,
  });

/** One revision; it never changes. */
export const revisionQuery = (name: string, revision: number) =>
  queryOptions({
    queryKey: ['jobs', 'revision', name, revision],
    queryFn: ({ signal }) =>
      getJson(JobRevisionView, `/jobs/${encodeURIComponent(name)}/revisions/${revision}`, signal),
    staleTime: Infinity,
  });

export const restoreRevision = (name: string, revision: number, note?: string) =>
  sendJson(
    JobPutView,
    'POST',
    `/jobs/${encodeURIComponent(name)}/revisions/${revision}/restore`,
    note === undefined ? {} : { note },
  );

export const createJob = (name: string, input: z.input<typeof JobInput>) =>
  sendJson(JobPutView, 'PUT', `/jobs/${encodeURIComponent(name)}`, input, onlyIfNew);

export const putJob = (name: string, input: z.input<typeof JobInput>) =>
  sendJson(JobPutView, 'PUT', `/jobs/${encodeURIComponent(name)}`, input);

/** Takes a job out of the lists; its history stays. */
export const archiveJob = (name: string) => sendDelete(`/jobs/${encodeURIComponent(name)}`);
