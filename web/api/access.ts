import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { NewTokenView, SessionView, type TokenInput, TokenPage } from '../../domain/contract/access.js';
import { AuditPage, AuditQuery } from '../../domain/contract/audit.js';
import { getJson, paging, queryString, seldomWithPages, sendDelete, sendJson } from './request.js';

/** Who one is here; refused with 401 for somebody who has to log in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => getJson(SessionView, '/session', signal),
  staleTime: 60_000,
});

export const logIn = (token: string) => sendJson(SessionView, 'POST', '/session', { token });

export const logOut = () => sendDelete('/session');

export const tokensQuery = infiniteQueryOptions({
  queryKey: ['tokens'],
  queryFn: ({ pageParam, signal }) =>
    getJson(TokenPage, `/tokens${queryString({ limit: 100, cursor: pageParam })}`, signal),
  ...paging,
});

export const createToken = (input: z.input<typeof TokenInput>) => sendJson(NewTokenView, 'POST', '/tokens', input);

export const revokeToken = (id: string) => sendDelete(`/tokens/${encodeURIComponent(id)}`);

/** The filters of the audit trail, as they stand in the page's address. */
export const ActivityFilters = AuditQuery.omit({ limit: true, cursor: true, since: true, until: true });
export type ActivityFilters = z.infer<typeof ActivityFilters>;

export const activityQuery = (filters: ActivityFilters) =>
  infiniteQueryOptions({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam, signal }) =>
      getJson(AuditPage, `/audit${queryString({ ...filters, limit: 50, cursor: pageParam })}`, signal),
    ...paging,
    refetchInterval: seldomWithPages(10_000),
  });
