import { runId } from '../../domain/ids.js';
import type { Json } from '../../domain/json.js';
import type { Attempt, Run, RunSnapshot } from '../../domain/run.js';
import type { RunState } from '../../domain/run-state.js';
import type { AttemptDocument, RunDocument } from './run.schema.js';

/** A run in the words of the store. */
export function runToDocument(run: Run): RunDocument {
  const { snapshot, id, labels, attempts, times, createdAt, cancel, refusals, ...same } = run;
  return {
    _id: id,
    ...same,
    snapshot: JSON.stringify(snapshot),
    name: snapshot.name,
    cluster: snapshot.cluster,
    ...(snapshot.job === undefined ? {} : { jobId: snapshot.job.id }),
    labels: Object.entries(labels).map(([name, value]) => ({ name, value })),
    createdAt: new Date(createdAt),
    times: mapTimes(times, (time) => new Date(time)),
    attempts: attempts.map(attemptToDocument),
    ...(cancel === undefined ? {} : { cancel: { ...cancel, requestedAt: new Date(cancel.requestedAt) } }),
    refusals: { ...refusals, at: toDate(refusals.at) },
  };
}

/** The run that a document tells of; a new object that shares nothing with it. */
export function runFromDocument(document: RunDocument): Run {
  const { _id, labels, attempts, times, createdAt, cancel, refusals, outcome } = document;
  return {
    id: runId(_id),
    snapshot: JSON.parse(document.snapshot) as RunSnapshot, // written by runToDocument
    state: document.state,
    owner: document.owner,
    group: document.group,
    trigger: document.trigger,
    labels: Object.fromEntries(labels.map(({ name, value }) => [name, value])),
    priority: document.priority,
    createdAt: createdAt.getTime(),
    times: mapTimes(times, (time) => time.getTime()),
    attempts: attempts.map(attemptFromDocument),
    ...(outcome === undefined ? {} : { outcome }),
    ...(cancel === undefined ? {} : { cancel: { ...cancel, requestedAt: cancel.requestedAt.getTime() } }),
    retries: document.retries,
    refusals: {
      count: refusals.count,
      ...(refusals.last === undefined ? {} : { last: refusals.last }),
      ...(refusals.at === undefined ? {} : { at: refusals.at.getTime() }),
    },
    version: document.version,
  };
}

export function attemptToDocument(attempt: Attempt): AttemptDocument {
  const { request, handle, grantedAt, launchedAt, runningAt, endedAt, stop, ...same } = attempt;
  return {
    ...same,
    request: JSON.stringify(request),
    grantedAt: new Date(grantedAt),
    ...(handle === undefined ? {} : { handle: JSON.stringify(handle) }),
    ...(launchedAt === undefined ? {} : { launchedAt: new Date(launchedAt) }),
    ...(runningAt === undefined ? {} : { runningAt: new Date(runningAt) }),
    ...(endedAt === undefined ? {} : { endedAt: new Date(endedAt) }),
    ...(stop === undefined ? {} : { stop: { ...stop, at: new Date(stop.at) } }),
  };
}

function attemptFromDocument(document: AttemptDocument): Attempt {
  const { request, handle, grantedAt, launchedAt, runningAt, endedAt, stop, ...same } = document;
  return {
    ...same,
    request: JSON.parse(request) as Json,
    grantedAt: grantedAt.getTime(),
    ...(handle === undefined ? {} : { handle: JSON.parse(handle) as Json }),
    ...(launchedAt === undefined ? {} : { launchedAt: launchedAt.getTime() }),
    ...(runningAt === undefined ? {} : { runningAt: runningAt.getTime() }),
    ...(endedAt === undefined ? {} : { endedAt: endedAt.getTime() }),
    ...(stop === undefined ? {} : { stop: { ...stop, at: stop.at.getTime() } }),
  };
}

type Times<T> = { [S in RunState]?: T };

const mapTimes = <From, To>(times: Times<From>, map: (time: From) => To): Times<To> =>
  Object.fromEntries(
    Object.entries(times)
      .filter(([, time]) => time !== undefined)
      .map(([state, time]) => [state, map(time)]),
  );

const toDate = (time: number | undefined): Date | undefined => (time === undefined ? undefined : new Date(time));
