import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** Where everything of a running `npm start` is; in the data folder while it serves, for the command line and for people. */
export const Endpoints = z.object({
  page: z.string(),
  api: z.string(),
  docs: z.string(),
  temporal: z.string(),
  temporalUi: z.string().optional(),
  mongodb: z.string(),
  mongodbKind: z.enum(['mongod', 'stand-in', 'external']),
  processes: z.record(z.string(), z.number()),
});
export type Endpoints = z.infer<typeof Endpoints>;

/** Writes the file in one piece, readable for its owner only. */
export function writeEndpoints(path: string, endpoints: Endpoints): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(endpoints, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

export function readEndpoints(path: string): Endpoints | undefined {
  try {
    return Endpoints.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

export function removeEndpoints(path: string): void {
  rmSync(path, { force: true });
}

/** The address of a database without its password, which has no business in a file or on a screen. */
export function withoutPassword(uri: string): string {
  return uri.replace(/^([a-z+]+:\/\/)[^@/]*@/, '$1…@');
}
