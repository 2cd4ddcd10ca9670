import type { z } from 'zod';
import type { FieldError } from './refusal.js';

/** Turns a schema's complaints into one line per field, with paths like `resources.cpu`; unknown keys are named. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[], at: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap((issue) => ofIssue(issue, [...at, ...issue.path]));
}

function ofIssue(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): FieldError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: dotted([...path, key]), message: 'there is no such field' }));
  if (issue.code === 'invalid_union') return ofUnion(issue, path);
  if (issue.code === 'invalid_key') return [{ path: dotted(path), message: issue.issues[0]?.message ?? issue.message }];
  return [{ path: dotted(path), message: issue.message }];
}

// The branch that got furthest into the value is the one that was meant; where none did, all are told.
function ofUnion(issue: z.core.$ZodIssueInvalidUnion, path: readonly PropertyKey[]): FieldError[] {
  const meant = issue.errors.find((branch) =>
    branch.some((inner) => inner.code !== 'invalid_type' || inner.path.length > 0),
  );
  if (meant !== undefined) return fieldErrors(meant, path);
  const ways = [...new Set(issue.errors.flat().map((inner) => inner.message))];
  return [{ path: dotted(path), message: ways.length > 0 ? ways.join(', or ') : issue.message }];
}

const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.');
