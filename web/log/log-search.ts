import type { LogLineView } from '../../domain/contract/logs.js';
import { readLog } from '../api/logs.js';
import type { Find } from './paint-line.js';

const AT_ONCE = 2000;
const MOST = 50_000;

/** What a search has found so far; a new object after each change. */
export interface Found {
  readonly lines: readonly LogLineView[];
  readonly isSearching: boolean;
  /** True when there are more finds than are kept. */
  readonly isCut: boolean;
  readonly error: Error | null;
}

export const nothingFound: Found = { lines: [], isSearching: false, isCut: false, error: null };

/** One search over a whole log, on the server, page by page; goes on from where it was when the log has grown. */
export class LogSearch {
  found: Found = { ...nothingFound, isSearching: true };
  private next = 1;
  private isBusy = false;
  private readonly stopped = new AbortController();

  constructor(
    private readonly runId: string,
    private readonly attempt: number,
    private readonly find: Find,
    private readonly onChange: (found: Found) => void,
  ) {}

  stop(): void {
    this.stopped.abort();
  }

  /** Looks through what has not been looked through yet, up to this line. */
  async upTo(total: number): Promise<void> {
    if (this.isBusy || this.found.isCut) return;
    if (this.next > total) {
      if (this.found.isSearching) this.change({ isSearching: false });
      return;
    }
    this.isBusy = true;
    try {
      this.change({ isSearching: true, error: null });
      while (await this.step());
      this.change({ isSearching: false });
    } catch (error) {
      if (!this.stopped.signal.aborted)
        this.change({ isSearching: false, error: error instanceof Error ? error : new Error(String(error)) });
    } finally {
      this.isBusy = false;
    }
  }

  private async step(): Promise<boolean> {
    const { attempt, next: from } = this;
    const query = { attempt, from, limit: AT_ONCE, q: this.find.text, matchCase: this.find.matchCase };
    const page = await readLog(this.runId, query, this.stopped.signal);
    const lines = [...this.found.lines, ...page.lines];
    this.change({ lines, isCut: lines.length >= MOST });
    const last = page.lines.at(-1)?.n ?? 0;
    this.next = page.next ?? Math.max(page.head.lines, last, from - 1) + 1;
    return page.next !== undefined && lines.length < MOST;
  }

  private change(change: Partial<Found>): void {
    if (this.stopped.signal.aborted) return;
    this.found = { ...this.found, ...change };
    this.onChange(this.found);
  }
}
