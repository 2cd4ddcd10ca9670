/** What MongoDB's `explain` says of one command, in the few words that matter. */
export interface Plan {
  /** The keys of the indexes used, as "cluster, state"; `_id` where it was found by its id alone. */
  readonly indexes: readonly string[];
  readonly scansCollection: boolean;
  readonly keysExamined: number;
  readonly documentsExamined: number;
  /** Documents answered, counted, or meant by a write. */
  readonly found: number;
}

type Json = Readonly<Record<string, unknown>>;

/** A few keys more than what is found are always looked at: both ends of a range, one for each of several ranges. */
const SMALL_MULTIPLE = 3;
const FEW = 60;

/** Reads the answer of either of MongoDB's engines, of a shard, and of an aggregation. */
export function readPlan(explain: Json): Plan {
  const bodies = bodiesOf(explain);
  const stages = bodies.flatMap(({ queryPlanner }) => allStages((queryPlanner as Json | undefined)?.['winningPlan']));
  const stats = bodies.map(({ executionStats }) => (executionStats ?? {}) as Json);
  const sum = (name: string) => stats.reduce((total, one) => total + numberOf(one[name]), 0);
  const names = stages.map(({ stage }) => String(stage));
  const executed = stats.flatMap(({ executionStages }) => allStages(executionStages));
  const meant = ['nMatched', 'nWouldModify', 'nWouldDelete', 'nCounted'].map((name) =>
    Math.max(0, ...executed.map((stage) => numberOf(stage[name]))),
  );
  const byKey = stages.flatMap(({ keyPattern }) =>
    keyPattern === undefined ? [] : [Object.keys(keyPattern as Json).join(', ')],
  );
  const isById = names.some((name) => name === 'IDHACK' || name === 'CLUSTERED_IXSCAN' || name.startsWith('EXPRESS_'));
  return {
    indexes: [...new Set(byKey.length > 0 ? byKey : isById ? ['_id'] : [])],
    scansCollection: names.includes('COLLSCAN'),
    keysExamined: sum('totalKeysExamined'),
    documentsExamined: sum('totalDocsExamined'),
    found: Math.max(sum('nReturned'), ...meant),
  };
}

/** Whether these are the first keys of the index, or all of them. */
export const begins = (index: string, keys: string): boolean => index === keys || index.startsWith(`${keys},`);

/** What is wrong with a plan; empty when it is as declared and reads little more than it finds. */
export function objections(plan: Plan, declared: readonly string[], mayWalk: boolean): string[] {
  const objections: string[] = [];
  if (plan.scansCollection) objections.push('reads the whole collection');
  for (const index of plan.indexes)
    if (!declared.some((beginning) => begins(index, beginning)))
      objections.push(`uses the index (${index}) instead of (${declared.join(') or (')})`);
  if (!plan.scansCollection && plan.indexes.length === 0) objections.push('uses no index that could be recognised');
  const most = plan.found * SMALL_MULTIPLE + FEW;
  if (!mayWalk && plan.keysExamined > most) objections.push(`examines ${plan.keysExamined} keys to find ${plan.found}`);
  if (!mayWalk && plan.documentsExamined > most)
    objections.push(`reads ${plan.documentsExamined} documents to find ${plan.found}`);
  return objections;
}

/** The part with the plan: on top, in the cursor of an aggregation, or in each shard. */
function bodiesOf(explain: Json): Json[] {
  const shards = Object.values((explain['shards'] ?? {}) as Json) as Json[];
  if (shards.length > 0) return shards.flatMap(bodiesOf);
  const [first] = (explain['stages'] ?? []) as Json[];
  const cursor = first?.['$cursor'] as Json | undefined;
  return [cursor ?? explain];
}

/** Every stage of a tree of stages, whatever its branches are called. */
function allStages(tree: unknown): Json[] {
  if (Array.isArray(tree)) return tree.flatMap(allStages);
  if (typeof tree !== 'object' || tree === null) return [];
  const node = tree as Json;
  const below = Object.entries(node)
    .filter(([name]) => name !== 'keyPattern')
    .flatMap(([, value]) => allStages(value));
  return 'stage' in node ? [node, ...below] : below;
}

const numberOf = (value: unknown): number => (value === undefined || value === null ? 0 : Number(value));
