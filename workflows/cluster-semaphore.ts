import { continueAsNew, setCurrentDetails } from '@temporalio/workflow';
import { allocating } from './activities.js';

/**
 * The capacity semaphore of one cluster: exactly one allocator, for as long as the cluster exists. All its work is in
 * one long activity, so that its history does not grow with the grants.
 */
export async function clusterSemaphore(cluster: string): Promise<void> {
  setCurrentDetails(`Grants the capacity of **${cluster}** to the runs that wait for it.`);
  const end = await allocating.allocate(cluster);
  if (end !== 'cluster-removed') await continueAsNew<typeof clusterSemaphore>(cluster);
}
