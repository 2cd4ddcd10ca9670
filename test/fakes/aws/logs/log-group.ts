import { AwsError, invalid } from '../aws-error.js';
import { accountId, type Account } from '../account.js';
import type { LogGroup } from './log-records.js';

/** Puts a log group into the account. */
export function addLogGroup(account: Account, name: string): LogGroup {
  const group: LogGroup = { name, createdAt: Date.now(), retentionInDays: undefined, streams: new Map() };
  account.logGroups.set(name, group);
  return group;
}

/** The group that a call means by name or ARN; refuses one that is not there. */
export function logGroupOf(account: Account, input: { logGroupName?: string; logGroupIdentifier?: string }): LogGroup {
  const { logGroupName, logGroupIdentifier } = input;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw invalid('LogGroup name and LogGroup identifier cannot both be set.');
  }
  const name = logGroupName ?? logGroupIdentifier?.split(':log-group:').at(-1);
  if (name === undefined) throw invalid('At least one of LogGroup name or LogGroup identifier must be set.');
  const group = account.logGroups.get(name);
  if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

/** The group's ARN, with the `:*` that CloudWatch Logs puts behind it. */
export function logGroupArn(account: Account, name: string): string {
  return `arn:aws:logs:${account.region}:${accountId}:log-group:${name}:*`;
}
