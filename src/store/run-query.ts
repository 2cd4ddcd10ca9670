import type { QueryFilter } from 'mongoose';
import type { RunFilter } from '../../domain/ports.js';
import { runStates } from '../../domain/run-state.js';
import { containing } from './containing.js';
import { idsWithin } from './cursor.js';
import { groupQuery } from './group-query.js';
import type { RunDocument } from './run.schema.js';

/** Clocks of two API processes may differ; the id is only a rough guide to the time beside it. */
const SLACK_MILLISECONDS = 3_600_000;

/**
 * The condition that a list of runs asks for. One flat object: the small server of a laptop looks for indexes no deeper.
 * Where something else is asked for, all states are named if none is: the state stands in the middle of those indexes, so
 * that somebody's few live runs are found without walking back through everything that they ever did.
 */
export function runQuery(filter: RunFilter, cursor?: string): QueryFilter<RunDocument> {
  const { states, cluster, jobId, owner, group, groups, label, since, until, text } = filter;
  const isNarrowed = [cluster, jobId, owner, group, groups].some((part) => part !== undefined);
  const wanted = states ?? (isNarrowed ? runStates : undefined);
  const part = text === undefined ? undefined : containing(text);
  const query: QueryFilter<RunDocument> = {
    ...(cluster === undefined ? {} : { cluster }),
    ...(wanted === undefined ? {} : { state: { $in: [...wanted] } }),
    ...(jobId === undefined ? {} : { jobId }),
    ...(owner === undefined ? {} : { owner }),
    ...groupQuery(group, groups),
    ...(label === undefined ? {} : { labels: { $elemMatch: { name: label.name, value: label.value } } }),
    ...(part === undefined ? {} : { $or: [{ name: part }, { _id: part }, { 'outcome.failure.sentence': part }] }),
  };
  const createdAt = {
    ...(since === undefined ? {} : { $gte: new Date(since) }),
    ...(until === undefined ? {} : { $lt: new Date(until) }),
  };
  if (since !== undefined || until !== undefined) query.createdAt = createdAt;
  // Ids begin with their time, so that a month long past is found without walking back through everything since.
  const ids = idsWithin({
    cursor,
    since: since === undefined ? undefined : since - SLACK_MILLISECONDS,
    until: until === undefined ? undefined : until + SLACK_MILLISECONDS,
  });
  return { ...query, ...ids };
}
