import { availableParallelism, totalmem } from 'node:os';
import type { z } from 'zod';
import type { ClusterInput } from '../../domain/contract/clusters.js';
import type { JobInput } from '../../domain/contract/jobs.js';
import { type ApiDoor, askApi } from './ask-api.js';
import { dockerAnswers } from './docker-answers.js';
import type { Say } from './say.js';

export interface FirstSteps {
  /** Nothing had ever been made here before. */
  readonly isFirst: boolean;
}

/** Makes what a newcomer needs and does not find: the cluster `local`, `docker` where a Docker Engine answers, and the example job `hello`. */
export async function firstSteps(api: ApiDoor, dockerHost: string | undefined, say: Say): Promise<FirstSteps> {
  const isFirst = await make(api, '/clusters/local', localCluster(), say);
  const docker = await dockerAnswers(dockerHost);
  if (docker !== undefined) await make(api, '/clusters/docker', dockerCluster(docker), say);
  await make(api, '/jobs/hello', hello, say);
  return { isFirst };
}

/** True when it was not there and is now; what is there already is never touched: it may have been changed on purpose. */
async function make(api: ApiDoor, path: string, document: object, say: Say): Promise<boolean> {
  const thing = path.slice(1);
  try {
    const asked = await askApi(api, 'GET', path);
    if (asked.status !== 404) return false;
    const made = await askApi(api, 'PUT', path, document);
    say(made.ok ? `Created ${thing}` : `${thing} could not be created: ${made.problem}`);
    return made.ok;
  } catch (error) {
    say(`${thing} could not be created: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

const MIB = 1024 * 1024;

function localCluster(): z.input<typeof ClusterInput> {
  // In a container the machine's memory is not all ours; 0 stands for "no limit".
  const allowed = process.constrainedMemory();
  const memory = allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
  const cpu = availableParallelism();
  return {
    description: 'Plain processes on this machine',
    engine: { kind: 'process' },
    // A quarter is left to Flotilla and to whoever works here.
    limits: { slots: cpu * 4, cpu, memoryMiB: Math.floor((memory * 0.75) / MIB), gpu: 0 },
  };
}

function dockerCluster({ cpu, memoryMiB }: { cpu: number; memoryMiB: number }): z.input<typeof ClusterInput> {
  return {
    description: "This machine's Docker Engine",
    engine: { kind: 'docker' },
    limits: { slots: cpu * 4, cpu, memoryMiB: Math.floor(memoryMiB * 0.75) },
  };
}

const hello: z.input<typeof JobInput> = {
  description: 'An example: says hello, once a second. Change it, or make your own.',
  image: 'busybox:1.37',
  command: 'for n in 1 2 3; do echo "Hello, "{{ who }}"! ($n of 3)"; sleep 1; done',
  parameters: { who: { type: 'string', title: 'Whom to greet', default: 'world' } },
  resources: { cpu: 0.1, memoryMiB: 32 },
  cluster: 'local',
  tags: ['example'],
};
