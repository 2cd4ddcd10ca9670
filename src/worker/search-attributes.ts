import type { Client } from '@temporalio/client';
import { searchAttributes } from '../../workflows/messages.js';

/** Temporal's number for a search attribute of the kind Keyword. */
const KEYWORD = 2;

/** Makes sure that the search attributes of runs exist: a workflow that names an unknown one is refused. */
export async function ensureSearchAttributes(client: Client, namespace: string): Promise<void> {
  const { operatorService } = client.connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes).filter((name) => customAttributes[name] === undefined);
  if (missing.length === 0) return;
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
  });
}
