import type { LogLineView } from '../../../domain/contract/logs.js';
import type { AttemptLines } from './follow-log.js';
import type { Session } from '../session.js';
import { write } from '../output/write.js';

export interface LogStyle {
  /** Each line begins with its time. */
  readonly times?: boolean;
  /** Each line begins with its number. */
  readonly numbers?: boolean;
  /** The job's errors go to our own standard error, as if it had been started here. */
  readonly split?: boolean;
}

/** Prints log lines, and waits for a slow reader. */
export class LogPrinter {
  /** The attempt of the latest line. */
  private attempt: number | undefined;

  constructor(
    private readonly session: Session,
    private readonly style: LogStyle,
  ) {}

  async print({ attempt, lines }: AttemptLines): Promise<void> {
    if (this.attempt !== undefined && attempt !== this.attempt && !this.session.asJson) {
      await this.session.say(this.session.paint('dim', `--- attempt ${String(attempt)} ---`));
    }
    this.attempt = attempt;
    for (const { isError, text } of this.portions(attempt, lines)) {
      await write(isError ? this.session.terminal.err : this.session.terminal.out, text);
    }
  }

  /** Neighbouring lines for the same stream go out in one write. */
  private *portions(attempt: number, lines: readonly LogLineView[]): Generator<{ isError: boolean; text: string }> {
    let isError = false;
    let text = '';
    for (const line of lines) {
      const forError = this.style.split === true && (this.session.asJson || line.stream === 'stderr');
      if (forError !== isError && text !== '') {
        yield { isError, text };
        text = '';
      }
      isError = forError;
      text += this.text(attempt, line);
    }
    if (text !== '') yield { isError, text };
  }

  private text(attempt: number, line: LogLineView): string {
    if (this.session.asJson && this.style.split !== true) return `${JSON.stringify({ attempt, ...line })}\n`;
    const number = this.style.numbers === true ? `${String(line.n).padStart(6)}  ` : '';
    const time = this.style.times === true ? `${line.at}  ` : '';
    return `${this.session.paint('dim', number + time)}${line.text}\n`;
  }
}
