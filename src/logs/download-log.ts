import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { RunStore } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import { existingRun } from '../http/existing-run.js';
import { iso } from '../http/iso.js';
import { type AttemptLog, attemptLog } from './attempt-log.js';
import { ReadLogs } from './read-logs.js';

/** A log as a text file, written page by page: a download never holds more than about a megabyte. */
@Injectable()
export class DownloadLog {
  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(ReadLogs) private readonly reading: ReadLogs,
  ) {}

  async of(id: string, attempt: number | undefined, withTimes: boolean): Promise<{ name: string; text: Readable }> {
    const run = await existingRun(this.runs, id);
    const log = attemptLog(run, attempt);
    const name = `${run.snapshot.name}-${run.id}-${log.number}.log`;
    return {
      name,
      text: Readable.from(this.write(run, log, withTimes), { objectMode: false, highWaterMark: 64 * 1024 }),
    };
  }

  private async *write(run: Run, log: AttemptLog, withTimes: boolean): AsyncGenerator<string> {
    const head = await this.reading.exactHead(run, log);
    for await (const lines of this.reading.all(run, log.number, head))
      yield lines.map((line) => (withTimes ? `${iso(line.at)} ${line.text}\n` : `${line.text}\n`)).join('');
  }
}
