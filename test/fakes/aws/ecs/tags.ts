import { AwsError } from '../aws-error.js';
import type { Account } from '../account.js';
import type { Tag } from './cluster-record.js';

export function tagResource(account: Account, input: { resourceArn: string; tags: Tag[] }): unknown {
  const resource = taggedResource(account, input.resourceArn);
  const keys = input.tags.map((tag) => tag.key);
  resource.tags = [...resource.tags.filter((tag) => !keys.includes(tag.key)), ...input.tags];
  return {};
}

export function untagResource(account: Account, input: { resourceArn: string; tagKeys: string[] }): unknown {
  const resource = taggedResource(account, input.resourceArn);
  resource.tags = resource.tags.filter((tag) => !input.tagKeys.includes(tag.key));
  return {};
}

export function listTagsForResource(account: Account, input: { resourceArn: string }): unknown {
  return { tags: taggedResource(account, input.resourceArn).tags };
}

function taggedResource(account: Account, arn: string): { tags: Tag[] } {
  const found =
    account.tasks.get(arn) ??
    [...account.clusters.values()].find((one) => one.arn === arn) ??
    [...account.definitions.values()].find((one) => one.taskDefinitionArn === arn);
  if (!found) throw new AwsError('InvalidParameterException', 'The specified resource was not found.');
  return found;
}
