import { userInfo } from 'node:os';
import Docker from 'dockerode';
import { Failure } from '../../../domain/failures.js';

/**
 * Opens nothing yet: each call goes to this address. Without one, dockerode's own rule holds: DOCKER_HOST, or the default
 * socket; and `ssh://` can only come from DOCKER_HOST. Certificates are those of DOCKER_CERT_PATH, which dockerode reads
 * only where DOCKER_HOST is an address.
 */
export function connect(host: string | undefined): Docker {
  if (host === undefined || host.startsWith('ssh:')) return new Docker();
  // `host: undefined` and the like keep dockerode from filling in DOCKER_HOST beside the address given here.
  if (host.startsWith('/') || host.startsWith('unix://')) {
    return new Docker({ socketPath: host.replace(/^unix:\/\//, ''), host: undefined, port: undefined });
  }
  const { protocol, hostname, port } = new URL(host.replace(/^tcp:/, 'http:'));
  const secure = protocol === 'https:' || port === '2376';
  const address = { host: hostname, port: port || (secure ? 2376 : 2375) };
  // Left open, a plain `tcp://` becomes https where there are certificates.
  return new Docker({ ...address, protocol: secure ? 'https' : undefined });
}

/** An answer of the daemon that says no; every other error means that it could not be asked. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** The daemon's refusal in its own words, or undefined when the error is of another kind. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  const said = 'json' in error && isMessage(error.json) ? error.json.message : error.message;
  return { status: error.statusCode, message: said.trim() };
}

/** What an error of a Docker call means for us: a Failure with a sentence that says what was being done. */
export function failureOf(error: unknown, doing: string): Failure {
  if (error instanceof Failure) return error;
  const refusal = refusalOf(error);
  if (refusal !== undefined) {
    return new Failure('engine-error', `Docker could not ${doing}: ${refusal.message}`, { cause: error });
  }
  return new Failure('engine-unreachable', `Docker could not be asked to ${doing}: ${why(error)}`, { cause: error });
}

function why(error: unknown): string {
  const { code, message, address } = error as { code?: string; message?: string; address?: string }; // a system error's fields
  const at = address === undefined ? '' : ` at ${address}`;
  switch (code ?? '') {
    case 'ENOENT':
      return `there is no socket${at}. Is the Docker Engine running?`;
    case 'ECONNREFUSED':
      return `nothing answers${at}. Is the Docker Engine running?`;
    case 'EACCES':
      return `the user ${userInfo().username} may not use the socket${at}.`;
    case 'ABORT_ERR':
      return 'it did not answer in time.';
    default:
      return message ?? String(error);
  }
}

const isMessage = (json: unknown): json is { message: string } =>
  typeof json === 'object' && json !== null && 'message' in json && typeof json.message === 'string';
