import type { FakeContainer } from './fake-container.js';
import type { FakeTask } from './fake-task.js';
import { startFailures } from './failure-words.js';
import { failedToStart } from './task-end.js';

/** The secrets of a container by the names of their variables; throws TaskEnds when one of them is not there. */
export function readSecrets(task: FakeTask, container: FakeContainer): Record<string, string> {
  const wanted = container.definition.secrets ?? [];
  return Object.fromEntries(
    wanted.map(({ name, valueFrom }) => {
      const value = task.account.setup.secrets[valueFrom];
      if (value === undefined || task.rule.start === 'secret-missing') throw secretMissing(valueFrom);
      return [name, value];
    }),
  );
}

function secretMissing(secret: string) {
  return failedToStart(startFailures['secret-missing'].replace('{secret}', secret));
}
