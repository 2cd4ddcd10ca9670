import { StopTaskCommand } from '@aws-sdk/client-ecs';
import type { Aws } from './aws.js';
import { nameOf, wordsOf } from './aws-errors.js';
import { OUR_REASON } from './cause-of.js';
import type { Handle } from './handle.js';

const MAX_REASON = 255;

/** Asks ECS to stop the task. Signal, grace and kill are then ECS's, by the `stopTimeout` that the task began with. */
export async function stopTask(
  aws: Aws,
  { cluster, task }: Handle,
  reason: string,
): Promise<'stopping' | 'already-ended'> {
  const call = { quota: 'run', doing: 'stop the task', action: 'ecs:StopTask' } as const;
  const input = { cluster, task, reason: (OUR_REASON + reason).slice(0, MAX_REASON) };
  try {
    const { task: seen } = await aws.ask(call, (abortSignal) =>
      aws.ecs.send(new StopTaskCommand(input), { abortSignal }),
    );
    return seen?.lastStatus === 'STOPPED' ? 'already-ended' : 'stopping';
  } catch (error) {
    const isGone = nameOf(error) === 'InvalidParameterException' && /not found/i.test(wordsOf(error));
    if (isGone || nameOf(error) === 'ClusterNotFoundException') return 'already-ended';
    throw aws.failure(error, call);
  }
}
