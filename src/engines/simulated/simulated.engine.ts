/* eslint-disable @typescript-eslint/require-await -- the port is asynchronous, and what throws here must reject there */
import { z } from 'zod';
import type {
  EngineDescription,
  EngineLogPage,
  LaunchAnswer,
  LaunchSpec,
  OwnedContainer,
} from '../../../domain/engine.js';
import type { Observation } from '../../../domain/exit.js';
import { Failure } from '../../../domain/failures.js';
import type { LaunchToken } from '../../../domain/ids.js';
import type { Json } from '../../../domain/json.js';
import { Engine } from '../../../domain/ports.js';
import { readLogs } from './logs.js';
import { endOf, toObservation, type Pretence } from './to-exit.js';
import { readRequest, toRequest } from './to-request.js';

const Handle = z.object({ simulated: z.string() });

/**
 * Pretends to run containers, for measuring everything around them. They are in this worker's memory only: when it
 * ends they are gone, and whoever asks for them later is told so (`unknown`).
 */
export class SimulatedEngine extends Engine {
  readonly #pretended = new Map<string, Pretence>();

  describe(): EngineDescription {
    return {
      kind: 'simulated',
      limits: {},
      features: { images: false, isolation: false, outOfMemory: false, streams: false },
      pollSeconds: 1,
      logSettleSeconds: 0,
    };
  }

  prepare(spec: LaunchSpec): Json {
    return toRequest(spec);
  }

  async launch(request: Json, token: LaunchToken): Promise<LaunchAnswer> {
    if (!this.#pretended.has(token)) this.#pretended.set(token, { ...readRequest(request), startedAt: Date.now() });
    return { kind: 'launched', handle: { simulated: token } };
  }

  async inspect(handles: readonly Json[]): Promise<Observation[]> {
    const now = Date.now();
    return handles.map((handle): Observation => {
      const pretence = this.#find(handle);
      return pretence === undefined ? { kind: 'unknown' } : toObservation(pretence, now);
    });
  }

  async stop(handle: Json, _graceSeconds: number, reason: string): Promise<'stopping' | 'already-ended'> {
    const pretence = this.#find(handle);
    const now = Date.now();
    if (pretence === undefined || endOf(pretence) <= now) return 'already-ended';
    this.#pretended.set(tokenOf(handle), { ...pretence, stopped: { at: now, reason } });
    return 'stopping';
  }

  async logs(handle: Json, cursor: string, limit: number): Promise<EngineLogPage> {
    const pretence = this.#find(handle);
    if (pretence === undefined) return { lines: [], next: cursor, complete: false };
    return readLogs(pretence, cursor, limit, Date.now());
  }

  async owned(): Promise<OwnedContainer[]> {
    const now = Date.now();
    return [...this.#pretended].map(([token, pretence]) => ({
      token: token as LaunchToken, // as given to launch
      handle: { simulated: token },
      running: endOf(pretence) > now,
    }));
  }

  onChange(handle: Json, listener: () => void): () => void {
    const pretence = this.#find(handle);
    if (pretence === undefined) return () => undefined;
    // A timer may go off within the millisecond before its time: a look would find that it still runs.
    const timer = setTimeout(listener, Math.max(0, endOf(pretence) - Date.now()) + 1);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  }

  async forget(handle: Json): Promise<void> {
    const pretence = this.#find(handle);
    if (pretence !== undefined && endOf(pretence) > Date.now())
      throw new Failure('invalid-request', 'The simulated container has not ended.');
    this.#pretended.delete(tokenOf(handle));
  }

  async check(): Promise<void> {
    // There is nothing that could be out of reach.
  }

  #find(handle: Json): Pretence | undefined {
    return this.#pretended.get(tokenOf(handle));
  }
}

const tokenOf = (handle: Json): string => Handle.parse(handle).simulated;
