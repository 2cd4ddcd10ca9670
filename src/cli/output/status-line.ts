import type { Terminal } from './terminal.js';
import { write } from './write.js';

/** One line at the bottom that is written over; only where a person is looking. */
export class StatusLine {
  private shown = '';

  constructor(private readonly terminal: Terminal) {}

  async show(text: string): Promise<void> {
    if (!this.terminal.isWatched || text === this.shown) return;
    this.shown = text;
    await write(this.terminal.err, `\r\u001b[K${clipped(text, this.terminal.columns() - 1)}`);
  }

  async clear(): Promise<void> {
    if (this.shown === '') return;
    this.shown = '';
    await write(this.terminal.err, '\r\u001b[K');
  }
}

const clipped = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);
