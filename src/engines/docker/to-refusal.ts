import type { LaunchAnswer } from '../../../domain/engine.js';
import type { FailureCode } from '../../../domain/failures.js';

type Refused = Extract<LaunchAnswer, { kind: 'refused' }>;

type Row = readonly [RegExp, FailureCode];

/** In this order: the first that fits is the cause. Docker's status codes say little, so its words decide. */
const table: readonly Row[] = [
  [/docker-init/i, 'engine-error'], // the daemon's own init program is missing, not the job's command
  [/no space left on device|disk quota exceeded/i, 'disk-full'],
  [/executable file not found|exec format error/i, 'command-not-found'],
  [/exec:? .*(no such file or directory|permission denied)/i, 'command-not-found'],
  // Docker says the same of what is missing and of what is forbidden. On Docker Hub (no registry in the name) a misspelt
  // name is the likelier, elsewhere the registry means it.
  [/pull access denied for (localhost|[^/,\s]*[.:][^/,\s]*)\//i, 'image-denied'],
  [/repository does not exist or may require/i, 'image-not-found'],
  [/manifest unknown|manifest for .* not found|name unknown/i, 'image-not-found'],
  [/no matching manifest|no such image|does not provide the specified platform/i, 'image-not-found'],
  [/unauthorized|authentication required|access.*denied|denied:|no basic auth credentials/i, 'image-denied'],
  [/invalid reference format|invalid repository name|invalid tag format/i, 'invalid-request'],
  [/range of cpus is from|could not select device driver/i, 'too-large-for-cluster'],
];

const ofThePull: readonly Row[] = [
  [/http status: 404|404 not found|: not found$/i, 'image-not-found'],
  [/http status: 40[13]/i, 'image-denied'],
];

/** Why an image could not be pulled, by the words of Docker and of the registry. What is not known is the registry's fault. */
export const pullRefusal = (message: string): Refused =>
  refused([...table, ...ofThePull], message, 'registry-unavailable');

/** Why a container could not be made or started. What is not known is the caller's fault if Docker says 400, else the engine's. */
export const startRefusal = (status: number, message: string): Refused =>
  refused(table, message, status === 400 ? 'invalid-request' : 'engine-error');

function refused(rows: readonly Row[], message: string, otherwise: FailureCode): Refused {
  const code = rows.find(([words]) => words.test(message))?.[1] ?? otherwise;
  return { kind: 'refused', code, evidence: [withoutQueries(message)] };
}

/** Registries redirect to signed addresses: whoever has the query string may read the layer. */
export const withoutQueries = (message: string): string => message.replace(/(https?:\/\/[^\s"'?]+)\?[^\s"']*/g, '$1?…');
