import { PassThrough, Writable } from 'node:stream';
import { type Config, readConfig } from '../../src/config/config.js';
import { runCli } from '../../src/cli/run-cli.js';
import type { Terminal } from '../../src/cli/output/terminal.js';

interface Wishes {
  readonly isWatched?: boolean;
  readonly canAsk?: boolean;
  readonly folder?: string;
  readonly env?: Record<string, string>;
}

/** A terminal whose screen is two texts, and whose Ctrl-C is a call. */
export class ToyTerminal implements Terminal {
  readonly out = new Screen();
  readonly err = new Screen();
  readonly input = new PassThrough();
  readonly isWatched: boolean;
  readonly canAsk: boolean;
  readonly hasColours = false;
  readonly folder: string;
  readonly user = 'ada';
  private readonly env: Record<string, string>;
  private readonly listeners = new Set<(kind: 'ctrl-c' | 'terminate') => void>();

  constructor({ isWatched = false, canAsk = isWatched, folder = '/', env = {} }: Wishes = {}) {
    this.isWatched = isWatched;
    this.canAsk = canAsk;
    this.folder = folder;
    this.env = env;
  }

  columns(): number {
    return 200;
  }

  config(): Promise<Config> {
    return new Promise((done) => {
      done(readConfig(this.env));
    });
  }

  onInterrupt(listener: (kind: 'ctrl-c' | 'terminate') => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  interrupt(kind: 'ctrl-c' | 'terminate' = 'ctrl-c'): void {
    for (const listener of [...this.listeners]) listener(kind);
  }
}

export class Screen extends Writable {
  text = '';
  private readonly waiting = new Set<() => void>();

  override _write(piece: Buffer, _: string, done: () => void): void {
    this.text += piece.toString();
    for (const look of this.waiting) look();
    done();
  }

  /** Answers once the text is on the screen. */
  shows(wanted: string): Promise<void> {
    return new Promise((done) => {
      const look = (): void => {
        if (!this.text.includes(wanted)) return;
        this.waiting.delete(look);
        done();
      };
      this.waiting.add(look);
      look();
    });
  }
}

/** Runs a command line against a server, and answers what became of it. */
export async function flotilla(
  url: string,
  words: readonly string[],
  terminal = new ToyTerminal({ env: { FLOTILLA_URL: url } }),
): Promise<{ exitCode: number; out: string; err: string }> {
  const exitCode = await runCli(words, terminal);
  return { exitCode, out: terminal.out.text, err: terminal.err.text };
}
