/** Anything that survives JSON unchanged; handles and requests are kept as such. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Whether the two say the same, whatever the order of an object's fields. */
export function isSameJson(one: Json | undefined, other: Json | undefined): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [a, b] = [Object.entries(one), new Map(Object.entries(other))]; // a list's fields are its places
  return a.length === b.size && a.every(([name, value]) => isSameJson(value, b.get(name)));
}
