import type { Json } from './json.js';

/** A value as people and commands read it: a text as it is, anything else as JSON. */
export const jsonText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
