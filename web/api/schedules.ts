import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  type BackfillRequest,
  BackfillView,
  FiringPage,
  type PreviewRequest,
  PreviewView,
  SchedulePage,
  SchedulePutView,
  ScheduleQuery,
  type ScheduleRequest,
  ScheduleView,
} from '../../domain/contract/schedules.js';
import { getJson, onlyIfNew, paging, queryString, seldomWithPages, sendDelete, sendJson } from './request.js';

/** The filters of the list of schedules, as they stand in the page's address. */
export const ScheduleFilters = ScheduleQuery.omit({ limit: true, cursor: true });
export type ScheduleFilters = z.infer<typeof ScheduleFilters>;

export const schedulesQuery = (filters: ScheduleFilters) =>
  infiniteQueryOptions({
    queryKey: ['schedules', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      getJson(SchedulePage, `/schedules${queryString({ ...filters, limit: 50, cursor: pageParam })}`, signal),
    ...paging,
    refetchInterval: seldomWithPages(5000),
  });

/** The names of schedules that have this in them; asked anew by each form. */
export const namesLikeQuery = (name: string) =>
  queryOptions({
    queryKey: ['schedule-names', name],
    queryFn: async ({ signal }) =>
      (await getJson(SchedulePage, `/schedules${queryString({ q: name, limit: 100 })}`, signal)).items.map(
        (schedule) => schedule.name,
      ),
    gcTime: 0,
  });

export const scheduleQuery = (name: string) =>
  queryOptions({
    queryKey: ['schedules', 'one', name],
    queryFn: ({ signal }) => getJson(ScheduleView, pathOf(name), signal),
    refetchInterval: 3000,
  });

export const firingsQuery = (name: string) =>
  infiniteQueryOptions({
    queryKey: ['schedules', 'firings', name],
    queryFn: ({ pageParam, signal }) =>
      getJson(FiringPage, `${pathOf(name)}/firings${queryString({ limit: 50, cursor: pageParam })}`, signal),
    ...paging,
    refetchInterval: seldomWithPages(3000),
  });

/** Asked from the scheduler, and seldom: what comes next changes only when a time has passed. */
export const previewQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: ['schedules', 'preview', name, version],
    queryFn: ({ signal }) => getJson(PreviewView, `${pathOf(name)}/preview?count=10`, signal),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });

export const previewTimes = (request: z.input<typeof PreviewRequest>) =>
  sendJson(PreviewView, 'POST', '/schedules/preview', request);

export const createSchedule = (name: string, input: ScheduleRequest) =>
  sendJson(SchedulePutView, 'PUT', pathOf(name), input, onlyIfNew);

export const putSchedule = (name: string, input: ScheduleRequest) =>
  sendJson(SchedulePutView, 'PUT', pathOf(name), input);

export const steerSchedule = (name: string, verb: 'pause' | 'resume', note?: string) =>
  sendJson(ScheduleView, 'POST', `${pathOf(name)}/${verb}`, note === undefined ? {} : { note });

export const triggerSchedule = (name: string) => sendJson(ScheduleView, 'POST', `${pathOf(name)}/trigger`, {});

export const removeSchedule = (name: string) => sendDelete(pathOf(name));

export const backfillSchedule = (name: string, request: z.input<typeof BackfillRequest>) =>
  sendJson(BackfillView, 'POST', `${pathOf(name)}/backfill`, request);

export const stopBackfill = (name: string) => sendDelete(`${pathOf(name)}/backfill`);

const pathOf = (name: string): string => `/schedules/${encodeURIComponent(name)}`;
