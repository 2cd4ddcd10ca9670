import { WorkflowNotFoundError } from '@temporalio/client';
import { runId, runWorkflowId, semaphoreWorkflowId } from '../../domain/ids.js';
import { grantedSignalName, taskQueues, workflowTypes } from '../../workflows/messages.js';
import type { CuttableLine } from './cuttable-line.js';
import type { Dice } from './dice.js';
import type { Scene } from './scene.js';
import type { World } from './world.js';

/** Something bad that happens to the runs of one cluster. */
export interface ClusterFault {
  readonly name: string;
  strike(scene: Scene, dice: Dice): Promise<void>;
}

/** Something bad that happens to everybody. */
export interface WorldFault {
  readonly name: string;
  strike(world: World, line: CuttableLine, dice: Dice): Promise<void>;
}

export const workerNames = ['worker', 'second worker'] as const;

const terminatedRun: ClusterFault = {
  name: "a run is terminated with Temporal's own tools",
  async strike(scene, dice) {
    const victim = dice.pick(await scene.live());
    if (victim === undefined) return;
    scene.disturb(victim.id);
    await ifThere(handleOf(scene, victim.id).terminate('a test was curious'));
    await scene.world.sweep();
  },
};

const resetRun: ClusterFault = {
  name: 'a run is reset to its beginning',
  async strike(scene, dice) {
    const victim = dice.pick((await scene.live()).filter(({ state }) => state !== 'queued'));
    if (victim !== undefined) await scene.world.reset(runWorkflowId(runId(victim.id)));
  },
};

const terminatedSemaphore: ClusterFault = {
  name: 'the semaphore is terminated',
  async strike({ world, cluster }) {
    await ifThere(world.temporal.workflow.getHandle(semaphoreWorkflowId(cluster)).terminate('a test was curious'));
    await world.sweep();
  },
};

const repeatedGrants: ClusterFault = {
  name: 'grants are delivered twice, late and for nothing',
  async strike(scene) {
    for (const { id } of await scene.live())
      for (const generation of [0, 1, 1, 7])
        await ifThere(handleOf(scene, id).signal(grantedSignalName, { generation }));
  },
};

const twoAllocators: ClusterFault = {
  name: 'two allocators are at work at once',
  async strike({ world, cluster }, dice) {
    const twin = await world.temporal.workflow.start(workflowTypes.clusterSemaphore, {
      taskQueue: taskQueues.control,
      workflowId: `twin/${cluster}/${dice.between(0, 1e9)}`,
      args: [cluster],
    });
    await dice.pause(2_000);
    await twin.terminate('they have fought for long enough');
  },
};

const cancelledRun: ClusterFault = {
  name: 'a run is cancelled',
  async strike(scene, dice) {
    const victim = dice.pick(await scene.live());
    if (victim === undefined) return;
    scene.disturb(victim.id);
    await scene.world.api.raw('POST', `/runs/${victim.id}/cancel`, {});
  },
};

const killedWorker: WorldFault = {
  name: 'a worker is killed',
  async strike(world, _, dice) {
    const name = dice.pick(workerNames) ?? 'worker';
    await world.kill(name);
    await world.startPart('worker', name);
  },
};

const replacedWorker: WorldFault = {
  name: 'a worker is stopped in an orderly way while the other one takes over',
  async strike(world, _, dice) {
    const name = dice.pick(workerNames) ?? 'worker';
    await world.stopPart(name);
    await world.startPart('worker', name);
  },
};

const absentStore: WorldFault = {
  name: 'the store is away',
  async strike(_, line, dice) {
    line.cut();
    await dice.pause(5_000);
    line.mend();
  },
};

export const clusterFaults = [
  terminatedRun,
  resetRun,
  terminatedSemaphore,
  repeatedGrants,
  twoAllocators,
  cancelledRun,
] as const;
export const worldFaults = { killedWorker, replacedWorker, absentStore } as const;

const handleOf = (scene: Scene, id: string) => scene.world.temporal.workflow.getHandle(runWorkflowId(runId(id)));

/** A workflow that has not begun or is over cannot be struck; that happens when the moment is left to chance. */
async function ifThere(deed: Promise<unknown>): Promise<void> {
  await deed.catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  });
}
