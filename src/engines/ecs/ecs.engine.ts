import type { ConnectionFinding, Machines } from '../../../domain/connection.js';
import {
  type EngineDescription,
  type EngineLogPage,
  type LaunchAnswer,
  type LaunchSpec,
  type OwnedContainer,
} from '../../../domain/engine.js';
import type { Observation } from '../../../domain/exit.js';
import { Failure } from '../../../domain/failures.js';
import type { LaunchToken } from '../../../domain/ids.js';
import type { Json } from '../../../domain/json.js';
import { Engine } from '../../../domain/ports.js';
import type { Limits } from '../../../domain/resources.js';
import { Aws } from './aws.js';
import { activeCluster, largestTask, machinesOf, sumOf } from './cluster-facts.js';
import { logGroupOf, runsOnFargate, type EcsSettings } from './ecs-settings.js';
import { examine } from './examine.js';
import { LARGEST_FARGATE } from './fargate-sizes.js';
import { handleOf, readHandle } from './handle.js';
import { Launcher } from './launch.js';
import { LogGroups } from './log-group.js';
import { Logs } from './logs.js';
import { LookOut } from './look-out.js';
import { stopTask } from './stop.js';
import { TaskDefinitions } from './task-definitions.js';
import { paceOf } from './pace.js';
import { Tasks } from './tasks.js';
import { isOurs, readRequest, tokenOf, toRequest } from './to-request.js';

const LIMITS_KEPT_MS = 5 * 60_000;

/** Runs containers as tasks of one ECS cluster, with their logs in CloudWatch. */
export class EcsEngine extends Engine {
  readonly #aws: Aws;
  readonly #tasks: Tasks;
  readonly #lookOut: LookOut;
  readonly #launcher: Launcher;
  readonly #logs: Logs;
  readonly #logGroups: LogGroups;
  #limits: Limits;
  #limitsAt = 0;

  constructor(
    private readonly settings: EcsSettings,
    private readonly installation: string,
  ) {
    super();
    const pace = paceOf(settings);
    this.#aws = new Aws(settings);
    this.#tasks = new Tasks(this.#aws);
    this.#lookOut = new LookOut(this.#tasks, pace);
    const definitions = new TaskDefinitions(this.#aws);
    this.#launcher = new Launcher(this.#aws, this.#tasks, definitions);
    this.#logs = new Logs(this.#aws, definitions, this.#lookOut, pace);
    this.#logGroups = new LogGroups(this.#aws);
    this.#limits = runsOnFargate(settings) ? LARGEST_FARGATE : {};
  }

  describe(): EngineDescription {
    return {
      kind: 'ecs',
      limits: this.#limits,
      features: {
        images: true,
        isolation: true,
        outOfMemory: true,
        streams: false,
        secrets: this.settings.executionRole !== undefined,
      },
      // A thousand runs are ten calls every three seconds.
      pollSeconds: this.settings.pollSeconds,
      capacityPauseSeconds: this.settings.capacityPauseSeconds,
      logSettleSeconds: Math.max(90, 6 * this.settings.logSettleSeconds),
    };
  }

  prepare(spec: LaunchSpec): Json {
    return toRequest(spec, this.installation, this.settings);
  }

  async launch(request: Json, token: LaunchToken, progress?: (phase: string) => void): Promise<LaunchAnswer> {
    const wanted = readRequest(request);
    if (!wanted.hasImage) {
      const evidence = ['This cluster runs containers: the job has to name an image.'];
      return { kind: 'refused', code: 'invalid-request', evidence };
    }
    const [secret] = wanted.secrets;
    if (secret !== undefined && wanted.definition.executionRoleArn === undefined) {
      const evidence = [`The secret "${secret}" cannot be read: the cluster has no executionRole.`];
      return { kind: 'refused', code: 'secret-missing', evidence };
    }
    await this.#logGroups.ensure(logGroupOf(this.settings, this.installation), this.settings.logRetentionDays);
    return this.#launcher.launch(wanted, token, progress ?? (() => undefined));
  }

  async inspect(handles: readonly Json[]): Promise<Observation[]> {
    return Promise.all(handles.map((handle) => this.#lookOut.observe(this.#own(handle))));
  }

  async stop(handle: Json, _graceSeconds: number, reason: string): Promise<'stopping' | 'already-ended'> {
    const own = this.#own(handle);
    const answer = await stopTask(this.#aws, own, reason);
    this.#lookOut.expire(own.task);
    return answer;
  }

  async logs(handle: Json, cursor: string, limit: number): Promise<EngineLogPage> {
    return this.#logs.page(this.#own(handle), cursor, limit);
  }

  async owned(): Promise<OwnedContainer[]> {
    const { cluster } = this.settings;
    const tasks = await this.#tasks.describeAll(cluster, await this.#tasks.list(cluster));
    return tasks.flatMap((task) => {
      // The tags would tell as well, but ECS takes them off a task that is being stopped.
      const token = tokenOf(task.startedBy);
      if (token === undefined || !isOurs(task.taskDefinitionArn, this.installation)) return [];
      const handle = handleOf(task);
      if (this.#lookOut.isForgotten(handle.task)) return [];
      return [{ token, handle, running: task.lastStatus !== 'STOPPED' }];
    });
  }

  onChange(handle: Json, listener: () => void): () => void {
    return this.#lookOut.listen(readHandle(handle).task, listener);
  }

  /** ECS forgets stopped tasks by itself, about an hour later; until then they are left out here. */
  async forget(handle: Json): Promise<void> {
    const own = this.#own(handle);
    const { kind } = await this.#lookOut.observe(own);
    if (kind !== 'ended' && kind !== 'unknown') return;
    this.#lookOut.forget(own.task);
    this.#logs.forget(own.task);
  }

  async check(): Promise<void> {
    await activeCluster(this.#aws, this.settings);
    if (Date.now() - this.#limitsAt < LIMITS_KEPT_MS) return;
    this.#limits = await largestTask(this.#aws, this.settings);
    this.#limitsAt = Date.now();
  }

  override async machines(): Promise<Machines> {
    const machines = await machinesOf(this.#aws, this.settings.cluster);
    if (machines.length === 0) return super.machines();
    return {
      count: machines.length,
      all: sumOf(machines, 'registeredResources'),
      free: sumOf(machines, 'remainingResources'),
    };
  }

  override examine(): Promise<ConnectionFinding[]> {
    return examine(this.#aws, this.settings, this.installation);
  }

  /** Closes the connections that are kept open. */
  close(): void {
    this.#aws.close();
  }

  /** A task of another region cannot be asked for here: that it is not found would say nothing about it. */
  #own(handle: Json): ReturnType<typeof readHandle> {
    const own = readHandle(handle);
    const region = own.task.split(':')[3];
    if (region === this.settings.region) return own;
    const sentence = `The task runs in ${region ?? 'an unknown region'}, but the cluster's setting is ${this.settings.region}.`;
    throw new Failure('engine-unreachable', sentence);
  }
}
