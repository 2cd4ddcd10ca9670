import type { LogLineView } from '../../domain/contract/logs.js';

const PAGE = 500;
const MOST_PAGES = 80;

/** A stretch of line numbers, both ends included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The part of a log that the page holds: windows of lines around what was looked at last, never the whole log.
 * How long the log is, is known apart from what is held.
 */
export class LogLines {
  /** Pages of PAGE lines by their number; the least recently used first. */
  private readonly pages = new Map<number, (LogLineView | undefined)[]>();
  private count = 0;

  /** How many lines there are, held or not. */
  get total(): number {
    return this.count;
  }

  /** Notes that the log has at least so many lines. */
  growTo(total: number): void {
    this.count = Math.max(this.count, total);
  }

  line(number: number): LogLineView | undefined {
    return this.pages.get(pageOf(number))?.[(number - 1) % PAGE];
  }

  put(lines: readonly LogLineView[]): void {
    for (const line of lines) this.use(pageOf(line.n))[(line.n - 1) % PAGE] = line;
    const last = lines.at(-1);
    if (last !== undefined) this.growTo(last.n);
    this.forgetOldest();
  }

  /** The first stretch of missing lines around this range, rounded up to a page; keeps what is there from being forgotten. */
  missing({ from, to }: LineRange): LineRange | undefined {
    const first = Math.max(1, from);
    const last = Math.min(to, this.count);
    for (let page = pageOf(first); page <= pageOf(last); page += 1) if (this.pages.has(page)) this.use(page);
    for (let number = first; number <= last; number += 1) {
      if (this.line(number) === undefined) return this.gapAround(number);
    }
    return undefined;
  }

  private gapAround(number: number): LineRange {
    const start = pageOf(number) * PAGE + 1;
    const end = Math.min(start + PAGE - 1, this.count);
    let from = number;
    while (from > start && this.line(from - 1) === undefined) from -= 1;
    return { from, to: end };
  }

  private use(page: number): (LogLineView | undefined)[] {
    const lines = this.pages.get(page) ?? new Array<LogLineView | undefined>(PAGE);
    this.pages.delete(page);
    this.pages.set(page, lines);
    return lines;
  }

  private forgetOldest(): void {
    for (const page of this.pages.keys()) {
      if (this.pages.size <= MOST_PAGES) return;
      this.pages.delete(page);
    }
  }
}

const pageOf = (number: number): number => Math.floor((number - 1) / PAGE);
