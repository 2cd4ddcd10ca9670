import type { EngineDescription, EngineLogPage, LaunchAnswer, LaunchSpec, OwnedContainer } from '../domain/engine.js';
import type { Observation } from '../domain/exit.js';
import { Failure } from '../domain/failures.js';
import type { LaunchToken } from '../domain/ids.js';
import type { Json } from '../domain/json.js';
import { type Mask, maskFor } from '../domain/mask.js';
import { Engine, type SecretProvider } from '../domain/ports.js';
import type { Run } from '../domain/run.js';
import { secretsIn, secretValues } from '../domain/secrets.js';

/** The engine as this run may see it: nothing that it says holds the value of one of the run's secrets. */
export async function maskedFor(
  { snapshot }: Pick<Run, 'snapshot'>,
  engine: Engine,
  secrets: SecretProvider,
): Promise<Engine> {
  const values: string[] = [];
  for (const wanted of secretsIn(snapshot.env)) {
    const found = await secretValues(secrets, [wanted]);
    if (found.kind === 'values') values.push(...Object.values(found.env)); // what nobody can read, nobody has launched with
  }
  return values.length === 0 ? engine : new MaskedEngine(engine, maskFor(values));
}

/** Hides values in everything that an engine tells in words: logs, phases, evidence, errors. */
export class MaskedEngine extends Engine {
  constructor(
    private readonly engine: Engine,
    private readonly mask: Mask,
  ) {
    super();
  }

  describe(): EngineDescription {
    return this.engine.describe();
  }

  prepare(spec: LaunchSpec): Json {
    return this.engine.prepare(spec);
  }

  async launch(
    request: Json,
    token: LaunchToken,
    progress?: (phase: string) => void,
    unwanted?: AbortSignal,
  ): Promise<LaunchAnswer> {
    const show = progress && ((phase: string) => progress(this.mask(phase)));
    const answer = await this.masked(this.engine.launch(request, token, show, unwanted), unwanted);
    return answer.kind === 'refused' ? { ...answer, evidence: answer.evidence.map(this.mask) } : answer;
  }

  async inspect(handles: readonly Json[]): Promise<Observation[]> {
    return (await this.masked(this.engine.inspect(handles))).map((seen) => {
      if (seen.kind === 'ended') return { ...seen, exit: { ...seen.exit, reasons: seen.exit.reasons.map(this.mask) } };
      if (seen.kind === 'starting') return { ...seen, phase: this.mask(seen.phase) };
      return seen.kind === 'unknown' && seen.reason !== undefined ? { ...seen, reason: this.mask(seen.reason) } : seen;
    });
  }

  stop(handle: Json, graceSeconds: number, reason: string): Promise<'stopping' | 'already-ended'> {
    return this.masked(this.engine.stop(handle, graceSeconds, reason));
  }

  async logs(handle: Json, cursor: string, limit: number): Promise<EngineLogPage> {
    const page = await this.masked(this.engine.logs(handle, cursor, limit));
    return { ...page, lines: page.lines.map((line) => ({ ...line, text: this.mask(line.text) })) };
  }

  owned(): Promise<OwnedContainer[]> {
    return this.masked(this.engine.owned());
  }

  onChange(handle: Json, listener: () => void): () => void {
    return this.engine.onChange(handle, listener);
  }

  forget(handle: Json): Promise<void> {
    return this.masked(this.engine.forget(handle));
  }

  check(): Promise<void> {
    return this.masked(this.engine.check());
  }

  // Without its cause, which may say the same in other words.
  private async masked<Answer>(asked: Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
    try {
      return await asked;
    } catch (error) {
      // Its reason comes from whoever asks, who knows it by its identity; the engine has said nothing.
      if (signal?.aborted === true && error === signal.reason) throw error;
      if (error instanceof Failure) {
        const { code, nothingDone } = error;
        throw new Failure(code, this.mask(error.message), { nothingDone });
      }
      throw new Error(this.mask(error instanceof Error ? error.message : String(error)));
    }
  }
}
