import type { QueryFilter } from 'mongoose';
import type { RunFilter } from '../../domain/ports.js';
import { idOfCursor } from './cursor.js';
import type { RunDocument } from './run.schema.js';
import { containing } from './containing.js';
import { firstUlidOf } from './first-ulid-of.js';

/** Clocks of two API processes may differ; the id is only a rough guide to the time beside it. */
const SLACK_MILLISECONDS = 3_600_000;

/** The condition that a list of runs asks for. */
export function runQuery(filter: RunFilter, cursor?: string): QueryFilter<RunDocument> {
  const { states, cluster, jobId, owner, group, label, since, until, text } = filter;
  const all: QueryFilter<RunDocument>[] = [];
  if (states !== undefined) all.push({ state: { $in: [...states] } });
  if (cluster !== undefined) all.push({ cluster });
  if (jobId !== undefined) all.push({ jobId });
  if (owner !== undefined) all.push({ owner });
  if (group !== undefined) all.push({ group });
  if (label !== undefined) all.push({ labels: { $elemMatch: { name: label.name, value: label.value } } });
  // Ids begin with their time, so that a month long past is found without walking back through everything since.
  if (since !== undefined)
    all.push({ _id: { $gte: firstUlidOf(since - SLACK_MILLISECONDS) }, createdAt: { $gte: new Date(since) } });
  if (until !== undefined)
    all.push({ _id: { $lt: firstUlidOf(until + SLACK_MILLISECONDS) }, createdAt: { $lt: new Date(until) } });
  if (text !== undefined) {
    const part = containing(text);
    all.push({ $or: [{ name: part }, { _id: part }, { 'outcome.failure.sentence': part }] });
  }
  if (cursor !== undefined) all.push({ _id: { $lt: idOfCursor(cursor) } });
  return all.length === 0 ? {} : { $and: all };
}
