import type { RunView } from '../../../domain/contract/runs.js';
import { runWorkflowId } from '../../../domain/ids.js';
import type { Json } from '../../../domain/json.js';
import { type Attempt, currentAttempt, type Run } from '../../../domain/run.js';
import { isFinal, runStates } from '../../../domain/run-state.js';
import { iso, isoIf } from '../iso.js';
import { type Mutable, plain } from './plain.js';

/** A run as it travels. The only place that builds one: what is not named here does not leave the server. */
export function runView(run: Run): RunView {
  const { snapshot, outcome } = run;
  const failure = outcome !== undefined && 'failure' in outcome ? outcome.failure : undefined;
  const lastExit = currentAttempt(run)?.exit;
  return {
    id: run.id,
    name: snapshot.name,
    job: snapshot.job && { id: snapshot.job.id, name: snapshot.job.name, revision: snapshot.job.revision },
    cluster: snapshot.cluster,
    state: run.state,
    owner: run.owner,
    group: run.group,
    trigger: triggerView(run.trigger),
    labels: run.labels,
    priority: run.priority,
    image: snapshot.image,
    imageDigest: snapshot.imageDigest,
    command: plain(snapshot.command),
    parameters: jsonRecord(snapshot.parameters),
    env: plain(snapshot.env),
    resources: plain(snapshot.resources),
    limits: plain(snapshot.limits),
    retry: plain(snapshot.retry),
    concurrency: snapshot.concurrency,
    createdAt: iso(run.createdAt),
    times: timesView(run.times),
    attempts: run.attempts.map(attemptView),
    refusals: { count: run.refusals.count, last: run.refusals.last, at: isoIf(run.refusals.at) },
    cancel: run.cancel && { requestedAt: iso(run.cancel.requestedAt), by: run.cancel.by, reason: run.cancel.reason },
    failure: failure && plain(failure),
    exitCode: isFinal(run.state) ? lastExit?.code : undefined,
    endedAt: isFinal(run.state) ? isoIf(run.times[run.state]) : undefined,
    workflowId: runWorkflowId(run.id),
    version: run.version,
  };
}

function triggerView(trigger: Run['trigger']): RunView['trigger'] {
  switch (trigger.kind) {
    case 'rerun':
      return { kind: trigger.kind, of: trigger.of };
    case 'schedule':
      return { kind: trigger.kind, schedule: trigger.schedule, at: iso(trigger.at) };
    case 'user':
    case 'api':
    case 'cli':
      return { kind: trigger.kind };
  }
}

function timesView(times: Run['times']): RunView['times'] {
  const view: RunView['times'] = {};
  for (const state of runStates) {
    const at = times[state];
    if (at !== undefined) view[state] = iso(at);
  }
  return view;
}

function attemptView(attempt: Attempt): RunView['attempts'][number] {
  const { exit, log } = attempt;
  return {
    number: attempt.number,
    try: attempt.try,
    grantedAt: iso(attempt.grantedAt),
    launchedAt: isoIf(attempt.launchedAt),
    phase: attempt.phase,
    runningAt: isoIf(attempt.runningAt),
    stopRequestedAt: isoIf(attempt.stop?.at),
    endedAt: isoIf(attempt.endedAt),
    exitCode: exit?.code,
    signal: exit?.signal,
    outOfMemory: exit?.outOfMemory,
    imageDigest: exit?.imageDigest,
    failure: attempt.failure && plain(attempt.failure),
    log: logHeadView(log),
    handle: attempt.handle === undefined ? undefined : (attempt.handle as Mutable<Json>), // only the readonly marks differ
  };
}

export const logHeadView = (log: Attempt['log']): RunView['attempts'][number]['log'] => ({
  lines: log.lines,
  bytes: log.bytes,
  complete: log.complete,
  truncated: log.truncated,
  note: log.note,
});

const jsonRecord = (values: { readonly [name: string]: Json }) => values as Record<string, Mutable<Json>>; // readonly marks again
