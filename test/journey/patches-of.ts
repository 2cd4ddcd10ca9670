import type { WorkflowHandle } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';

const changes = defineSearchAttributeKey('TemporalChangeVersion', 'KEYWORD_LIST');

/** The patches that this workflow's history has in it. */
export async function patchesOf(workflow: WorkflowHandle): Promise<readonly string[]> {
  return (await workflow.describe()).typedSearchAttributes.get(changes) ?? [];
}
