import type { LaunchAnswer } from '../../../domain/engine.js';
import { Failure } from '../../../domain/failures.js';
import type { LaunchToken } from '../../../domain/ids.js';
import type { Json } from '../../../domain/json.js';
import type { SecretProvider } from '../../../domain/ports.js';
import { secretValues } from '../../../domain/secrets.js';
import type { AttemptFolder } from './attempt-folder.js';
import { refusalOf } from './refusal.js';
import { findCat, startSupervisor } from './supervisor.js';
import { readRequest } from './to-request.js';

/** Where and with what the command is started. */
export interface Surroundings {
  readonly machine: string;
  /** What jobs inherit from the worker's environment: PATH, HOME and the like, never all of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Pick<SecretProvider, 'read'>;
}

/** Starts the command unless this attempt has been claimed; a refusal is final, for every launch of this token. */
export async function launchAttempt(
  folder: AttemptFolder,
  request: Json,
  token: LaunchToken,
  { machine, environment, secrets }: Surroundings,
): Promise<LaunchAnswer> {
  const { argv, env, secrets: wanted } = readRequest(request);
  const existed = folder.exists();
  try {
    folder.prepare(request);
  } catch (cause) {
    // Without a folder nothing can have been started; with one, somebody else may be half-way.
    const refusal = existed ? undefined : refusalOf(cause);
    if (refusal !== undefined) return refusal;
    throw new Failure('engine-error', `The folder of the attempt cannot be written: ${String(cause)}`, { cause });
  }
  const launched = { kind: 'launched', handle: { attempt: token } } as const;
  const claim = folder.claim();
  if (claim !== undefined) return claim.kind === 'void' ? claim.answer : launched;
  const cat = findCat(environment['PATH'] ?? '');
  if (cat === undefined) throw new Failure('engine-error', 'This machine has no "cat" to collect the output with.');
  const values = await secretValues(secrets, wanted);
  if (values.kind === 'refused') {
    if (folder.voidClaim(values)) return values;
    const quicker = folder.claim();
    return quicker?.kind === 'void' ? quicker.answer : launched;
  }
  try {
    await startSupervisor(
      folder.file('work'),
      { argv, env: { ...environment, ...env, ...values.env } },
      { id: machine, cat },
    );
    return launched;
  } catch (cause) {
    const refusal = refusalOf(cause);
    // Only a claim of our own makes it certain that no other launch of this token gets through after all.
    if (refusal !== undefined && folder.voidClaim(refusal)) return refusal;
    if (folder.claim()?.kind === 'process') return launched;
    throw new Failure('engine-error', `The process cannot be started: ${String(cause)}`, { cause });
  }
}
