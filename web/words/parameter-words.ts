import type { Json } from '../../domain/json.js';
import { jsonText } from '../../domain/json-text.js';

/** Parameters with their values, in one line. */
export const parameterWords = (values: Readonly<Record<string, Json>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${jsonText(value)}`)
    .join(', ');
