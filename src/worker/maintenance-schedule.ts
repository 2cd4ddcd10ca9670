import { type Client, ScheduleAlreadyRunning } from '@temporalio/client';
import { maintenanceWorkflowId } from '../../domain/ids.js';
import { taskQueues, workflowTypes } from '../../workflows/messages.js';

/** Makes sure that the sweep runs each minute, one at a time; what an outage has missed is not made up for. */
export async function ensureMaintenanceSchedule(client: Client): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: maintenanceWorkflowId,
      spec: { intervals: [{ every: '1m' }] },
      policies: { overlap: 'SKIP', catchupWindow: '10s' },
      action: {
        type: 'startWorkflow',
        workflowType: workflowTypes.maintenance,
        workflowId: maintenanceWorkflowId,
        taskQueue: taskQueues.control,
        args: [],
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
