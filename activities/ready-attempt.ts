import { INSTALLATION_LABEL, TOKEN_LABEL } from '../domain/engine.js';
import { fillCommand } from '../domain/fill-command.js';
import { launchToken } from '../domain/ids.js';
import { pinnedImage } from '../domain/pinned-image.js';
import type { Engine } from '../domain/ports.js';
import { currentAttempt, emptyLog, type Attempt, type Run } from '../domain/run.js';
import { runEnvironment } from '../domain/run-environment.js';

/** The next attempt of a run, with its request frozen. A refused try is followed by the next try of the same attempt. */
export function readyAttempt(run: Run, engine: Pick<Engine, 'prepare'>, installation: string, now: number): Attempt {
  const last = currentAttempt(run);
  const wasRefused = last !== undefined && last.exit === undefined && last.failure === undefined;
  const number = wasRefused ? last.number : (last?.number ?? 0) + 1;
  const tryNumber = wasRefused ? last.try + 1 : 1;
  const token = launchToken(run.id, number, tryNumber);
  const { name, image, imageDigest, command, parameters, resources, limits } = run.snapshot;
  const request = engine.prepare({
    runId: run.id,
    attempt: number,
    token,
    name,
    image: image === undefined || imageDigest === undefined ? image : pinnedImage(image, imageDigest),
    command: fillCommand(command, parameters),
    env: runEnvironment(run),
    resources,
    stopGraceSeconds: limits.stopGraceSeconds,
    labels: {
      [INSTALLATION_LABEL]: installation,
      [TOKEN_LABEL]: token,
      'flotilla.run': run.id,
      'flotilla.job': name,
      'flotilla.owner': run.owner,
      'flotilla.group': run.group,
    },
  });
  return { number, try: tryNumber, token, grantedAt: now, request, log: emptyLog };
}
