import type { Json } from './json.js';

/** A parameter's value as a command and the environment get it: a text as it is, anything else as JSON. */
export const parameterText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
