import type { Task } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { Failure } from '../../../domain/failures.js';
import type { Json } from '../../../domain/json.js';

const Handle = z.object({
  cluster: z.string(),
  task: z.string(),
  /** The revision it runs: where its log goes is written there, whatever the cluster's settings say by now. */
  definition: z.string(),
  /** When it was made: until some minutes later, "not found" means "not visible yet". */
  createdAt: z.number(),
});

/** How a task is found again; the same for the same task, whoever found it and when. */
export type Handle = z.output<typeof Handle>;

export const readHandle = (handle: Json): Handle => Handle.parse(handle);

/** The handle of a task as ECS shows it. */
export function handleOf({ clusterArn, taskArn, taskDefinitionArn, createdAt }: Task): Handle {
  if (clusterArn === undefined || taskArn === undefined || taskDefinitionArn === undefined) {
    throw new Failure('engine-error', 'ECS showed a task without its names.');
  }
  return { cluster: clusterArn, task: taskArn, definition: taskDefinitionArn, createdAt: createdAt?.getTime() ?? 0 };
}
