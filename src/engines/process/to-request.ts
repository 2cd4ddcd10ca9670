import { z } from 'zod';
import type { LaunchSpec } from '../../../domain/engine.js';
import type { Json } from '../../../domain/json.js';
import { plainIn, secretsIn } from '../../../domain/secrets.js';

const Request = z.object({
  argv: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  secrets: z.array(z.object({ variable: z.string(), secret: z.string() })),
  labels: z.record(z.string(), z.string()),
});
/** What the supervisor is told to run. Of secrets the names only: their values are looked up at the launch and never kept. */
export type ProcessRequest = z.infer<typeof Request>;

/** Our words in the words of this engine. Pure; the image and the resources have no meaning for a bare process. */
export function toRequest(spec: LaunchSpec): Json {
  return {
    argv: typeof spec.command === 'string' ? ['/bin/sh', '-ec', spec.command] : [...spec.command],
    env: {
      ...plainIn(spec.env),
      FLOTILLA_RUN_ID: spec.runId,
      FLOTILLA_JOB: spec.name,
      FLOTILLA_ATTEMPT: String(spec.attempt),
    },
    secrets: [...secretsIn(spec.env)],
    labels: { ...spec.labels },
  } satisfies ProcessRequest;
}

/** Reads back what `toRequest` made, after its time in the store. */
export const readRequest = (request: Json): ProcessRequest => Request.parse(request);
