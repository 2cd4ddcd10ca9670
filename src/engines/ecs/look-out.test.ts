import type { Task } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import type { Observation } from '../../../domain/exit.js';
import { LookOut } from './look-out.js';

const handle = { cluster: 'c', task: 'arn:aws:ecs:eu-test-1:1:task/c/1', definition: 'x:1', createdAt: 0 };
const running: Task = { taskArn: handle.task, lastStatus: 'RUNNING', startedAt: new Date(5) };
const seenRunning: Observation = { kind: 'running', since: 5 };

/** ECS answers with what the list holds, call by call. */
function lookOut(...answers: Task[][]): LookOut {
  const describeTasks = async () => new Map((answers.shift() ?? []).map((task) => [task.taskArn ?? '', task]));
  return new LookOut({ describe: describeTasks } as never, { collectMs: 0, freshMs: 60_000 }); // of tasks it asks only this
}

describe('the look-out', () => {
  test('believes what it saw of a task that is being stopped against an answer that leaves it out', async () => {
    const look = lookOut([running], []);
    expect(await look.observe(handle)).toEqual(seenRunning);
    look.expire(handle.task);
    expect(await look.observe(handle)).toEqual(seenRunning);
  });

  test('tells who listens that a task has ended after it was stopped', async () => {
    const look = lookOut([running], [{ ...running, lastStatus: 'STOPPED' }]);
    await look.observe(handle);
    const heard: string[] = [];
    look.listen(handle.task, () => heard.push('changed'));
    look.expire(handle.task);
    expect((await look.observe(handle)).kind).toBe('ended');
    expect(heard).toEqual(['changed']);
  });

  test('asks ECS itself after something was done to the task, and not again right after that', async () => {
    const look = lookOut([running], [{ ...running, startedAt: new Date(6) }]);
    expect(await look.observe(handle)).toEqual(seenRunning);
    expect(await look.observe(handle)).toEqual(seenRunning);
    look.expire(handle.task);
    expect(await look.observe(handle)).toEqual({ kind: 'running', since: 6 });
    expect(await look.observe(handle)).toEqual({ kind: 'running', since: 6 });
  });

  test('does not know a task any more that was forgotten, also when an answer about it was on its way', async () => {
    const look = lookOut([running]);
    const asked = look.observe(handle);
    look.forget(handle.task);
    await asked;
    expect(look.isForgotten(handle.task)).toBe(true);
    expect(await look.observe(handle)).toEqual({ kind: 'unknown' });
  });
});
