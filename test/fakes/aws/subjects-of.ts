import { lastPart, type Account } from './account.js';
import type { Subject } from './chaos.js';
import { definitionOf } from './ecs/task-definitions.js';

type AnyInput = {
  cluster?: string;
  startedBy?: string;
  taskDefinition?: string;
  family?: string;
  task?: string;
  tasks?: string[];
  logStreamName?: string;
};

/** What a call is about, for the rules of a chaos plan: its tasks where it names some, else what stands in the call. */
export function subjectsOf(account: Account, input: AnyInput): Subject[] {
  const ids = [input.task, input.logStreamName, ...(input.tasks ?? [])].flatMap((one) => one ?? []).map(lastPart);
  const tasks = [...account.tasks.values()].filter((task) => ids.includes(task.id));
  if (tasks.length > 0) return tasks.map((task) => task.subject);
  const definition = input.taskDefinition === undefined ? undefined : definitionOf(account, input.taskDefinition);
  return [
    {
      cluster: lastPart(input.cluster ?? 'default'),
      startedBy: input.startedBy,
      family: definition?.family ?? input.family,
      image: definition?.containerDefinitions[0]?.image,
    },
  ];
}
