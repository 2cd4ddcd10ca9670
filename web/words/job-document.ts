import type { z } from 'zod';
import { JobDocument, type JobView } from '../../domain/contract/jobs.js';
import { stringify } from 'yaml';

export type JobDocumentInput = z.input<typeof JobDocument>;

/** The document that makes this job, without what is default anyway: short enough to read and to keep in a repository. */
export function jobDocument({
  name,
  group,
  description,
  tags,
  spec,
}: Pick<JobView, 'name' | 'group' | 'description' | 'tags' | 'spec'>): JobDocumentInput {
  return withoutDefaults({ name, group, description, tags, ...spec } as JobDocumentInput); // retry.on was checked when it was saved
}

/** Leaves out every field that says what would hold without it. */
export function withoutDefaults(document: JobDocumentInput): JobDocumentInput {
  const defaults: Record<string, unknown> = JobDocument.parse({ name: 'any', command: 'any' });
  const differs = ([name, value]: [string, unknown]): boolean =>
    value !== undefined && (name === 'name' || name === 'command' || !isSame(value, defaults[name]));
  const kept = Object.entries(document).filter(differs);
  return Object.fromEntries(
    kept.map(([name, value]) => [
      name,
      isRecord(value) && isRecord(defaults[name]) && name !== 'env' && name !== 'parameters'
        ? fieldsThatDiffer(value, defaults[name])
        : value,
    ]),
  ) as JobDocumentInput; // fields were only taken away
}

/** As YAML, in the order in which one thinks of a job. */
export function jobYaml(document: object): string {
  const order = [
    'name',
    'group',
    'description',
    'tags',
    'image',
    'command',
    'parameters',
    'env',
    'resources',
    'cluster',
    'limits',
    'retry',
    'concurrency',
  ];
  const place = (name: string) => order.indexOf(name) + 1 || order.length + 1;
  const sorted = Object.entries(document).sort(([a], [b]) => place(a) - place(b));
  return stringify(Object.fromEntries(sorted), { lineWidth: 0 });
}

const fieldsThatDiffer = (value: Record<string, unknown>, defaults: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value).filter(([name, field]) => field !== undefined && !isSame(field, defaults[name])),
  );

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
