import { clientError } from '../aws-error.js';
import { lastPart, type Account } from '../account.js';
import { page } from '../page.js';
import { definitionDocument } from './register-task-definition.js';
import type { TaskDefinition } from './task-definition.js';

/** The definition that `family`, `family:revision` or an ARN means: without a revision, the newest ACTIVE one. */
export function definitionOf(account: Account, name: string): TaskDefinition | undefined {
  const key = lastPart(name);
  if (key.includes(':')) return account.definitions.get(key);
  return [...account.definitions.values()].filter((one) => one.family === key && one.status === 'ACTIVE').at(-1);
}

export function describeTaskDefinition(
  account: Account,
  input: { taskDefinition: string; include?: string[] },
): unknown {
  const definition = definitionOf(account, input.taskDefinition);
  if (!definition) throw clientError('Unable to describe task definition.');
  const tags = input.include?.includes('TAGS') === true ? { tags: definition.tags } : {};
  return { taskDefinition: definitionDocument(definition), ...tags };
}

export function deregisterTaskDefinition(account: Account, input: { taskDefinition: string }): unknown {
  if (!lastPart(input.taskDefinition).includes(':')) throw clientError('Invalid revision number. Number: null');
  const definition = definitionOf(account, input.taskDefinition);
  if (!definition)
    throw clientError(
      'The specified task definition does not exist. Specify a valid account, family, revision and try again.',
    );
  definition.status = 'INACTIVE';
  return { taskDefinition: definitionDocument(definition) };
}

type ListInput = { familyPrefix?: string; status?: string; sort?: string; nextToken?: string; maxResults?: number };

export function listTaskDefinitions(account: Account, input: ListInput): unknown {
  const arns = [...account.definitions.values()]
    .filter((one) => one.status === (input.status ?? 'ACTIVE'))
    .filter((one) => input.familyPrefix === undefined || one.family === input.familyPrefix)
    .map((one) => one.taskDefinitionArn);
  if (input.sort === 'DESC') arns.reverse();
  const { items, next } = page(arns, input.nextToken, input.maxResults ?? 100);
  return { taskDefinitionArns: items, nextToken: next };
}
