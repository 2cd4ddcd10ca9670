import { Failure } from '../../domain/failures.js';
import { launchToken, runId } from '../../domain/ids.js';
import { launchSpec } from '../../domain/launch-spec.js';
import type { Engine } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';

/** As long as any other. */
const anyRun = runId('0'.repeat(26));

/** What is known of a run before it is one. */
export type Wanted = Pick<Run, 'snapshot' | 'trigger'>;

/**
 * Why this cluster can never carry the run out (a GPU where there are none, more environment than fits): the request to
 * its engine is made as it will be, and thrown away. Undefined when it could be made.
 */
export function refusalOfTrial(engine: Pick<Engine, 'prepare'>, wanted: Wanted): string | undefined {
  try {
    engine.prepare(launchSpec({ id: anyRun, ...wanted }, { attempt: 1, token: launchToken(anyRun, 1, 1), labels: {} }));
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}
