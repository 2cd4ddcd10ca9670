import type { Account } from '../account.js';
import type { FakeContainer } from '../ecs/fake-container.js';
import type { Task } from '../ecs/task.js';
import { startFailures } from '../ecs/failure-words.js';
import type { OutputSink } from '../programs/program.js';
import { failedToStart } from '../ecs/task-end.js';
import { addLogGroup } from './log-group.js';
import type { LogStream } from './log-records.js';

/** CloudWatch's largest event less what it adds to each. */
const longestEvent = 256 * 1024 - 26;
/** Without `mode: blocking`, which is not the default, longer lines come in pieces of this size. */
const longestUnblocked = 16 * 1024;

/**
 * Where a container's output goes: with the awslogs driver into `prefix/container/taskId`, one event per line. Throws
 * TaskEnds when there is no such group.
 */
export function logSink(account: Account, task: Task, container: FakeContainer): OutputSink {
  const log = container.definition.logConfiguration;
  if (log?.logDriver !== 'awslogs') return () => undefined;
  const options = log.options ?? {};
  const name = options['awslogs-group'] ?? '';
  const missing = task.rule.start === 'log-group-missing' || !account.logGroups.has(name);
  if (missing && (task.rule.start !== undefined || options['awslogs-create-group'] !== 'true')) {
    throw failedToStart(startFailures['log-group-missing']);
  }
  const group = account.logGroups.get(name) ?? addLogGroup(account, name);
  const prefix = options['awslogs-stream-prefix'];
  const stream: LogStream = {
    name: prefix === undefined ? container.runtimeId : `${prefix}/${container.definition.name}/${task.id}`,
    createdAt: Date.now(),
    events: [],
    task,
  };
  group.streams.set(stream.name, stream);
  return lineWriter(stream, container, options.mode === 'blocking' ? longestEvent : longestUnblocked);
}

function lineWriter(stream: LogStream, container: FakeContainer, longest: number): OutputSink {
  const rests = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  const put = (line: Buffer) => {
    for (let from = 0; from < Math.max(line.length, 1); from += longest) {
      const now = Date.now();
      const message = line.subarray(from, from + longest).toString();
      // CloudWatch does not take an empty event.
      if (message !== '') stream.events.push({ timestamp: now, message, ingestionTime: now });
    }
  };
  container.whenStopped(() => Object.values(rests).forEach(put));
  return (chunk, from) => {
    let rest = Buffer.concat([rests[from], chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      put(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
    rests[from] = rest;
  };
}
