import type { LaunchSpec } from './engine.js';
import { fillCommand } from './fill-command.js';
import type { LaunchToken } from './ids.js';
import { pinnedImage } from './pinned-image.js';
import type { Run } from './run.js';
import { runEnvironment } from './run-environment.js';

/** Which try it is that is asked for, and how it is marked. */
interface Try extends Pick<LaunchSpec, 'labels'> {
  readonly attempt: number;
  readonly token: LaunchToken;
}

/** What an engine is to start for a run: the same when a run is tried before it is accepted as when it is launched. */
export function launchSpec(run: Pick<Run, 'id' | 'snapshot' | 'trigger'>, { attempt, token, labels }: Try): LaunchSpec {
  const { name, image, imageDigest, command, parameters, resources, limits } = run.snapshot;
  return {
    runId: run.id,
    attempt,
    token,
    name,
    ...(image === undefined ? {} : { image: imageDigest === undefined ? image : pinnedImage(image, imageDigest) }),
    command: fillCommand(command, parameters),
    env: runEnvironment(run),
    resources,
    stopGraceSeconds: limits.stopGraceSeconds,
    labels,
  };
}
