import type { Account } from '../account.js';
import type { FakeContainer } from './fake-container.js';
import type { Task } from './task.js';
import { startFailures } from './failure-words.js';
import { failedToStart } from './task-end.js';

/** The secrets of a container by the names of their variables; throws TaskEnds when one of them is not there. */
export function readSecrets(account: Account, task: Task, container: FakeContainer): Record<string, string> {
  const wanted = container.definition.secrets ?? [];
  if (task.rule.start === 'secret-missing') throw secretMissing(wanted[0]?.valueFrom ?? 'of the chaos plan');
  const known = account.setup.secrets;
  return Object.fromEntries(
    wanted.map(({ name, valueFrom }) => {
      const value = known[valueFrom];
      if (value === undefined) throw secretMissing(valueFrom);
      return [name, value];
    }),
  );
}

function secretMissing(secret: string) {
  return failedToStart(startFailures['secret-missing'].replace('{secret}', secret));
}
