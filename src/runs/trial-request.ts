import { Failure } from '../../domain/failures.js';
import { fillCommand } from '../../domain/fill-command.js';
import { launchToken, runId } from '../../domain/ids.js';
import type { Engine } from '../../domain/ports.js';
import type { RunSnapshot } from '../../domain/run.js';

/** As long as any other. */
const anyRun = runId('0'.repeat(26));

/**
 * Why this cluster can never carry the run out (a GPU where there are none, more environment than fits): the request to
 * its engine is made as it will be, and thrown away. Undefined when it could be made.
 */
export function refusalOfTrial(engine: Pick<Engine, 'prepare'>, snapshot: RunSnapshot): string | undefined {
  const { name, image, command, parameters, env, resources, limits } = snapshot;
  try {
    engine.prepare({
      runId: anyRun,
      attempt: 1,
      token: launchToken(anyRun, 1, 1),
      name,
      ...(image === undefined ? {} : { image }),
      command: fillCommand(command, parameters),
      env,
      resources,
      stopGraceSeconds: limits.stopGraceSeconds,
      labels: {},
    });
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}
