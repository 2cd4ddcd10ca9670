import { z } from 'zod';
import {
  INSTALLATION_LABEL,
  TOKEN_LABEL,
  type EngineDescription,
  type EngineLogPage,
  type LaunchAnswer,
  type LaunchSpec,
  type OwnedContainer,
} from '../../../domain/engine.js';
import type { Observation } from '../../../domain/exit.js';
import { Failure } from '../../../domain/failures.js';
import { parseLaunchToken, type LaunchToken } from '../../../domain/ids.js';
import { inTurns } from '../../../domain/in-turns.js';
import type { Json } from '../../../domain/json.js';
import { Engine, type SecretProvider } from '../../../domain/ports.js';
import type { Limits } from '../../../domain/resources.js';
import { Changes } from './changes.js';
import { connect, failureOf, refusalOf } from './connect.js';
import type { DockerSettings } from './docker-settings.js';
import { Launcher } from './launch.js';
import { Logs } from './logs.js';
import { ask, askTo, inTime } from './patience.js';
import { Pulls } from './pull.js';
import { requestStop } from './request-stop.js';
import { toExit, toObservation } from './to-exit.js';
import { readRequest, toRequest } from './to-request.js';
import { whatIsRemembered } from './what-is-remembered.js';

const PATIENCE_MS = 30_000;
const CHECK_PATIENCE_MS = 3000;
const INSPECTS_AT_ONCE = 16;

const Handle = z.object({ container: z.string().min(1) });

/** Runs containers on one Docker host, or on what speaks its API (Podman). */
export class DockerEngine extends Engine {
  readonly #settings: DockerSettings;
  readonly #installation: string;
  readonly #docker;
  readonly #changes: Changes;
  readonly #logs: Logs;
  readonly #launcher: Launcher;
  #limits: Limits = {};

  constructor(settings: DockerSettings, installation: string, secrets: SecretProvider) {
    super();
    this.#settings = settings;
    this.#installation = installation;
    this.#docker = connect(settings.host);
    this.#changes = new Changes(this.#docker, installation);
    this.#logs = new Logs(this.#docker, (container) => this.#changes.tell(container));
    this.#launcher = new Launcher(this.#docker, new Pulls(this.#docker), secrets);
  }

  describe(): EngineDescription {
    return {
      kind: 'docker',
      limits: this.#limits,
      features: { images: true, isolation: true, outOfMemory: true, streams: true },
      // The daemon announces starts and ends; looking is for the case that the stream of events broke off.
      pollSeconds: 5,
      // A container counts as ended only when its output has been written to its log.
      logSettleSeconds: 5,
    };
  }

  prepare(spec: LaunchSpec): Json {
    return toRequest(spec, this.#installation, this.#settings.network);
  }

  async launch(
    request: Json,
    token: LaunchToken,
    progress?: (phase: string) => void,
    unwanted?: AbortSignal,
  ): Promise<LaunchAnswer> {
    const wanted = readRequest(request);
    if (wanted.image === undefined) {
      const evidence = ['This cluster runs containers: the job has to name an image.'];
      return { kind: 'refused', code: 'invalid-request', evidence };
    }
    return this.#launcher.launch(wanted, token, progress ?? (() => undefined), unwanted);
  }

  async inspect(handles: readonly Json[]): Promise<Observation[]> {
    return inTurns(INSPECTS_AT_ONCE, handles, (handle) => this.#observe(containerOf(handle)));
  }

  async stop(handle: Json, graceSeconds: number): Promise<'stopping' | 'already-ended'> {
    return requestStop(this.#docker, containerOf(handle), graceSeconds);
  }

  async logs(handle: Json, cursor: string, limit: number): Promise<EngineLogPage> {
    return this.#logs.page(containerOf(handle), cursor, limit);
  }

  async owned(): Promise<OwnedContainer[]> {
    const filters = { label: [`${INSTALLATION_LABEL}=${this.#installation}`] };
    const found = await askTo('list containers', PATIENCE_MS, (abortSignal) =>
      this.#docker.listContainers({ all: true, filters, abortSignal }),
    );
    return found.flatMap(({ Id, Labels, State }) => {
      const token = Labels[TOKEN_LABEL];
      if (token === undefined || parseLaunchToken(token) === undefined) return [];
      const running = State === 'running' || State === 'paused' || State === 'restarting';
      return [{ token: token as LaunchToken, handle: { container: Id }, running }]; // parsed above
    });
  }

  onChange(handle: Json, listener: () => void): () => void {
    return this.#changes.listen(containerOf(handle), listener);
  }

  async forget(handle: Json): Promise<void> {
    const container = containerOf(handle);
    this.#logs.close(container);
    try {
      await ask(PATIENCE_MS, (abortSignal) => this.#docker.getContainer(container).remove({ v: true, abortSignal }));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal?.status === 404) return;
      if (refusal?.status !== 409) throw failureOf(error, 'remove the container');
      if (/already in progress/i.test(refusal.message)) return;
      throw new Failure('invalid-request', `The container has not ended: ${refusal.message}`, { cause: error });
    }
  }

  async check(): Promise<void> {
    const info = await askTo('say what it is', CHECK_PATIENCE_MS, async () => {
      const answer: unknown = await inTime(CHECK_PATIENCE_MS, this.#docker.info());
      return answer as { NCPU?: number; MemTotal?: number }; // of Docker's many fields
    });
    if (info.NCPU === undefined || info.MemTotal === undefined) return;
    this.#limits = { cpu: info.NCPU, memoryMiB: Math.floor(info.MemTotal / 1024 ** 2) };
  }

  /** Closes the streams that are kept open for logs and events; they come back when they are needed. */
  close(): void {
    this.#logs.close();
    this.#changes.close();
  }

  async #observe(container: string): Promise<Observation> {
    try {
      const seen = await ask(PATIENCE_MS, (abortSignal) =>
        this.#docker.getContainer(container).inspect({ abortSignal }),
      );
      const observation = toObservation(seen);
      if (observation !== 'ended') return observation;
      return { kind: 'ended', exit: toExit(seen, await whatIsRemembered(this.#docker, seen)) };
    } catch (error) {
      if (refusalOf(error)?.status === 404) return { kind: 'unknown' };
      throw failureOf(error, 'look at the container');
    }
  }
}

const containerOf = (handle: Json): string => Handle.parse(handle).container;
