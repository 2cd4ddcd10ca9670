import { DescribeTasksCommand, ListTasksCommand, type Task } from '@aws-sdk/client-ecs';
import type { Aws } from './aws.js';

/** The most ids that one DescribeTasks takes. */
export const AT_ONCE = 100;

/** Tasks as ECS lists and describes them. */
export class Tasks {
  constructor(private readonly aws: Aws) {}

  /** The documents of those that ECS knows now, by ARN; at most 100. */
  async describe(cluster: string, tasks: readonly string[]): Promise<Map<string, Task>> {
    const call = { quota: 'describe', doing: 'describe tasks', action: 'ecs:DescribeTasks' } as const;
    const answer = await this.aws.askTo(call, (abortSignal) =>
      this.aws.ecs.send(new DescribeTasksCommand({ cluster, tasks: [...tasks] }), { abortSignal }),
    );
    return new Map((answer.tasks ?? []).flatMap((task) => (task.taskArn === undefined ? [] : [[task.taskArn, task]])));
  }

  /** All documents of a list of any length. */
  async describeAll(cluster: string, tasks: readonly string[]): Promise<Task[]> {
    const found: Task[] = [];
    for (let from = 0; from < tasks.length; from += AT_ONCE) {
      found.push(...(await this.describe(cluster, tasks.slice(from, from + AT_ONCE))).values());
    }
    return found;
  }

  /** The ARNs of all tasks of the cluster, or of those with this `startedBy`. */
  async list(cluster: string, startedBy?: string): Promise<string[]> {
    // Without a word ECS lists only what is to run; and `startedBy` takes no other filter beside it but this one.
    const [running, stopped] = [
      await this.#listed(cluster, 'RUNNING', startedBy),
      await this.#listed(cluster, 'STOPPED', startedBy),
    ];
    return [...new Set([...running, ...stopped])];
  }

  async #listed(
    cluster: string,
    desiredStatus: 'RUNNING' | 'STOPPED',
    startedBy: string | undefined,
  ): Promise<string[]> {
    const call = { quota: 'describe', doing: 'list tasks', action: 'ecs:ListTasks' } as const;
    const found: string[] = [];
    let nextToken: string | undefined;
    do {
      const input = { cluster, desiredStatus, startedBy, nextToken };
      const page = await this.aws.askTo(call, (abortSignal) =>
        this.aws.ecs.send(new ListTasksCommand(input), { abortSignal }),
      );
      found.push(...(page.taskArns ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return found;
  }
}
