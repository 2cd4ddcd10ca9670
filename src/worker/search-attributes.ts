import { type Client, isGrpcServiceError } from '@temporalio/client';
import { searchAttributes } from '../../workflows/messages.js';

/** Temporal's number for a search attribute of the kind Keyword. */
const KEYWORD = 2;

/** How gRPC says that this question is not for us: PERMISSION_DENIED, UNIMPLEMENTED. */
const notForUs = new Set<number>([7, 12]);

/**
 * Makes sure that the search attributes of runs exist: a workflow that names an unknown one is refused. Answers whether they
 * do, or that it may not be known: Temporal Cloud, and a server with an authorizer, keep this for their operators.
 */
export async function ensureSearchAttributes(client: Client, namespace: string): Promise<'there' | 'unknown'> {
  const { operatorService } = client.connection;
  let known;
  try {
    known = await operatorService.listSearchAttributes({ namespace });
  } catch (error) {
    if (isGrpcServiceError(error) && notForUs.has(error.code)) return 'unknown';
    throw error;
  }
  const { customAttributes } = known;
  const missing = Object.values(searchAttributes).filter((name) => customAttributes[name] === undefined);
  if (missing.length === 0) return 'there';
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
  });
  return 'there';
}
