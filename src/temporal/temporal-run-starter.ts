import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import {
  cleanupWorkflowId,
  isUlid,
  runId as asRunId,
  runWorkflowId,
  semaphoreWorkflowId,
  type RunId,
} from '../../domain/ids.js';
import { FIRST_GENERATION, type Lease } from '../../domain/lease.js';
import { RunStarter, type WorkflowLook } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import {
  cancelSignalName,
  grantedSignalName,
  searchAttributes,
  taskQueues,
  workflowTypes,
  type GrantedSignal,
} from '../../workflows/messages.js';
import { lookAtWorkflow } from './look-at-workflow.js';
import type { StartTrickle } from './start-trickle.js';

const keys = {
  job: defineSearchAttributeKey(searchAttributes.job, 'KEYWORD'),
  cluster: defineSearchAttributeKey(searchAttributes.cluster, 'KEYWORD'),
  owner: defineSearchAttributeKey(searchAttributes.owner, 'KEYWORD'),
};

const READY_MILLISECONDS = 3_000;

/** Starts and steers the workflows of runs by Temporal's client. One workflow id per run, never used twice. */
export class TemporalRunStarter extends RunStarter {
  constructor(
    private readonly client: Client,
    private readonly trickle: StartTrickle,
  ) {
    super();
  }

  override async start(run: Pick<Run, 'id' | 'snapshot' | 'owner'>): Promise<'started' | 'closed'> {
    const options = runOptions(run.id, run.snapshot.name, run.snapshot.cluster, run.owner);
    try {
      await this.client.workflow.start(workflowTypes.run, { ...options, workflowIdConflictPolicy: 'USE_EXISTING' });
      return 'started';
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'closed';
      throw error;
    }
  }

  override startSoon(run: Pick<Run, 'id' | 'snapshot' | 'owner'>): void {
    this.trickle.offer(run, () => this.start(run));
  }

  override async granted(
    lease: Pick<Lease, 'runId' | 'cluster' | 'name' | 'owner' | 'generation'>,
  ): Promise<'delivered' | 'closed'> {
    const signal: GrantedSignal = { generation: lease.generation };
    const options = runOptions(lease.runId, lease.name, lease.cluster, lease.owner);
    if (lease.generation === FIRST_GENERATION && (await this.#startGranted(options))) return 'delivered';
    return this.#signal(options, grantedSignalName, [signal]);
  }

  /**
   * Most runs have no workflow before their first grant. It needs no signal: it finds its lease granted. And its first
   * step comes back with the answer to a worker that can take it, which saves the server a task and the run the wait for it.
   */
  #startGranted(options: ReturnType<typeof runOptions>): Promise<boolean> {
    return isFirst(
      this.client.workflow.start(workflowTypes.run, {
        ...options,
        workflowIdConflictPolicy: 'FAIL',
        requestEagerStart: true,
      }),
    );
  }

  override async cancel(run: Pick<Run, 'id' | 'snapshot' | 'owner'>): Promise<'delivered' | 'closed'> {
    const options = runOptions(run.id, run.snapshot.name, run.snapshot.cluster, run.owner);
    return this.#signal(options, cancelSignalName, []);
  }

  override async ensureSemaphore(cluster: string): Promise<void> {
    await this.client.workflow.start(workflowTypes.clusterSemaphore, {
      taskQueue: taskQueues.control,
      workflowId: semaphoreWorkflowId(cluster),
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [cluster],
      staticSummary: `Queue of cluster ${cluster}`,
    });
  }

  override async cleanup(runId: RunId, evidence: string): Promise<boolean> {
    return isFirst(
      this.client.workflow.start(workflowTypes.cleanup, {
        taskQueue: taskQueues.control,
        workflowId: cleanupWorkflowId(runId),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        args: [runId, evidence],
        staticSummary: `Tidy up after run ${runId}`,
      }),
    );
  }

  override look(runId: RunId): Promise<WorkflowLook> {
    return lookAtWorkflow(this.client.workflow.getHandle(runWorkflowId(runId)));
  }

  override async *closedByForce(since: number): AsyncIterable<RunId> {
    const query = `WorkflowType = '${workflowTypes.run}' AND ExecutionStatus IN ('Terminated', 'TimedOut', 'Failed') AND CloseTime > '${new Date(since).toISOString()}'`;
    for await (const { workflowId } of this.client.workflow.list({ query, pageSize: 200 })) {
      const id = workflowId.slice(workflowId.indexOf('/') + 1);
      if (isUlid(id)) yield asRunId(id);
    }
  }

  override async check(): Promise<void> {
    await this.client.connection.withDeadline(Date.now() + READY_MILLISECONDS, () =>
      this.client.workflowService.getSystemInfo({}),
    );
  }

  async #signal(
    options: ReturnType<typeof runOptions>,
    signal: string,
    signalArgs: unknown[],
  ): Promise<'delivered' | 'closed'> {
    try {
      await this.client.workflow.signalWithStart(workflowTypes.run, { ...options, signal, signalArgs });
      return 'delivered';
    } catch (error) {
      // Never started anew: a closed workflow has had its say, and what it left behind is for the clean-up.
      if (error instanceof WorkflowExecutionAlreadyStartedError || error instanceof WorkflowNotFoundError)
        return 'closed';
      throw error;
    }
  }
}

/** False where a workflow with this id is there already. */
async function isFirst(start: Promise<unknown>): Promise<boolean> {
  try {
    await start;
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

const runOptions = (id: RunId, name: string, cluster: string, owner: string) => ({
  taskQueue: taskQueues.control,
  workflowId: runWorkflowId(id),
  workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
  args: [id],
  staticSummary: `${name} on ${cluster}`,
  typedSearchAttributes: new TypedSearchAttributes([
    { key: keys.job, value: name },
    { key: keys.cluster, value: cluster },
    { key: keys.owner, value: owner },
  ]),
});
