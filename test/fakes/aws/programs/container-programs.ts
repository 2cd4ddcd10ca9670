import { PassThrough } from 'node:stream';
import Docker from 'dockerode';
import { CannotPull, CannotStart, type Program, type Programs, type ProgramSpec } from './program.js';

const label = 'flotilla.fake-aws';

/** Containers as containers of a Docker Engine; they are removed when the fake stops. */
export function containerPrograms(host: string | undefined): Promise<Programs> {
  const docker = connect(host ?? process.env.DOCKER_HOST);
  const made: Docker.Container[] = [];
  return Promise.resolve({
    pull: (image) => pull(docker, image),
    start: (spec) => start(docker, spec, made),
    async close() {
      await Promise.allSettled(made.map((container) => container.remove({ force: true, v: true })));
    },
  });
}

function connect(host: string | undefined): Docker {
  if (host === undefined) return new Docker();
  if (host.startsWith('unix://')) return new Docker({ socketPath: host.slice('unix://'.length) });
  const { hostname, port } = new URL(host);
  return new Docker({ host: hostname, port: Number(port || 2375), protocol: 'http' });
}

async function pull(docker: Docker, image: string): Promise<string> {
  try {
    return await digestOf(docker, image);
  } catch {
    // It is not there yet.
  }
  try {
    const progress = await docker.pull(image.includes(':') ? image : `${image}:latest`);
    await new Promise<void>((resolve, reject) =>
      docker.modem.followProgress(progress, (error: Error | null) => (error ? reject(error) : resolve())),
    );
    return await digestOf(docker, image);
  } catch (cause) {
    throw new CannotPull(
      `ref pull has been retried 1 time(s): ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

async function digestOf(docker: Docker, image: string): Promise<string> {
  const known = await docker.getImage(image).inspect();
  return (known.RepoDigests as string[] | undefined)?.[0]?.split('@')[1] ?? known.Id;
}

async function start(docker: Docker, spec: ProgramSpec, made: Docker.Container[]): Promise<Program> {
  const stdout = new PassThrough().on('data', (chunk: Buffer) => spec.onOutput(chunk, 'stdout'));
  const stderr = new PassThrough().on('data', (chunk: Buffer) => spec.onOutput(chunk, 'stderr'));
  try {
    const container = await docker.createContainer({
      name: spec.name,
      Image: spec.image,
      ...(spec.entryPoint && { Entrypoint: [...spec.entryPoint] }),
      ...(spec.command && { Cmd: [...spec.command] }),
      ...(spec.workingDirectory !== undefined && { WorkingDir: spec.workingDirectory }),
      Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
      Labels: { [label]: 'true' },
      HostConfig: { Init: spec.hasInit },
    });
    made.push(container);
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    container.modem.demuxStream(stream, stdout, stderr);
    const drained = new Promise((resolve) => stream.once('end', resolve).once('close', resolve));
    // Asked before the start: one that ends at once must not be missed.
    const ended = container.wait({ condition: 'next-exit' }) as Promise<{ StatusCode: number }>;
    ended.catch(() => undefined);
    await container.start();
    return {
      exited: ended.then(async ({ StatusCode }) => {
        await drained;
        return StatusCode;
      }),
      signal: (name) => void container.kill({ signal: name }).catch(() => undefined),
    };
  } catch (cause) {
    throw new CannotStart(cause instanceof Error ? cause.message : String(cause));
  }
}
