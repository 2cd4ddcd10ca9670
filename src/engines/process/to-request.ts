import { z } from 'zod';
import type { LaunchSpec } from '../../../domain/engine.js';
import type { Json } from '../../../domain/json.js';

const Request = z.object({
  argv: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  secrets: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
});
/** What the supervisor is told to run. Secrets are names only: no provider can resolve them for this engine yet. */
export type ProcessRequest = z.infer<typeof Request>;

/** Our words in the words of this engine. Pure; the image and the resources have no meaning for a bare process. */
export function toRequest(spec: LaunchSpec): Json {
  const env: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(spec.env)) {
    if (typeof value === 'string') env[name] = value;
    else secrets.push(value.secret);
  }
  return {
    argv: typeof spec.command === 'string' ? ['/bin/sh', '-ec', spec.command] : [...spec.command],
    env: {
      ...env,
      FLOTILLA_RUN_ID: spec.runId,
      FLOTILLA_JOB: spec.name,
      FLOTILLA_ATTEMPT: String(spec.attempt),
    },
    secrets,
    labels: { ...spec.labels },
  } satisfies ProcessRequest;
}

/** Reads back what `toRequest` made, after its time in the store. */
export const readRequest = (request: Json): ProcessRequest => Request.parse(request);
