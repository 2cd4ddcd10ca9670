import { createInterface } from 'node:readline';
import type { Terminal } from '../output/terminal.js';

/** What Ctrl-C does to a followed run. */
export type OnInterrupt = 'ask' | 'detach' | 'cancel';

export interface Reactions {
  readonly detach: () => void;
  readonly cancel: () => void;
}

/**
 * Decides what each Ctrl-C means: the first asks (where there is somebody to ask), a second one while we ask, and any
 * after a cancel, detaches.
 */
export class Interrupts {
  private asking: Promise<void> | undefined;
  private readonly unanswered = new AbortController();
  private cancelled = false;
  private readonly unlisten: () => void;

  constructor(
    private readonly terminal: Terminal,
    private readonly mode: OnInterrupt,
    private readonly reactions: Reactions,
  ) {
    this.unlisten = terminal.onInterrupt((kind) => {
      if (kind === 'terminate') this.detach();
      else this.interrupted();
    });
  }

  /** Answers once no question is open: nothing is printed over a question. */
  async quiet(): Promise<void> {
    while (this.asking !== undefined) await this.asking;
  }

  stop(): void {
    this.unlisten();
  }

  private interrupted(): void {
    if (this.cancelled || this.asking !== undefined) this.detach();
    else if (this.mode === 'cancel') this.cancel();
    else if (this.mode === 'detach' || !this.terminal.canAsk) this.detach();
    else {
      this.asking = this.ask().finally(() => {
        this.asking = undefined;
      });
    }
  }

  private detach(): void {
    this.unanswered.abort();
    this.reactions.detach();
  }

  private cancel(): void {
    this.cancelled = true;
    this.reactions.cancel();
  }

  private async ask(): Promise<void> {
    const answer = await answerTo(this.terminal, question, this.unanswered.signal);
    if (answer === undefined || /^d/i.test(answer)) this.detach();
    else if (/^c/i.test(answer)) this.cancel();
  }
}

const question = '\nLeave the run going (d, detach), cancel it (c), or follow on (Enter)? ';

/** Undefined when it was answered with Ctrl-C, the input ended, or nobody waits for the answer any more. */
function answerTo(terminal: Terminal, question: string, signal: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({ input: terminal.input, output: terminal.err });
  return new Promise((answered) => {
    const close = (): void => {
      lines.close();
    };
    lines.on('SIGINT', close);
    signal.addEventListener('abort', close);
    lines.on('close', () => {
      terminal.err.write('\n');
      answered(undefined);
    });
    lines.question(question, (text) => {
      answered(text.trim());
      lines.removeAllListeners('close');
      lines.close();
    });
  });
}
