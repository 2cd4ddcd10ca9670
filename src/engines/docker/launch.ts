import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { TOKEN_LABEL, type LaunchAnswer } from '../../../domain/engine.js';
import { Failure } from '../../../domain/failures.js';
import type { LaunchToken } from '../../../domain/ids.js';
import type { SecretProvider } from '../../../domain/ports.js';
import { secretValues } from '../../../domain/secrets.js';
import { failureOf, refusalOf } from './connect.js';
import { firstName, nextName } from './container-name.js';
import { ask, askTo, inTime } from './patience.js';
import type { Pulls } from './pull.js';
import { startRefusal } from './to-refusal.js';
import type { DockerRequest } from './to-request.js';

/** Creating waits for the storage driver, starting for the container runtime; both can take long on a busy machine. */
const PATIENCE_MS = 120_000;
/** A container that was created and not started for so long has lost its launcher. */
const ABANDONED_MS = 10_000;
const LOOK_EVERY_MS = 100;
/** Each round ends in an answer or because somebody else changed something in between. */
const ROUNDS = 8;

type Answer = LaunchAnswer | 'look again';

/**
 * Carries out Engine.launch. Docker starts an *ended* container a second time when asked, so being careful about
 * creating is not enough: for each container exactly one launcher may ask for the start.
 *
 * Docker gives a name once. The creator of the token's container holds its first name and starts it by that name. Who
 * finds a container that nobody started takes it over by renaming it from the name it saw; only one can, and the former
 * holder's start, should it still come, meets a name that is gone.
 */
export class Launcher {
  constructor(
    private readonly docker: Docker,
    private readonly pulls: Pulls,
    private readonly secrets: SecretProvider,
  ) {}

  async launch(
    request: DockerRequest,
    token: LaunchToken,
    tell: (phase: string) => void,
    unwanted?: AbortSignal,
  ): Promise<LaunchAnswer> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const found = await this.find(token);
      const answer = found === undefined ? await this.create(request, token, tell, unwanted) : await this.adopt(found);
      if (answer !== 'look again') return answer;
    }
    throw new Failure('engine-error', `Docker's answers about ${firstName(token)} contradict each other.`);
  }

  private async find(token: LaunchToken): Promise<Docker.ContainerInfo | undefined> {
    const filters = { label: [`${TOKEN_LABEL}=${token}`] };
    const [found] = await askTo('list containers', PATIENCE_MS, (abortSignal) =>
      this.docker.listContainers({ all: true, filters, abortSignal }),
    );
    return found;
  }

  private async create(
    request: DockerRequest,
    token: LaunchToken,
    tell: (phase: string) => void,
    unwanted?: AbortSignal,
  ): Promise<Answer> {
    const name = firstName(token);
    const values = await secretValues(this.secrets, request.secrets);
    if (values.kind === 'refused') return values;
    let id: string;
    try {
      const created = await ask(PATIENCE_MS, (abortSignal) =>
        this.docker.createContainer({ ...asCall(name, request, values.env), abortSignal }),
      );
      id = created.id;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw failureOf(error, 'create the container');
      if (refusal.status === 409) return this.nameIsTaken(name, token);
      if (refusal.status !== 404 || !/no such image/i.test(refusal.message)) {
        return startRefusal(refusal.status, refusal.message);
      }
      const local = await this.localImage(request);
      if (local !== undefined) return this.create(local, token, tell, unwanted);
      tell('pulling image');
      const pulled = await this.pulls.pull(request.image ?? '', tell, unwanted);
      return pulled.kind === 'refused' ? pulled : 'look again';
    }
    tell('starting container');
    return this.start(name, id);
  }

  /**
   * The same request by the image's id. An image that was built here has no digest that a registry would know, and an
   * id instead: asked for by `name@id`, Docker does not find it.
   */
  private async localImage(request: DockerRequest): Promise<DockerRequest | undefined> {
    const [id] = /(?<=@)sha256:[0-9a-f]{64}$/.exec(request.image ?? '') ?? [];
    if (id === undefined) return undefined;
    try {
      await inTime(PATIENCE_MS, this.docker.getImage(id).inspect());
      return { ...request, image: id, create: { ...request.create, Image: id } };
    } catch (error) {
      if (refusalOf(error)?.status === 404) return undefined;
      throw failureOf(error, 'look for the image');
    }
  }

  /** By another launcher of this token, as a rule: then the next look finds its container. */
  private async nameIsTaken(name: string, token: LaunchToken): Promise<Answer> {
    const holder = await this.inspect(name);
    if (holder === undefined || holder.Config.Labels[TOKEN_LABEL] === token) return 'look again';
    return { kind: 'refused', code: 'engine-error', evidence: [`A container of somebody else is named ${name}.`] };
  }

  private async adopt(found: Docker.ContainerInfo): Promise<Answer> {
    const abandonedAt = performance.now() + ABANDONED_MS;
    for (;;) {
      const seen = await this.inspect(found.Id);
      if (seen === undefined) return 'look again';
      if (seen.State.Status !== 'created') return launched(found.Id);
      if (performance.now() > abandonedAt) return this.takeOver(seen.Name.replace(/^\//, ''), found.Id);
      await pause(LOOK_EVERY_MS);
    }
  }

  private async takeOver(name: string, id: string): Promise<Answer> {
    const taken = nextName(name);
    try {
      await ask(PATIENCE_MS, (abortSignal) => this.docker.getContainer(name).rename({ name: taken, abortSignal }));
    } catch (error) {
      if (refusalOf(error) !== undefined) return 'look again'; // somebody else was quicker
      throw failureOf(error, 'take over a container that was not started');
    }
    const seen = await this.inspect(taken);
    if (seen === undefined) return 'look again';
    // The former holder's start may have been under way; then Docker let the renaming wait for it.
    return seen.State.Status === 'created' ? this.start(taken, id) : launched(id);
  }

  private async start(name: string, id: string): Promise<Answer> {
    try {
      await ask(PATIENCE_MS, (abortSignal) => this.docker.getContainer(name).start({ abortSignal }));
      return launched(id);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw failureOf(error, 'start the container');
      if (refusal.status === 304) return launched(id);
      // 404 is also Docker's code for a command that is not in the image: look whether the container is there.
      const seen = await this.inspect(name);
      if (seen === undefined) return 'look again';
      if (seen.State.Status !== 'created') return launched(id);
      await askTo('remove a container that did not start', PATIENCE_MS, (abortSignal) =>
        this.docker.getContainer(id).remove({ v: true, abortSignal }),
      );
      return startRefusal(refusal.status, refusal.message);
    }
  }

  private async inspect(container: string): Promise<Docker.ContainerInspectInfo | undefined> {
    try {
      return await ask(PATIENCE_MS, (abortSignal) => this.docker.getContainer(container).inspect({ abortSignal }));
    } catch (error) {
      if (refusalOf(error)?.status === 404) return undefined;
      throw failureOf(error, 'look at the container');
    }
  }
}

/** Said like this, dockerode sends the name in the address and all else in the body; else it writes everything into both. */
const asCall = (name: string, { create }: DockerRequest, env: SecretEnv): Docker.ContainerCreateOptions =>
  ({
    _query: { name },
    _body: { ...create, Env: [...(create.Env ?? []), ...assignments(env)] },
  }) as Docker.ContainerCreateOptions; // known to docker-modem, not to its types

type SecretEnv = { readonly [variable: string]: string };

const assignments = (env: SecretEnv): string[] => Object.entries(env).map(([name, value]) => `${name}=${value}`);

const launched = (id: string): LaunchAnswer => ({ kind: 'launched', handle: { container: id } });
