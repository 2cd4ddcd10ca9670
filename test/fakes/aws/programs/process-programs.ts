import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, constants as flags, openSync, unlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CannotPull, CannotStart, type Program, type Programs, type ProgramSpec } from './program.js';

const run = promisify(execFile);
const { O_NONBLOCK, O_RDONLY, O_WRONLY } = flags;

/** Containers as processes of this machine: the image is only a name, everything else is real. */
export async function processPrograms(): Promise<Programs> {
  const folder = await mkdtemp(join(tmpdir(), 'fake-aws-'));
  const living = new Set<ChildProcess>();
  const killAll = () => living.forEach((child) => killGroup(child));
  // A test run that breaks off must not leave its tasks behind.
  process.once('exit', killAll);
  return {
    pull: async (image) => pretendToPull(image),
    start: (spec) => start(spec, folder, living),
    async close() {
      killAll();
      process.removeListener('exit', killAll);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function pretendToPull(image: string): string {
  const host = image.split('/')[0] ?? '';
  if (host.endsWith('.invalid')) {
    throw new CannotPull(
      `pull image manifest has been retried 5 time(s): failed to resolve ref ${image}: failed to do request: ` +
        `Head "https://${host}/v2/": dial tcp: lookup ${host}: no such host`,
    );
  }
  return `sha256:${createHash('sha256').update(image).digest('hex')}`;
}

async function start(spec: ProgramSpec, folder: string, living: Set<ChildProcess>): Promise<Program> {
  const [file, ...rest] = [...(spec.entryPoint ?? []), ...(spec.command ?? [])];
  // Without a command the image would bring its own; a process has none, so it does nothing and succeeds.
  const cwd = await mkdtemp(join(folder, 'task-'));
  const [out, err] = await twoPipes(cwd);
  const child = spawn(file ?? 'true', rest, {
    cwd,
    env: { PATH: process.env.PATH, HOME: folder, ...spec.environment },
    detached: true,
    stdio: ['ignore', out.input, err.input],
  });
  closeSync(out.input);
  closeSync(err.input);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', () => reject(new CannotStart(execFailed(file ?? 'true'))));
  });
  living.add(child);
  out.output.on('data', (chunk: Buffer) => spec.onOutput(chunk, 'stdout'));
  err.output.on('data', (chunk: Buffer) => spec.onOutput(chunk, 'stderr'));
  const drained = Promise.all([once(out.output, 'close'), once(err.output, 'close')]);
  // When PID 1 of a container ends, everything in it does.
  child.once('exit', () => killGroup(child));
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => {
      living.delete(child);
      void drained.then(() => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  });
  return {
    exited,
    signal: (name) => (name === 'SIGKILL' ? killGroup(child) : void child.kill(name)),
  };
}

type Pipe = { readonly input: number; readonly output: Socket };

/** Node gives its children sockets, which nobody can open again by the name `/dev/stderr`; containers have pipes. */
async function twoPipes(folder: string): Promise<[Pipe, Pipe]> {
  const paths = [join(folder, '.stdout'), join(folder, '.stderr')] as const;
  await run('mkfifo', [...paths]);
  const open = (path: string): Pipe => {
    const fd = openSync(path, O_RDONLY | O_NONBLOCK);
    return { output: new Socket({ fd, readable: true, writable: false }), input: openSync(path, O_WRONLY) };
  };
  const pipes: [Pipe, Pipe] = [open(paths[0]), open(paths[1])];
  for (const path of paths) unlinkSync(path);
  return pipes;
}

function execFailed(file: string): string {
  return (
    'failed to create new container runtime task: failed to create shim task: OCI runtime create failed: runc create ' +
    `failed: unable to start container process: exec: "${file}": executable file not found in $PATH: unknown`
  );
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended already.
  }
}
