import type { LaunchAnswer } from '../../../domain/engine.js';
import type { FailureCode } from '../../../domain/failures.js';

type Refused = Extract<LaunchAnswer, { kind: 'refused' }>;

/** In this order: the first that fits is the cause. Docker's codes say little, so its words decide. */
const table: readonly (readonly [RegExp, FailureCode])[] = [
  [/no space left on device|disk quota exceeded/i, 'disk-full'],
  // Docker Hub says "denied" of repositories that do not exist; a misspelt name is the likelier of the two.
  [
    /repository does not exist or may require|manifest unknown|manifest for .* not found|name unknown/i,
    'image-not-found',
  ],
  [
    /no matching manifest|no such image|does not provide the specified platform|reference does not exist/i,
    'image-not-found',
  ],
  [/unauthorized|authentication required|access.*denied|denied:|no basic auth credentials|forbidden/i, 'image-denied'],
  [/invalid reference format|invalid repository name|invalid tag format/i, 'invalid-request'],
  [
    /range of cpus is from|could not select device driver|unknown or invalid runtime name: nvidia/i,
    'too-large-for-cluster',
  ],
  [
    /executable file not found|exec:? .*(no such file or directory|permission denied)|exec format error/i,
    'command-not-found',
  ],
];

const ofThePull: readonly (readonly [RegExp, FailureCode])[] = [
  [/^manifest.*not found|404 not found|: not found$/i, 'image-not-found'],
];

/** Why an image could not be pulled, by the words of Docker and of the registry. What is not known is the registry's fault. */
export const pullRefusal = (message: string): Refused =>
  refused([...table, ...ofThePull], message, 'registry-unavailable');

/** Why a container could not be made or started. What is not known is the caller's fault if Docker says 400, else the engine's. */
export const startRefusal = (status: number, message: string): Refused =>
  refused(table, message, status === 400 ? 'invalid-request' : 'engine-error');

function refused(rows: readonly (readonly [RegExp, FailureCode])[], message: string, otherwise: FailureCode): Refused {
  const code = rows.find(([words]) => words.test(message))?.[1] ?? otherwise;
  return { kind: 'refused', code, evidence: [withoutQueries(message)] };
}

/** Registries redirect to signed addresses: whoever has the query string may read the layer. */
export const withoutQueries = (message: string): string => message.replace(/(https?:\/\/[^\s"'?]+)\?[^\s"']*/g, '$1?…');
