import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';

/** What the helper is told to start; always detached, without any of our files. */
interface SpawnRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: Pick<SpawnOptions, 'cwd' | 'env'>;
}

/** Plain text for `node -e`, so that it runs the same from source and from the build. It ends when we do. */
const program = `
const { spawn } = require('node:child_process');
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit());
process.on('message', ({ id, file, args, options }) => {
  const fail = ({ message, code }) => process.send({ id, error: { message, code } });
  try {
    const child = spawn(file, args, { ...options, detached: true, stdio: 'ignore' });
    child.once('spawn', () => process.send({ id }));
    child.once('error', fail);
    child.unref();
  } catch (error) {
    fail(error);
  }
});
`;

/**
 * Starts processes from a small process of its own. To start one, the system copies the page tables of whoever asks:
 * from a worker of some hundred megabytes that takes the main thread ten times as long as from this helper.
 */
export class Spawner {
  #helper: ChildProcess | undefined;
  #lastId = 0;
  readonly #pending = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();

  /**
   * Resolves when the process exists; rejects with the system's error when it cannot be started, and with another when
   * the helper died meanwhile (then nobody knows whether it was started).
   */
  start(file: string, args: readonly string[], options: SpawnRequest['options']): Promise<void> {
    const helper = (this.#helper ??= this.#hire());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      helper.channel?.ref(); // whoever waits for an answer keeps the process alive, an idle helper does not
      const request: SpawnRequest & { id: number } = { id, file, args, options };
      helper.send(request, (error) => {
        if (error !== null) this.#settle(id, error);
      });
    });
  }

  #hire(): ChildProcess {
    const helper = spawn(process.execPath, ['-e', program], {
      env: {},
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    helper.unref();
    helper.on('message', ({ id, error }: { id: number; error?: { message: string; code?: string } }) => {
      this.#settle(id, error && Object.assign(new Error(error.message), { code: error.code }));
    });
    const dismiss = () => {
      if (this.#helper === helper) this.#helper = undefined;
      for (const id of [...this.#pending.keys()])
        this.#settle(id, new Error('the helper that starts processes has died'));
    };
    helper.once('exit', dismiss);
    helper.once('error', dismiss);
    return helper;
  }

  #settle(id: number, error: Error | undefined): void {
    const asked = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#helper?.channel?.unref();
    if (error === undefined) asked?.resolve();
    else asked?.reject(error);
  }
}
