import { get } from 'node:http';
import { z } from 'zod';

const Info = z.object({ NCPU: z.number(), MemTotal: z.number() });
const PATIENCE_MS = 2000;

export interface DockerEngine {
  readonly cpu: number;
  readonly memoryMiB: number;
}

/** Tells the size of the Docker Engine of this machine, or of the one DOCKER_HOST names; undefined when none answers soon. */
export async function dockerAnswers(dockerHost = 'unix:///var/run/docker.sock'): Promise<DockerEngine | undefined> {
  const target = targetOf(dockerHost);
  if (target === undefined) return undefined;
  try {
    const info = Info.parse(JSON.parse(await ask(target)));
    return { cpu: info.NCPU, memoryMiB: Math.floor(info.MemTotal / 1024 / 1024) };
  } catch {
    return undefined;
  }
}

function targetOf(address: string) {
  if (address.startsWith('unix://')) return { socketPath: address.slice('unix://'.length) };
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, port } = new URL(address);
  return protocol === 'tcp:' || protocol === 'http:' ? { host: hostname, port: Number(port) || 2375 } : undefined;
}

function ask(target: { socketPath: string } | { host: string; port: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ ...target, path: '/info', signal: AbortSignal.timeout(PATIENCE_MS) }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.once('end', () => resolve(text));
      response.once('error', reject);
    });
    request.once('error', reject);
  });
}
