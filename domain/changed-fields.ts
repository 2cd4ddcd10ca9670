import { isSameJson, type Json } from './json.js';

type Fields = { readonly [name: string]: Json };

/** The fields in which the two differ: as they were, and as they are. What is absent on one side is left out there. */
export function changedFields(before: Fields, after: Fields): { before: Fields; after: Fields } {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const differing = [...names].filter((name) => !isSameJson(before[name], after[name]));
  const only = (fields: Fields): Fields =>
    Object.fromEntries(differing.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
  return { before: only(before), after: only(after) };
}
