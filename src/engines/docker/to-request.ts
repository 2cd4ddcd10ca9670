import type Docker from 'dockerode';
import { INSTALLATION_LABEL, TOKEN_LABEL, type LaunchSpec } from '../../../domain/engine.js';
import type { Json } from '../../../domain/json.js';
import { plainIn, secretsIn, type SecretReference } from '../../../domain/secrets.js';

/** What is saved before the first launch; the container's name and token are added at the launch. */
export interface DockerRequest {
  /** With its tag: without one, Docker would pull all of them. */
  readonly image?: string;
  /** By name: their values are looked up when the container is created, and are never kept. */
  readonly secrets: readonly SecretReference[];
  readonly create: Docker.ContainerCreateOptions;
}

/** Says our words in Docker's. */
export function toRequest(spec: LaunchSpec, installation: string, network?: string): Json {
  const image = spec.image === undefined ? undefined : withTag(spec.image);
  const request: DockerRequest = {
    ...(image === undefined ? {} : { image }),
    secrets: secretsIn(spec.env),
    create: {
      ...(image === undefined ? {} : { Image: image }),
      ...entrypoint(spec.command),
      Env: environment(spec),
      Labels: { [INSTALLATION_LABEL]: installation, ...spec.labels, [TOKEN_LABEL]: spec.token },
      StopTimeout: spec.stopGraceSeconds,
      HostConfig: {
        // Without swap, the memory that is asked for is the memory that there is.
        NanoCpus: Math.round(spec.resources.cpu * 1e9),
        Memory: mebibytes(spec.resources.memoryMiB),
        MemorySwap: mebibytes(spec.resources.memoryMiB),
        ...(spec.resources.gpu > 0
          ? { DeviceRequests: [{ Driver: '', Count: spec.resources.gpu, Capabilities: [['gpu']] }] }
          : {}),
        Init: true,
        Privileged: false,
        RestartPolicy: { Name: 'no' },
        LogConfig: wholeLog,
        ...(network === undefined ? {} : { NetworkMode: network }),
      },
    },
  };
  return request as unknown as Json; // strings, numbers, booleans, lists and objects, as one sees above
}

/**
 * The command is all that runs: the image's own entry point is replaced, as text would otherwise become arguments of
 * it. An empty list runs what the image says.
 */
function entrypoint(command: LaunchSpec['command']): Pick<Docker.ContainerCreateOptions, 'Entrypoint' | 'Cmd'> {
  if (typeof command === 'string') return { Entrypoint: ['sh', '-ec', command], Cmd: [] };
  return command.length === 0 ? {} : { Entrypoint: [...command], Cmd: [] };
}

function environment(spec: LaunchSpec): string[] {
  const ours = [
    ['FLOTILLA_RUN_ID', spec.runId],
    ['FLOTILLA_JOB', spec.name],
    ['FLOTILLA_ATTEMPT', String(spec.attempt)],
  ];
  return [...Object.entries(plainIn(spec.env)), ...ours].map(([name, value]) => `${name}=${value}`);
}

/**
 * Whatever the daemon's default is: a driver that can be read, and that does not throw away what was not read yet.
 * The size is a last resort for the machine's disk, far above what Flotilla keeps of a log.
 */
const wholeLog = { Type: 'json-file', Config: { 'max-size': '8g', 'max-file': '2', compress: 'false' } };

const mebibytes = (count: number): number => Math.round(count * 1024 * 1024);

/** `name` is `name:latest`; a name with a tag or a digest stays as it is. A colon before a slash is a registry's port. */
const withTag = (image: string): string => (/[:@][^/]*$/.test(image) ? image : `${image}:latest`);

/** Reads back what `toRequest` made. */
export const readRequest = (request: Json): DockerRequest => request as unknown as DockerRequest; // saved by us, never by others
