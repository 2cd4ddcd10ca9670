import { Failure } from '../../../domain/failures.js';
import { parseLaunchToken, type LaunchToken } from '../../../domain/ids.js';

/** The name under which a token's container is created: Docker lets no two have the same. */
export function firstName(token: LaunchToken): string {
  const parts = parseLaunchToken(token);
  if (parts === undefined) throw new Failure('engine-error', `'${token}' is not a launch token.`);
  return `flotilla-${parts.runId.toLowerCase()}-${parts.attempt}-${parts.try}`;
}

/** The name that a container gets when it is taken over from the launcher that gave it this one. */
export function nextName(name: string): string {
  const [, first = name, count = '1'] = /^(.*)-taken-(\d+)$/.exec(name) ?? [];
  return `${first}-taken-${Number(count) + 1}`;
}
