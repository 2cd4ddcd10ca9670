import { runTopic } from '../../domain/ports.js';
import { launchToken, type LaunchToken, runId, type RunId } from '../../domain/ids.js';
import { appendPage, emptyTail, type LogTail, logStart } from '../../domain/log-chunk.js';
import type { Outcome } from '../../domain/outcome.js';
import { emptyLog } from '../../domain/run.js';
import type { ApiWorld } from './world.js';

/** Does with a run what a worker would do, step by step. */
export class RunningJob {
  private attempt = 0;
  private tail: LogTail = emptyTail;

  private constructor(
    private readonly api: ApiWorld,
    readonly id: RunId,
  ) {}

  static async launched(api: ApiWorld): Promise<RunningJob> {
    const { body } = await api.post('/api/runs', { job: 'hello' });
    return new RunningJob(api, runId(body.id));
  }

  static async running(api: ApiWorld): Promise<RunningJob> {
    const job = await RunningJob.launched(api);
    await job.begin();
    return job;
  }

  get path(): string {
    return `/api/runs/${this.id}`;
  }

  async begin(): Promise<void> {
    this.attempt += 1;
    this.tail = emptyTail;
    const { token } = this;
    await this.api.runs.beginAttempt(this.id, {
      number: this.attempt,
      try: 1,
      token,
      grantedAt: Date.now(),
      request: {},
      log: emptyLog,
    });
    await this.api.runs.recordRunning(this.id, token, Date.now());
    this.tell();
  }

  /** The command writes these lines. */
  async print(...texts: string[]): Promise<void> {
    const page = {
      lines: texts.map((text) => ({ at: Date.now(), text })),
      next: String(this.tail.lines + texts.length),
    };
    const { chunks, tail } = appendPage(this.tail, page, { ...logStart, cursor: String(this.tail.lines) });
    for (const chunk of chunks) await this.api.logs.write(this.id, this.attempt, chunk);
    this.tail = tail;
    this.tell();
  }

  async completeLog(): Promise<void> {
    const { lines, bytes } = this.tail;
    await this.api.runs.recordLog(this.id, this.token, { lines, bytes, complete: true, truncated: false });
    this.tell();
  }

  async retry(): Promise<void> {
    const failure = { code: 'exit-code' as const, fault: 'job' as const, sentence: '', evidence: [], remedy: '' };
    await this.api.runs.recordExit(
      this.id,
      this.token,
      { code: 1, outOfMemory: false, endedByItself: true, reasons: [] },
      Date.now(),
    );
    await this.api.runs.requeue(this.id, this.token, { kind: 'retry', spends: 'user', failure }, Date.now());
    this.tell();
  }

  async finish(outcome: Outcome = { kind: 'succeeded' }): Promise<void> {
    await this.api.runs.finish(this.id, outcome, Date.now());
    await this.api.leases.release(this.id);
    this.tell();
  }

  async end(): Promise<void> {
    await this.finish();
    await this.completeLog();
  }

  private get token(): LaunchToken {
    return launchToken(this.id, this.attempt, 1);
  }

  private tell(): void {
    this.api.wakeups.wake(runTopic(this.id));
  }
}
