import type { Json } from './json.js';

type Fields = { readonly [name: string]: Json };

/** The fields in which the two differ: as they were, and as they are. What is absent on one side is left out there. */
export function changedFields(before: Fields, after: Fields): { before: Fields; after: Fields } {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const differing = [...names].filter((name) => !isSame(before[name], after[name]));
  const only = (fields: Fields): Fields =>
    Object.fromEntries(differing.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
  return { before: only(before), after: only(after) };
}

/** Whatever the order of an object's fields. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [a, b] = [Object.entries(one), other as Fields]; // a list's fields are its places
  return a.length === Object.keys(b).length && a.every(([name, value]) => isSame(value, b[name]));
}
