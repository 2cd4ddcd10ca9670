import { randomBytes } from 'node:crypto';
import { ecsArn, type Account } from '../account.js';
import type { Subject } from '../chaos.js';
import type { TaskRule } from '../chaos-plan.js';
import { pause } from '../pause.js';
import type { Tag } from './cluster-record.js';
import { FakeContainer } from './fake-container.js';
import { toTaskEnd, TaskEnds, type TaskEnd } from './task-end.js';
import { getReady } from './get-ready.js';
import type { Launch, Task, Times } from './task.js';

/** A task from RunTask to STOPPED. Whatever comes first ends it: its main container, a person, the chaos plan. */
export class FakeTask implements Task {
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
    private readonly account: Account,
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

  get region(): string {
    return this.account.region;
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

  private get main(): FakeContainer | undefined {
    return this.containers.find((one) => one.isEssential);
  }

  begin(): void {
    this.begun();
  }

  end(end: TaskEnd): void {
    if (this.ended) return;
    this.ended = end;
    this.desired = 'STOPPED';
    this.times.stoppingAt = Date.now();
    this.version += 1;
    this.tellEnd(end);
  }

  async stay(milliseconds: number): Promise<void> {
    await Promise.race([pause(milliseconds), this.ending]);
    if (this.ended) throw new TaskEnds(this.ended);
  }

  forget(): void {
    this.isForgotten = true;
  }

  loseExitCodes(): void {
    this.tellsExitCodes = false;
  }

  enter(status: string): void {
    this.status = status;
    this.version += 1;
  }

  untilStopped(): Promise<void> {
    return this.finished;
  }

  private async live(): Promise<void> {
    try {
      await getReady(this.account, this);
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
