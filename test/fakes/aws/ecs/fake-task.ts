import { randomBytes } from 'node:crypto';
import { ecsArn, type Account } from '../account.js';
import type { Subject } from '../chaos.js';
import type { TaskRule } from '../chaos-plan.js';
import { pause } from '../pause.js';
import type { Cluster, Instance, Tag } from './cluster.js';
import type { Need } from './container-instances.js';
import { FakeContainer } from './fake-container.js';
import { toTaskEnd, TaskEnds, type TaskEnd } from './task-end.js';
import { getReady } from './get-ready.js';
import type { RunTaskInput } from './run-task-input.js';
import type { TaskDefinition } from './task-definition.js';

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

/** A task from RunTask to STOPPED. Whatever comes first ends it: its main container, a person, the chaos plan. */
export class FakeTask {
  readonly id = randomBytes(16).toString('hex');
  readonly arn: string;
  readonly times: Times = { createdAt: Date.now() };
  readonly containers: FakeContainer[];
  readonly rule: TaskRule;
  status: string;
  desired: 'RUNNING' | 'STOPPED' = 'RUNNING';
  version = 1;
  tags: Tag[];
  ended: TaskEnd | undefined;
  isForgotten = false;
  private tellsExitCodes = true;
  private tellEnd: (end: TaskEnd) => void = () => undefined;
  private readonly ending = new Promise<TaskEnd>((resolve) => (this.tellEnd = resolve));
  private readonly finished: Promise<void>;
  private begun: () => void = () => undefined;

  constructor(
    readonly account: Account,
    readonly launch: Launch,
  ) {
    this.arn = ecsArn(account, `task/${launch.cluster.name}/${this.id}`);
    this.containers = launch.definition.containerDefinitions.map((one) => new FakeContainer(one));
    this.tags = [
      ...(launch.input.propagateTags === 'TASK_DEFINITION' ? launch.definition.tags : []),
      ...(launch.input.tags ?? []),
    ];
    this.rule = account.chaos.forTask(this.subject);
    this.status = launch.on === 'EC2' ? 'PENDING' : 'PROVISIONING';
    this.finished = new Promise<void>((resolve) => (this.begun = resolve)).then(() => this.live());
  }

  get cluster(): Cluster {
    return this.launch.cluster;
  }

  get instance(): Instance | undefined {
    return this.launch.instance;
  }

  get need(): Need {
    return this.launch.need;
  }

  get subject(): Subject {
    const { cluster, definition, input } = this.launch;
    return {
      cluster: cluster.name,
      startedBy: input.startedBy,
      family: definition.family,
      image: definition.containerDefinitions[0]?.image,
    };
  }

  get main(): FakeContainer | undefined {
    return this.containers.find((one) => one.isEssential);
  }

  begin(): void {
    this.begun();
  }

  /** Ends the task so; only the first word counts. */
  end(end: TaskEnd): void {
    if (this.ended) return;
    this.ended = end;
    this.desired = 'STOPPED';
    this.times.stoppingAt = Date.now();
    this.version += 1;
    this.tellEnd(end);
  }

  /** Waits so long, or until the task is to end; then it throws TaskEnds. */
  async stay(milliseconds: number): Promise<void> {
    await Promise.race([pause(milliseconds), this.ending]);
    if (this.ended) throw new TaskEnds(this.ended);
  }

  /** From now on nobody can describe the task, as an hour after its end. */
  forget(): void {
    this.isForgotten = true;
  }

  /** The exit codes are never known, as after the loss of the machine. */
  loseExitCodes(): void {
    this.tellsExitCodes = false;
  }

  enter(status: string): void {
    this.status = status;
    this.version += 1;
  }

  /** Resolves when the task has STOPPED. */
  untilStopped(): Promise<void> {
    return this.finished;
  }

  private async live(): Promise<void> {
    try {
      await getReady(this);
      this.times.startedAt = Date.now();
      this.enter('RUNNING');
      this.planItsEnd();
    } catch (cause) {
      this.end(toTaskEnd(cause));
    }
    const end = await this.ending;
    this.enter(this.times.startedAt === undefined ? 'DEPROVISIONING' : 'STOPPING');
    await Promise.all(this.containers.map((one) => one.stop(this.patience(one, end))));
    this.applyForcedEnd();
    this.times.executionStoppedAt = Date.now();
    this.enter('DEPROVISIONING');
    await pause(this.account.setup.delays.deprovisioning);
    this.times.stoppedAt = Date.now();
    this.enter('STOPPED');
  }

  private planItsEnd(): void {
    const { end, outOfMemory, spotAfterMs } = this.rule;
    const after = (ms: number, how: TaskEnd) => void pause(ms).then(() => this.end(how));
    if (end?.afterMs !== undefined)
      after(end.afterMs, {
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        byForce: true,
      });
    if (outOfMemory === true)
      after(50, {
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        byForce: true,
      });
    if (spotAfterMs !== undefined)
      after(spotAfterMs, { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' });
  }

  private patience(container: FakeContainer, end: TaskEnd): number {
    if (end.byForce === true) return 0;
    return this.account.setup.stopTimeoutMs ?? (container.definition.stopTimeout ?? 30) * 1000;
  }

  /** What the chaos plan says about the end stands above what really happened. */
  private applyForcedEnd(): void {
    const { end, outOfMemory } = this.rule;
    const { main } = this;
    if (!this.tellsExitCodes) for (const container of this.containers) container.exitCode = undefined;
    if (this.times.startedAt === undefined || !main || !this.ended) return;
    if (outOfMemory === true) {
      main.exitCode = 137;
      main.reason = 'OutOfMemoryError: Container killed due to memory usage';
    }
    if (!end) return;
    if (end.exitCode !== undefined) main.exitCode = end.exitCode ?? undefined;
    main.reason = end.reason ?? main.reason;
    this.ended = {
      stopCode: end.stopCode ?? this.ended.stopCode,
      stoppedReason: end.stoppedReason ?? this.ended.stoppedReason,
    };
  }
}
