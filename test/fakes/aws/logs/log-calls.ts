import { AwsError, invalid } from '../aws-error.js';
import type { Account } from '../account.js';
import { page } from '../page.js';
import { readable, ruleOf } from './get-log-events.js';
import { addLogGroup, logGroupArn, logGroupOf } from './log-group.js';
import type { LogEvent, LogStream } from './log-records.js';

const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export function createLogGroup(account: Account, input: { logGroupName: string }): unknown {
  if (account.logGroups.has(input.logGroupName)) throw alreadyThere('log group');
  addLogGroup(account, input.logGroupName);
  return {};
}

export function deleteLogGroup(account: Account, input: { logGroupName: string }): unknown {
  account.logGroups.delete(logGroupOf(account, input).name);
  return {};
}

export function putRetentionPolicy(
  account: Account,
  input: { logGroupName: string; retentionInDays: number },
): unknown {
  const group = logGroupOf(account, input);
  if (!retentions.includes(input.retentionInDays)) {
    throw invalid(
      `1 validation error detected: Value '${input.retentionInDays}' at 'retentionInDays' is not one of [${retentions.join(', ')}]`,
    );
  }
  group.retentionInDays = input.retentionInDays;
  return {};
}

type GroupsInput = { logGroupNamePrefix?: string; nextToken?: string; limit?: number };

export function describeLogGroups(account: Account, input: GroupsInput): unknown {
  const groups = [...account.logGroups.values()]
    .filter((group) => group.name.startsWith(input.logGroupNamePrefix ?? ''))
    .map((group) => ({
      logGroupName: group.name,
      creationTime: group.createdAt,
      retentionInDays: group.retentionInDays,
      metricFilterCount: 0,
      arn: logGroupArn(account, group.name),
      logGroupArn: logGroupArn(account, group.name).slice(0, -2),
      storedBytes: 0,
    }));
  const { items, next } = page(groups, input.nextToken, input.limit ?? 50);
  return { logGroups: items, nextToken: next };
}

export function createLogStream(account: Account, input: { logGroupName: string; logStreamName: string }): unknown {
  const { streams } = logGroupOf(account, input);
  if (streams.has(input.logStreamName)) throw alreadyThere('log stream');
  streams.set(input.logStreamName, { name: input.logStreamName, createdAt: Date.now(), events: [], task: undefined });
  return {};
}

type StreamsInput = {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logStreamNamePrefix?: string;
  nextToken?: string;
  limit?: number;
};

export function describeLogStreams(account: Account, input: StreamsInput): unknown {
  const streams = [...logGroupOf(account, input).streams.values()]
    .filter(
      (stream) => stream.name.startsWith(input.logStreamNamePrefix ?? '') && ruleOf(account, stream).lost !== true,
    )
    .map((stream) => ({
      logStreamName: stream.name,
      creationTime: stream.createdAt,
      firstEventTimestamp: stream.events[0]?.timestamp,
      lastEventTimestamp: stream.events.at(-1)?.timestamp,
      lastIngestionTime: stream.events.at(-1)?.ingestionTime,
      storedBytes: 0,
    }));
  const { items, next } = page(streams, input.nextToken, input.limit ?? 50);
  return { logStreams: items, nextToken: next };
}

type PutInput = { logGroupName: string; logStreamName: string; logEvents: { timestamp: number; message: string }[] };

export function putLogEvents(account: Account, input: PutInput): unknown {
  const stream = logGroupOf(account, input).streams.get(input.logStreamName);
  if (!stream) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  const inOrder = input.logEvents.every((event, n) => event.timestamp >= (input.logEvents[n - 1]?.timestamp ?? 0));
  if (!inOrder) throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  const ingestionTime = Date.now();
  stream.events.push(...input.logEvents.map((event) => ({ ...event, ingestionTime })));
  return { nextSequenceToken: String(stream.events.length).padStart(56, '0') };
}

type FilterInput = {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logStreamNames?: string[];
  logStreamNamePrefix?: string;
  startTime?: number;
  endTime?: number;
  filterPattern?: string;
  nextToken?: string;
  limit?: number;
};

export function filterLogEvents(account: Account, input: FilterInput): unknown {
  const events = [...logGroupOf(account, input).streams.values()]
    .filter((stream) => input.logStreamNames === undefined || input.logStreamNames.includes(stream.name))
    .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ''))
    .flatMap((stream) => readable(stream, ruleOf(account, stream)).map((event, n) => withId(stream, event, n)))
    .filter((event) => event.timestamp >= (input.startTime ?? 0) && event.timestamp < (input.endTime ?? Infinity))
    .filter((event) => event.message.includes((input.filterPattern ?? '').replaceAll('"', '')))
    .sort((a, b) => a.timestamp - b.timestamp);
  const { items, next } = page(events, input.nextToken, input.limit ?? 10_000);
  return { events: items, nextToken: next, searchedLogStreams: [] };
}

function withId(stream: LogStream, event: LogEvent, n: number) {
  return { ...event, logStreamName: stream.name, eventId: `${event.timestamp}${String(n).padStart(43, '0')}` };
}

function alreadyThere(what: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', `The specified ${what} already exists`);
}
