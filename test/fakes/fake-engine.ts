import {
  INSTALLATION_LABEL,
  type EngineDescription,
  type EngineLogPage,
  type LaunchAnswer,
  type LaunchSpec,
  type OwnedContainer,
} from '../../domain/engine.js';
import type { Observation } from '../../domain/exit.js';
import { Failure, type FailureCode } from '../../domain/failures.js';
import { parseLaunchToken, type LaunchToken, type RunId } from '../../domain/ids.js';
import type { Json } from '../../domain/json.js';
import { Engine } from '../../domain/ports.js';
import { FakeContainer, type FakePlan } from './fake-container.js';

/**
 * The cluster behind fake engines: it outlives each of them, as a real one outlives a worker. Time is the computer's,
 * moved on by `tick`.
 */
export class FakeCluster {
  readonly containers = new Map<LaunchToken, FakeContainer>();
  readonly plans = new Map<string, FakePlan>();
  /** What a container does that has no plan of its own, by token or run, and no `fakeCommand`. */
  defaultPlan: FakePlan = {};
  #ticked = 0;
  #waiting: (() => void)[] = [];

  readonly now = (): number => Date.now() + this.#ticked;

  /** Moves the time on, and lets everybody who listens look. */
  tick(seconds: number): void {
    this.#ticked += seconds * 1000;
    for (const container of this.containers.values()) container.tell();
  }

  /** The latest container of a run, or the one of a token. */
  find(runOrToken: RunId | LaunchToken): FakeContainer | undefined {
    const exact = this.containers.get(runOrToken as LaunchToken); // a run id is simply not found here
    return (
      exact ?? [...this.containers.values()].findLast(({ token }) => parseLaunchToken(token)?.runId === runOrToken)
    );
  }

  /** Answers the container as soon as it has been launched. */
  async launched(runOrToken: RunId | LaunchToken): Promise<FakeContainer> {
    for (;;) {
      const found = this.find(runOrToken);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Starts a container unless there is one with this token. */
  start(token: LaunchToken, labels: Readonly<Record<string, string>>, given: FakePlan | undefined): FakeContainer {
    const known = this.containers.get(token);
    if (known !== undefined) return known;
    const plan = this.plans.get(token) ?? this.plans.get(token.split('.')[0] ?? '') ?? given ?? this.defaultPlan;
    const container = new FakeContainer(token, labels, plan, this.now(), this.now);
    this.containers.set(token, container);
    for (const resolve of this.#waiting.splice(0)) resolve();
    return container;
  }
}

/** The command that makes a fake container behave so; any other command does what the cluster plans by default. */
export const fakeCommand = (plan: FakePlan): string[] => [
  'fake',
  JSON.stringify({ ...plan, seconds: String(plan.seconds ?? 0) }),
];

type Request = { labels: Record<string, string>; plan: string | null };

/** An engine in memory that behaves as a real one does, and can be made to misbehave as one: see `faults`. */
export class FakeEngine extends Engine {
  /** How many more calls go wrong, and how. */
  readonly faults = {
    /** Launches that are refused for certain. */
    refuse: { times: 0, code: 'capacity' as FailureCode, evidence: ['RESOURCE:CPU'] as readonly string[] },
    /** Launches that start the container and then lose the answer. */
    loseAnswer: 0,
    /** Launches that fail before anything is started, with nobody knowing. */
    failLaunch: 0,
    /** Inspections that answer `unknown` for every container. */
    unknown: 0,
    /** Calls of any kind that find the engine out of reach. */
    unreachable: 0,
  };

  constructor(
    readonly cluster = new FakeCluster(),
    private readonly about: Partial<EngineDescription> & { installation?: string } = {},
  ) {
    super();
  }

  /** What the containers of this run (or this token) will do. */
  plan(runOrToken: RunId | LaunchToken, plan: FakePlan): void {
    this.cluster.plans.set(runOrToken, plan);
  }

  describe(): EngineDescription {
    const { installation: _, ...about } = this.about;
    return {
      kind: 'fake',
      limits: {},
      features: { images: false, isolation: false, outOfMemory: true, streams: false },
      pollSeconds: 0.05,
      logSettleSeconds: 0,
      ...about,
    };
  }

  prepare({ command, labels }: LaunchSpec): Json {
    const plan = typeof command !== 'string' && command[0] === 'fake' ? (command[1] ?? null) : null;
    return { labels: { ...labels }, plan } satisfies Request;
  }

  async launch(request: Json, token: LaunchToken, progress?: (phase: string) => void): Promise<LaunchAnswer> {
    this.#reach();
    const { faults } = this;
    const { labels, plan } = request as Request; // made by prepare
    if (!this.cluster.containers.has(token)) {
      if (faults.refuse.times > 0) {
        faults.refuse.times -= 1;
        return { kind: 'refused', code: faults.refuse.code, evidence: faults.refuse.evidence };
      }
      if (faults.failLaunch > 0) {
        faults.failLaunch -= 1;
        throw new Failure('engine-unreachable', 'The request was lost on its way.');
      }
      progress?.('starting');
    }
    this.cluster.start(token, labels, plan === null ? undefined : parsePlan(plan));
    if (faults.loseAnswer > 0) {
      faults.loseAnswer -= 1;
      throw new Failure('engine-unreachable', 'The answer was lost on its way.');
    }
    return { kind: 'launched', handle: { fake: token } };
  }

  async inspect(handles: readonly Json[]): Promise<Observation[]> {
    this.#reach();
    const isBlind = this.faults.unknown > 0;
    if (isBlind) this.faults.unknown -= 1;
    return handles.map((handle) => (isBlind ? undefined : this.#find(handle))?.observe() ?? { kind: 'unknown' });
  }

  async stop(handle: Json, graceSeconds: number, reason: string): Promise<'stopping' | 'already-ended'> {
    this.#reach();
    return this.#find(handle)?.stop(graceSeconds, reason) ?? 'already-ended';
  }

  async logs(handle: Json, cursor: string, limit: number): Promise<EngineLogPage> {
    this.#reach();
    return this.#find(handle)?.logs(cursor, limit) ?? { lines: [], next: cursor, complete: false };
  }

  async owned(): Promise<OwnedContainer[]> {
    this.#reach();
    const { installation } = this.about;
    return [...this.cluster.containers.values()]
      .filter((one) => !one.isLost && (installation === undefined || one.labels[INSTALLATION_LABEL] === installation))
      .map((one) => ({ token: one.token, handle: { fake: one.token }, running: one.observe().kind !== 'ended' }));
  }

  onChange(handle: Json, listener: () => void): () => void {
    return this.#find(handle)?.listen(listener) ?? (() => undefined);
  }

  async forget(handle: Json): Promise<void> {
    this.#reach();
    const container = this.#find(handle);
    if (container === undefined) return;
    if (container.observe().kind !== 'ended') throw new Failure('invalid-request', 'The container has not ended.');
    this.cluster.containers.delete(container.token);
  }

  async check(): Promise<void> {
    this.#reach();
  }

  #find(handle: Json): FakeContainer | undefined {
    const found = this.cluster.containers.get((handle as { fake: LaunchToken }).fake); // made by launch
    return found?.isLost === true ? undefined : found;
  }

  #reach(): void {
    if (this.faults.unreachable <= 0) return;
    this.faults.unreachable -= 1;
    throw new Failure('engine-unreachable', 'The fake cluster does not answer.');
  }
}

// JSON has no Infinity, so `seconds` travels as text.
function parsePlan(text: string): FakePlan {
  const plan = JSON.parse(text) as Omit<FakePlan, 'seconds'> & { seconds: string }; // made by fakeCommand
  return { ...plan, seconds: Number(plan.seconds) };
}
