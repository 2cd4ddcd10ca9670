import { isSameJson, type Json } from './json.js';
import { currentAttempt, type Run } from './run.js';
import { phaseKinds, phasesOf, spentIn } from './run-phases.js';

export const comparedParts = [
  'what',
  'parameters',
  'environment',
  'resources',
  'limits',
  'timings',
  'outcome',
] as const;
export type ComparedPart = (typeof comparedParts)[number];

/** One thing of two runs, side by side; absent where a run has none. Timings are in seconds. */
export interface ComparedRow {
  readonly part: ComparedPart;
  readonly name: string;
  readonly a?: Json;
  readonly b?: Json;
  readonly isSame: boolean;
}

/** Two runs side by side, in the order in which one looks for what made the difference. Pure. */
export function compareRuns(a: Run, b: Run, now: number): ComparedRow[] {
  const [factsA, factsB] = [factsOf(a, now), factsOf(b, now)];
  return comparedParts.flatMap((part) => {
    const names = new Set([...Object.keys(factsA[part]), ...Object.keys(factsB[part])]);
    return [...names].flatMap((name) => rowOf(part, name, factsA[part][name], factsB[part][name]));
  });
}

function rowOf(part: ComparedPart, name: string, a: Json | undefined, b: Json | undefined): ComparedRow[] {
  if (a === undefined && b === undefined) return [];
  return [
    { part, name, ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }), isSame: isSameJson(a, b) },
  ];
}

type Facts = { readonly [P in ComparedPart]: { readonly [name: string]: Json | undefined } };

function factsOf(run: Run, now: number): Facts {
  const { snapshot } = run;
  const { job, image, command, cluster, limits, retry, concurrency } = snapshot;
  const last = currentAttempt(run);
  return {
    what: {
      job: job === undefined ? snapshot.name : job.name,
      revision: job?.revision,
      cluster,
      image,
      'image digest': last?.exit?.imageDigest ?? snapshot.imageDigest,
      command,
    },
    parameters: snapshot.parameters,
    environment: snapshot.env,
    resources: { ...snapshot.resources },
    limits: { ...limits, 'attempts allowed': retry.attempts, concurrency, priority: run.priority },
    timings: timingsOf(run, now),
    outcome: {
      state: run.state,
      'exit code': last?.exit?.code,
      signal: last?.exit?.signal,
      'out of memory': last?.exit?.outOfMemory,
      failure: run.outcome !== undefined && 'failure' in run.outcome ? run.outcome.failure.code : undefined,
      attempts: run.attempts.length,
      'log lines': last?.log.lines,
    },
  };
}

/** Where the time went, in seconds, all attempts together. */
function timingsOf(run: Run, now: number): { [name: string]: number } {
  const phases = phasesOf(run, now);
  const total = (phases.at(-1)?.to ?? run.createdAt) - run.createdAt;
  const spent = [...phaseKinds.map((kind) => [kind, spentIn(kind, phases)] as const), ['total', total] as const];
  return Object.fromEntries(spent.map(([name, milliseconds]) => [name, milliseconds / 1000]));
}
