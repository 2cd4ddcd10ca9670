import type { Subject } from '../chaos.js';
import type { TaskRule } from '../chaos-plan.js';
import type { Cluster, Instance, Tag } from './cluster-record.js';
import type { FakeContainer } from './fake-container.js';
import type { Need } from './need.js';
import type { RunTaskInput } from './run-task-input.js';
import type { TaskDefinition } from './task-definition.js';
import type { TaskEnd } from './task-end.js';

export type Launch = {
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly input: RunTaskInput;
  /** `EC2`, `FARGATE` or the name of a capacity provider. */
  readonly on: string;
  readonly instance: Instance | undefined;
  readonly need: Need;
};

export type Times = {
  readonly createdAt: number;
  pullStartedAt?: number;
  pullStoppedAt?: number;
  startedAt?: number;
  stoppingAt?: number;
  executionStoppedAt?: number;
  stoppedAt?: number;
};

/** What everybody else sees of a task. */
export type Task = {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly launch: Launch;
  readonly times: Times;
  readonly containers: readonly FakeContainer[];
  readonly rule: TaskRule;
  readonly subject: Subject;
  readonly status: string;
  readonly desired: 'RUNNING' | 'STOPPED';
  readonly ended: TaskEnd | undefined;
  readonly isForgotten: boolean;
  version: number;
  tags: Tag[];
  /** Lets the task live. */
  begin(): void;
  /** Ends the task so; only the first word counts. */
  end(end: TaskEnd): void;
  /** Waits so long, or until the task is to end; then it throws TaskEnds. */
  stay(milliseconds: number): Promise<void>;
  enter(status: string): void;
  /** From now on nobody can describe the task, as an hour after its end. */
  forget(): void;
  /** The exit codes are never known, as after the loss of the machine. */
  loseExitCodes(): void;
  /** Resolves when the task has STOPPED. */
  untilStopped(): Promise<void>;
};
