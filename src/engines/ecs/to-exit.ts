import type { Container, Task } from '@aws-sdk/client-ecs';
import { ranBetween, type Exit, type Observation } from '../../../domain/exit.js';
import type { Json } from '../../../domain/json.js';
import { CONTAINER } from './container-definition.js';
import { causeOf, isOomReason } from './cause-of.js';

/** What a task's document says of it now. A container counts as ended only when the whole task is STOPPED. */
export function toObservation(task: Task): Observation {
  switch (task.lastStatus) {
    case 'STOPPED':
      return { kind: 'ended', exit: toExit(task) };
    case 'PROVISIONING':
      return { kind: 'starting', phase: 'waiting for a machine (PROVISIONING)' };
    case 'PENDING':
    case 'ACTIVATING':
      return { kind: 'starting', phase: pendingPhase(task) };
    case undefined:
    default: // RUNNING, and the ways out: DEACTIVATING, STOPPING, DEPROVISIONING
      return task.startedAt === undefined
        ? { kind: 'starting', phase: `being stopped before it started (${task.lastStatus ?? 'no status'})` }
        : { kind: 'running', since: task.startedAt.getTime() };
  }
}

/** How a STOPPED task ended: the facts of its main container first, then those of the task. */
export function toExit(task: Task): Exit {
  const main = task.containers?.find(({ name }) => name === CONTAINER);
  const code = main?.exitCode;
  const stopCode = task.stopCode;
  const evidence = reasonsOf(main, task);
  const cause = causeOf({
    code,
    stopCode,
    stoppedReason: task.stoppedReason ?? '',
    text: evidence.join('\n'),
    hasContainers: (task.containers?.length ?? 0) > 0,
  });
  const endedAt = task.executionStoppedAt ?? task.stoppedAt;
  return {
    ...(code === undefined ? {} : { code }),
    // The agent says "out of memory" also of a command that coped with a child killed for it, and then ended well.
    outOfMemory: isOomReason(evidence.join('\n')) && code !== 0,
    endedByItself: stopCode === 'EssentialContainerExited' && code !== undefined,
    reasons: [...evidence, ...(cause?.hint === undefined ? [] : [cause.hint])],
    ...(cause?.code === undefined ? {} : { cause: cause.code }),
    ...(main?.imageDigest === undefined ? {} : { imageDigest: main.imageDigest }),
    ...ranBetween(task.startedAt?.getTime(), endedAt?.getTime()),
    document: documentOf(task),
  };
}

function pendingPhase({ pullStartedAt, pullStoppedAt }: Task): string {
  if (pullStartedAt === undefined) return 'preparing (PENDING)';
  return pullStoppedAt === undefined ? 'pulling image' : 'starting container';
}

function reasonsOf(main: Container | undefined, task: Task): string[] {
  const said = [main?.reason, task.stoppedReason, task.stopCode && `Stop code ${task.stopCode}.`];
  const words = said.flatMap((text) => (text === undefined || text === '' ? [] : [withoutQueries(text)]));
  return [...new Set(words)];
}

/** ECS forgets a stopped task after about an hour, so the whole of it is kept; what we asked for is in our request. */
function documentOf({ overrides: _, ...task }: Task): Json {
  return JSON.parse(withoutQueries(JSON.stringify(task))) as Json; // dates become text
}

/** Registries redirect to signed addresses: whoever has the query string may read the layer. */
export const withoutQueries = (message: string): string =>
  message.replace(/(https?:\/\/[^\s"'?\\]+)\?[^\s"'\\]*/g, '$1?…');
