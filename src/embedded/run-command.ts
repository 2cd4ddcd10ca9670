import { spawn } from 'node:child_process';
import { signalProcess } from './signal-process.js';

export interface CommandResult {
  readonly ok: boolean;
  /** Both outputs, the last 64 KiB. */
  readonly output: string;
  /** In words, when it is not ok. */
  readonly why: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly limitMs: number;
  /** Ends the command and everything it started. */
  readonly signal?: AbortSignal | undefined;
  /** Told the number of the process (it leads a group of its own), and later that it has ended. */
  readonly onStart?: (pid: number) => void;
  readonly onEnd?: (pid: number) => void;
}

const KEPT = 64 * 1024;

/** Runs a command to its end and answers with what it said; a missing program, a failure and a time-out are answers too. Throws only when told to stop. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  options.signal?.throwIfAborted();
  const child = spawn(command, args, {
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.env && { env: options.env }),
  });
  const { pid } = child;
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);

  const end = () => pid !== undefined && signalProcess(pid, 'group', 'SIGKILL');
  const limit = AbortSignal.timeout(options.limitMs);
  limit.addEventListener('abort', end);
  options.signal?.addEventListener('abort', end);
  if (pid !== undefined) options.onStart?.(pid);
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? `no ${command} on the PATH` : error.message),
    );
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : signal === null ? `exit code ${code}` : `killed by ${signal}`),
    );
  });
  limit.removeEventListener('abort', end);
  options.signal?.removeEventListener('abort', end);
  if (pid !== undefined) options.onEnd?.(pid);
  options.signal?.throwIfAborted();
  const why =
    limit.aborted && failure !== undefined ? `no end within ${Math.round(options.limitMs / 1000)} s` : (failure ?? '');
  return { ok: why === '', output, why };
}
