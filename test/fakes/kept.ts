/** A copy that shares nothing with what it is made from, without fields that are undefined: what a store would give back. */
export const kept = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
