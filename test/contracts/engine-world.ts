import { ulid } from 'ulid';
import { INSTALLATION_LABEL, TOKEN_LABEL, type EngineLogLine, type LaunchSpec } from '../../domain/engine.js';
import type { Exit, Observation } from '../../domain/exit.js';
import { launchToken, runId, type LaunchToken } from '../../domain/ids.js';
import type { Command } from '../../domain/job.js';
import type { Json } from '../../domain/json.js';
import type { Engine } from '../../domain/ports.js';

/** What a container of the contract is to do; every engine's world says it in a command of its own. */
export interface Behaviour {
  /** Printed as it begins. */
  readonly lines?: readonly string[];
  /** How long it runs after that; `forever` until it is stopped. */
  readonly seconds?: number | 'forever';
  readonly exit?: number;
  /** Without: a polite stop ends it. */
  readonly onStop?: 'ignore' | { readonly line: string; readonly exit: number };
}

/** What the suite may expect beyond what every engine does; what is not offered is not tested. */
export interface Offers {
  /** Commands are really run, by a POSIX shell with the usual tools. */
  readonly commands?: boolean;
  readonly images?: boolean;
  readonly outOfMemory?: boolean;
}

/** What the contract needs around an engine. */
export interface EngineWorld {
  readonly engine: Engine;
  /** Another engine on the same cluster: what a new worker would have. */
  another(): Engine;
  readonly installation: string;
  command(behaviour: Behaviour): Command;
  /** The image of all containers, where images matter: one with a POSIX shell and the usual tools. */
  readonly image?: string;
  /** An image that does not exist, and the codes that may be answered; the registry may be out of reach. */
  readonly missing?: { readonly image: string; readonly codes: readonly string[] };
  /** What takes more memory than it was given, where the machine's own limits do not hold. */
  readonly greedy?: { readonly command: Command; readonly image: string };
  /** Frees everything that the tests have left behind. */
  release(): Promise<void>;
}

/** What a shell does for a behaviour. */
export function shellCommand({ lines = [], seconds = 0, exit = 0, onStop }: Behaviour): string {
  const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const traps =
    onStop === undefined
      ? []
      : onStop === 'ignore'
        ? ["trap '' TERM"]
        : [`trap 'echo ${onStop.line}; exit ${onStop.exit}' TERM`];
  // A shell runs its trap only between commands, so the long sleep is many short ones.
  const wait = seconds === 'forever' ? ['while :; do sleep 0.1; done'] : seconds > 0 ? [`sleep ${seconds}`] : [];
  return [...traps, ...lines.map((line) => `echo ${quoted(line)}`), ...wait, `exit ${exit}`].join('\n');
}

const LIMIT_MS = 120_000;
const LOOK_MS = 20;

/** An attempt of the contract, with the few things one wants to ask of it. */
export class Trial {
  readonly token: LaunchToken;
  readonly spec: LaunchSpec;
  handle: Json = null;

  constructor(
    readonly world: EngineWorld,
    command: Command,
    changes: Partial<LaunchSpec> = {},
  ) {
    const id = runId(ulid());
    this.token = launchToken(id, 1, 1);
    this.spec = {
      runId: id,
      attempt: 1,
      token: this.token,
      name: 'contract',
      ...(world.image === undefined ? {} : { image: world.image }),
      command,
      env: {},
      resources: { cpu: 0.1, memoryMiB: 64, gpu: 0 },
      stopGraceSeconds: 1,
      labels: { [INSTALLATION_LABEL]: world.installation, [TOKEN_LABEL]: this.token, 'flotilla.run': id },
      ...changes,
    };
  }

  async launch(engine = this.world.engine): Promise<Json> {
    const answer = await engine.launch(this.world.engine.prepare(this.spec), this.token);
    if (answer.kind === 'refused') throw new Error(`refused: ${answer.code} ${answer.evidence.join(' ')}`);
    this.handle = answer.handle;
    return answer.handle;
  }

  async observe(engine = this.world.engine): Promise<Observation> {
    const [observation] = await engine.inspect([this.handle]);
    if (observation === undefined) throw new Error('inspect left out the handle');
    return observation;
  }

  /** Waits until it is seen so. */
  async until<Kind extends Observation['kind']>(
    kind: Kind,
    engine = this.world.engine,
  ): Promise<Extract<Observation, { kind: Kind }>> {
    return eventually(
      async () => {
        const seen = await this.observe(engine);
        // The filter is the comparison itself.
        return seen.kind === kind ? (seen as Extract<Observation, { kind: Kind }>) : undefined;
      },
      `${kind} of ${JSON.stringify(this.spec.command).slice(0, 200)}`,
    );
  }

  async exit(engine = this.world.engine): Promise<Exit> {
    return (await this.until('ended', engine)).exit;
  }

  /**
   * Looks, and again at every change that the engine announces, until there is an answer; nothing is polled. It listens
   * before it looks: what is told meanwhile may be the last there is to tell.
   */
  async atChanges<Answer>(look: () => Promise<Answer | undefined>): Promise<Answer> {
    for (;;) {
      let stop = (): void => undefined;
      const changed = new Promise<void>((resolve) => {
        stop = this.world.engine.onChange(this.handle, resolve);
      });
      try {
        const answer = await look();
        if (answer !== undefined) return answer;
        await changed;
      } finally {
        stop();
      }
    }
  }

  /** All lines to the end, by pages of this size; each page by the next of the engines. */
  async log(limit = 1000, engines = [this.world.engine]): Promise<EngineLogLine[]> {
    const lines: EngineLogLine[] = [];
    let cursor = '';
    let turn = 0;
    await eventually(async () => {
      for (;;) {
        const page = await (engines[turn++ % engines.length] ?? this.world.engine).logs(this.handle, cursor, limit);
        lines.push(...page.lines);
        cursor = page.next;
        if (page.complete) return true;
        if (page.lines.length === 0) return undefined;
      }
    }, 'the end of the log');
    return lines;
  }

  async texts(limit?: number): Promise<string[]> {
    return (await this.log(limit)).map(({ text }) => text);
  }
}

/** Asks again until there is an answer; a generous limit, because the machine may be busy. */
export async function eventually<Answer>(ask: () => Promise<Answer | undefined>, what: string): Promise<Answer> {
  const giveUpAt = Date.now() + LIMIT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > giveUpAt) throw new Error(`waited ${LIMIT_MS / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
