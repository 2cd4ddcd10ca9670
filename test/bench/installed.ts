import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../src/config/inherited-environment.js';
import { packageRoot } from '../../src/embedded/package-root.js';

/** What `npm start` runs, in a process of its own and with its data in a folder of ours. */
export class Installed {
  private constructor(
    private readonly child: ChildProcess,
    /** From its start until it says that it is ready. */
    readonly seconds: number,
  ) {}

  static async start(dataDir: string): Promise<Installed> {
    const began = performance.now();
    const child = spawn(process.execPath, [join(packageRoot(), 'tools/start.mjs')], {
      cwd: dataDir,
      env: inheritedEnvironment({ FLOTILLA_DATA_DIR: join(dataDir, 'data'), FLOTILLA_PORT: '0' }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text: Buffer) => {
        said += text.toString();
        if (said.includes('Flotilla is ready')) resolve();
      });
      child.once('exit', () => {
        reject(new Error(`it ended before it was ready: ${said}`));
      });
    });
    return new Installed(child, (performance.now() - began) / 1000);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** As Ctrl-C does. */
  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGINT');
    await gone;
  }
}
