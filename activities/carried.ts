import type { Json } from '../domain/json.js';
import type { Engine } from '../domain/ports.js';
import type { Attempt, Run } from '../domain/run.js';
import type { ActivityDeps } from './deps.js';
import type { Vigil } from './vigil.js';

/** An attempt that was launched and is now watched, with what is needed for that. */
export interface Carried {
  readonly deps: ActivityDeps;
  readonly engine: Engine;
  readonly run: Run;
  /** The run's current one, as it was when the watch began. */
  readonly attempt: Attempt;
  readonly handle: Json;
  readonly vigil: Vigil;
}
