import { AwsError, invalid } from '../aws-error.js';
import type { Shape } from './shape.js';

type Shapes = Readonly<Record<string, Shape>>;

/**
 * Refuses an input that does not fit the service's model. Stricter than AWS in one point: AWS ignores a field it does not
 * know, which here would hide a misspelt one.
 */
export function checkInput(shapes: Shapes, name: string, value: unknown, path = ''): void {
  const shape = shapes[name] ?? { type: name };
  if (shape.members) return checkStructure(shapes, shape, value, path);
  if (shape.listOf !== undefined) return checkList(shapes, shape, shape.listOf, value, path);
  if (shape.mapOf !== undefined) return checkMap(shapes, shape.mapOf, value, path);
  checkScalar(shape, value, path);
}

function checkStructure(shapes: Shapes, shape: Shape, value: unknown, path: string): void {
  if (!isObject(value)) throw wrongType(path, 'structure');
  const members = shape.members ?? {};
  for (const [key, inner] of Object.entries(value)) {
    const known = members[key];
    if (known === undefined) {
      throw invalid(
        `Unknown parameter in input: "${at(path, key)}", must be one of: ${Object.keys(members).join(', ')}`,
      );
    }
    // A null counts as absent in the JSON protocols.
    if (inner !== null) checkInput(shapes, known, inner, at(path, key));
  }
  const missing = (shape.required ?? []).filter((key) => value[key] === undefined || value[key] === null);
  if (missing.length > 0) throw invalid(`Missing required parameter in input: "${at(path, missing[0] ?? '')}"`);
}

function checkList(shapes: Shapes, shape: Shape, of: string, value: unknown, path: string): void {
  if (!Array.isArray(value)) throw wrongType(path, 'list');
  checkSize(shape, value.length, path);
  value.forEach((item, n) => checkInput(shapes, of, item, `${path}[${n}]`));
}

function checkMap(shapes: Shapes, of: string, value: unknown, path: string): void {
  if (!isObject(value)) throw wrongType(path, 'map');
  for (const [key, inner] of Object.entries(value)) checkInput(shapes, of, inner, at(path, key));
}

function checkScalar(shape: Shape, value: unknown, path: string): void {
  if (!fits(shape.type ?? 'string', value)) throw wrongType(path, shape.type ?? 'string');
  if (shape.oneOf && !shape.oneOf.includes(String(value))) {
    throw invalid(
      `Value '${String(value)}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [${shape.oneOf.join(', ')}]`,
    );
  }
  if (typeof value === 'string') checkSize(shape, value.length, path);
  if (typeof value === 'number') checkSize(shape, value, path);
  if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`, 'u').test(String(value))) {
    throw invalid(
      `Value at '${path}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${shape.pattern}`,
    );
  }
}

function checkSize(shape: Shape, size: number, path: string): void {
  if (shape.max !== undefined && size > shape.max) {
    throw invalid(`Value at '${path}' failed to satisfy constraint: Member must be less than or equal to ${shape.max}`);
  }
  if (shape.min !== undefined && size < shape.min) {
    throw invalid(`Value at '${path}' failed to satisfy constraint: Member must be at least ${shape.min}`);
  }
}

function fits(type: string, value: unknown): boolean {
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'integer' || type === 'long') return Number.isInteger(value);
  if (type === 'double' || type === 'float' || type === 'timestamp') return typeof value === 'number';
  return typeof value === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(path: string, expected: string): AwsError {
  return new AwsError('SerializationException', `Value at '${path || 'input'}' is not a ${expected}`);
}

function at(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
