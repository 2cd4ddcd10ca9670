import { type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import type { Outcome } from '../../domain/outcome.js';
import type { WorkflowLook } from '../../domain/ports.js';

/** A workflow that was continued as new goes on under the same id; a paused one goes on when somebody lets it. */
const open = new Set<string>(['RUNNING', 'CONTINUED_AS_NEW', 'PAUSED', 'UNSPECIFIED', 'UNKNOWN']);

/** Whether a workflow is open, was never started, or how it was closed: in the words of whoever closed it. */
export async function lookAtWorkflow(handle: WorkflowHandle): Promise<WorkflowLook> {
  try {
    const { status } = await handle.describe();
    if (open.has(status.name)) return { kind: 'open' };
    if (status.name === 'COMPLETED') {
      // The run workflow's result is its outcome; absent when it found nothing to do.
      const outcome = (await handle.result()) as Outcome | undefined;
      return { kind: 'closed', how: 'Its workflow had completed.', outcome };
    }
    if (status.name === 'TERMINATED') return { kind: 'closed', how: await wordsOfTermination(handle) };
    return { kind: 'closed', how: `Its workflow was closed by Temporal (${status.name.toLowerCase()}).` };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'absent' };
    throw error;
  }
}

async function wordsOfTermination(handle: WorkflowHandle): Promise<string> {
  const { events } = await handle.fetchHistory();
  const last = events?.at(-1)?.workflowExecutionTerminatedEventAttributes;
  const by = last?.identity ? ` by ${last.identity}` : '';
  const reason = last?.reason ? `: ${last.reason}` : '.';
  return `Its workflow was terminated in Temporal${by}${reason}`;
}
