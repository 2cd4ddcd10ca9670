import { randomUUID } from 'node:crypto';
import type { Program } from '../programs/program.js';
import { pause } from '../pause.js';
import type { ContainerDefinition } from './task-definition.js';

/** One container of a task: what is known of it, and the program that it runs while it does. */
export class FakeContainer {
  status = 'PENDING';
  exitCode: number | undefined;
  reason: string | undefined;
  imageDigest: string | undefined;
  readonly runtimeId = randomUUID().replaceAll('-', '');
  private program: Program | undefined;
  private flush: () => void = () => undefined;

  constructor(readonly definition: ContainerDefinition) {}

  get isEssential(): boolean {
    return this.definition.essential !== false;
  }

  /** From now on the container runs; `exited` is told its code. */
  runs(program: Program, exited: (code: number) => void): void {
    this.status = 'RUNNING';
    this.program = program;
    void program.exited.then((code) => {
      this.flush();
      this.status = 'STOPPED';
      this.exitCode = code;
      exited(code);
    });
  }

  /** What is to be done with the last output, before anybody hears of the end. */
  whenStopped(flush: () => void): void {
    this.flush = flush;
  }

  /** Ends the program politely, then by force, and waits for its last output. */
  async stop(patienceMs: number): Promise<void> {
    if (!this.program) this.status = 'STOPPED';
    if (!this.program || this.status === 'STOPPED') return;
    this.program.signal('SIGTERM');
    await Promise.race([this.program.exited, pause(patienceMs)]);
    if (this.stillRuns()) this.program.signal('SIGKILL');
    await this.program.exited;
  }

  private stillRuns(): boolean {
    return this.status !== 'STOPPED';
  }
}
