import type { Command } from './listen.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * Whether an index with these keys can serve a command: it finds by equality on the leading keys, and what follows them
 * is the wanted order or a range; `mayWalk` where all that is found may be read. A small part of what MongoDB's planner does, enough to notice an index that is missing.
 */
export function canServe(keys: readonly string[], command: Command, mayWalk = false): boolean {
  return partsOf(command).every(({ filter, sort, isPage }) => {
    const isEqual = (key: string) => key in filter && isEquality(filter[key]);
    const leading = keys.findIndex((key) => !isEqual(key));
    const rest = leading === -1 ? [] : keys.slice(leading);
    const order = Object.keys(sort).filter((key) => !isSingle(filter[key]));
    const isOrdered = order.every((key, at) => rest[at] === key);
    if (leading === 0)
      return (isPage || mayWalk) && order.length > 0 ? isOrdered : rest[0] !== undefined && rest[0] in filter;
    return mayWalk || !isPage || isOrdered;
  });
}

interface Part {
  readonly filter: Json;
  readonly sort: Json;
  /** Only the first few are wanted, so their order must come from the index. */
  readonly isPage: boolean;
}

function partsOf(command: Command): Part[] {
  const page = { sort: (command['sort'] ?? {}) as Json, isPage: Number(command['limit'] ?? 0) > 0 };
  if ('find' in command) return [{ filter: (command['filter'] ?? {}) as Json, ...page }];
  if ('aggregate' in command) {
    const [first] = (command['pipeline'] ?? []) as Json[];
    return [{ filter: (first?.['$match'] ?? {}) as Json, sort: {}, isPage: false }];
  }
  const writes = (command['updates'] ?? command['deletes']) as Json[] | undefined;
  const filters = writes?.map(({ q }) => q) ?? [command['query']];
  return filters.map((filter) => ({ filter: (filter ?? {}) as Json, sort: {}, isPage: false }));
}

const isPlain = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype;

const isSingle = (value: unknown): boolean => value !== undefined && isPlain(value);

function isEquality(condition: unknown): boolean {
  if (isPlain(condition)) return true;
  const operators = Object.keys(condition as Json);
  return operators.includes('$in') || operators.includes('$eq');
}
