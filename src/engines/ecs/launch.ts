import { RunTaskCommand, type RunTaskCommandInput, type Task } from '@aws-sdk/client-ecs';
import { decodeTime } from 'ulid';
import type { LaunchAnswer } from '../../../domain/engine.js';
import { Failure } from '../../../domain/failures.js';
import { parseLaunchToken, type LaunchToken } from '../../../domain/ids.js';
import type { Aws } from './aws.js';
import { isDenied, nameOf, wordsOf } from './aws-errors.js';
import { handleOf, type Handle } from './handle.js';
import type { TaskDefinitions } from './task-definitions.js';
import type { Tasks } from './tasks.js';
import { refusalOfError, refusalOfFailures } from './to-refusal.js';
import { startedBy, type EcsRequest } from './to-request.js';

/** ECS knows a client token for 24 hours; runs older than this are looked up before anything is started. */
const TOKEN_IS_SURE_MS = 20 * 3_600_000;

/** An agent that has just lost its connection is back in seconds. */
const AGENT_WAITS_MS = [1000, 3000];

const call = { quota: 'run', doing: 'start a task', action: 'ecs:RunTask' } as const;

/** Starts tasks, each token once: by ECS's own client token, and where that is no fence, by looking for the task. */
export class Launcher {
  constructor(
    private readonly aws: Aws,
    private readonly tasks: Tasks,
    private readonly definitions: TaskDefinitions,
  ) {}

  async launch(request: EcsRequest, token: LaunchToken, tell: (phase: string) => void): Promise<LaunchAnswer> {
    const cluster = request.run.cluster ?? 'default';
    if (ageOf(token) > TOKEN_IS_SURE_MS) {
      const earlier = await this.#find(cluster, token);
      if (earlier !== undefined) return earlier;
    }
    for (const note of request.notes) tell(note);
    try {
      const taskDefinition = await this.definitions.pinned(request.definition);
      return await this.#run({ ...request.run, taskDefinition, clientToken: token }, token, tell);
    } catch (error) {
      return this.#afterError(error, request, cluster, token);
    }
  }

  async #run(input: RunTaskCommandInput, token: LaunchToken, tell: (phase: string) => void): Promise<LaunchAnswer> {
    for (let waits = 0; ; waits += 1) {
      const { tasks = [], failures = [] } = await this.aws.ask(call, (abortSignal) =>
        this.aws.ecs.send(new RunTaskCommand(input), { abortSignal }),
      );
      const [task] = tasks;
      if (task !== undefined) return launched(task);
      const refusal = refusalOfFailures(failures);
      if (refusal !== 'wait') return refusal;
      const pause = AGENT_WAITS_MS[waits];
      if (pause === undefined) {
        const evidence = ['The agents of the machines do not answer (AGENT).', `Asked for ${token}.`];
        return { kind: 'refused', code: 'capacity', evidence };
      }
      tell('the agent of the machine does not answer (AGENT)');
      await new Promise((done) => setTimeout(done, pause));
    }
  }

  /** Only what tells for certain that nothing was started, by this call or an earlier one, is a refusal. */
  async #afterError(error: unknown, request: EcsRequest, cluster: string, token: LaunchToken): Promise<LaunchAnswer> {
    if (nameOf(error) === 'ConflictException') return this.#adopt(error, cluster, token);
    if (nameOf(error) === 'ClientException' && /task ?definition.*(inactive|not found)/i.test(wordsOf(error))) {
      this.definitions.drop(request.definition.family);
      throw new Failure('engine-error', `The task definition was deregistered; it is made anew. ${wordsOf(error)}`);
    }
    const refusal = refusalOfError(error, cluster);
    if (refusal === undefined) throw this.aws.failure(error, call);
    if (refusal.code === 'capacity') return refusal; // as definite as ECS's own list of reasons
    if (nameOf(error) === 'ClusterNotFoundException') return refusal; // nothing can run where nothing is
    try {
      return (await this.#find(cluster, token)) ?? refusal;
    } catch (lookError) {
      if (!isDenied(error)) throw lookError;
      // This call has started nothing; whether an earlier one has, its caller knows.
      throw new Failure(refusal.code, refusal.evidence.join(' '), { cause: error, nothingDone: true });
    }
  }

  /** Another revision or an older request has used this token: its task is ours. */
  async #adopt(error: unknown, cluster: string, token: LaunchToken): Promise<LaunchAnswer> {
    const { resourceIds = [] } = error as { resourceIds?: string[] }; // ConflictException's field
    const [task] = resourceIds.length > 0 ? await looking(() => this.tasks.describeAll(cluster, resourceIds)) : [];
    const found = task === undefined ? await this.#find(cluster, token) : launched(task);
    if (found !== undefined) return found;
    throw new Failure('engine-error', `ECS knows this launch, but does not show its task yet. ${wordsOf(error)}`);
  }

  async #find(cluster: string, token: LaunchToken): Promise<LaunchAnswer | undefined> {
    const [task] = await looking(async () =>
      this.tasks.describeAll(cluster, await this.tasks.list(cluster, startedBy(token))),
    );
    return task === undefined ? undefined : launched(task);
  }
}

/** A look that fails tells nothing of what the launch has done. */
async function looking(look: () => Promise<Task[]>): Promise<Task[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Failure) throw new Failure(error.code, error.message, { cause: error.cause });
    throw error;
  }
}

const launched = (task: Task): { kind: 'launched'; handle: Handle } => ({ kind: 'launched', handle: handleOf(task) });

function ageOf(token: LaunchToken): number {
  const id = parseLaunchToken(token)?.runId;
  return id === undefined ? 0 : Date.now() - decodeTime(id);
}
