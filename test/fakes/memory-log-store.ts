import { logChunkId, type RunId } from '../../domain/ids.js';
import { emptyTail, type LogChunk, type LogTail } from '../../domain/log-chunk.js';
import type { LogLine } from '../../domain/log-line.js';
import { LogStore } from '../../domain/ports.js';
import { kept } from './kept.js';
import { someContain } from './newest-first.js';

/** Logs in memory, with the promises of the real store. */
export class MemoryLogStore extends LogStore {
  readonly #chunks = new Map<string, LogChunk>();

  override async tail(runId: RunId, attempt: number): Promise<LogTail> {
    const chunks = this.#of(runId, attempt);
    const chunk = chunks.at(-1);
    if (chunk === undefined) return emptyTail;
    return {
      chunk: kept(chunk),
      lines: chunk.lines.at(-1)?.number ?? 0,
      bytes: chunks.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  override async write(runId: RunId, attempt: number, chunk: LogChunk): Promise<void> {
    const id = logChunkId(runId, attempt, chunk.seq);
    const there = this.#chunks.get(id);
    const isLonger = there === undefined || chunk.lines.length > there.lines.length;
    const isSeal = chunk.sealed && chunk.lines.length === there?.lines.length;
    if (there?.sealed !== true && (isLonger || isSeal)) this.#chunks.set(id, kept(chunk));
  }

  override async writeAll(runId: RunId, attempt: number, chunks: readonly LogChunk[]): Promise<void> {
    for (const chunk of chunks) await this.write(runId, attempt, chunk);
  }

  override async read(runId: RunId, attempt: number, from: number, limit: number): Promise<LogLine[]> {
    return this.#lines(runId, attempt, from).slice(0, limit).map(kept);
  }

  override async search(
    runId: RunId,
    attempt: number,
    { text, matchCase, from, limit }: { text: string; matchCase: boolean; from: number; limit: number },
  ): Promise<{ lines: LogLine[]; next?: number }> {
    const lines: LogLine[] = [];
    for (const line of this.#lines(runId, attempt, from)) {
      const last = lines.at(-1);
      if (last !== undefined && lines.length === limit) return { lines, next: last.number + 1 };
      if (matchCase ? line.text.includes(text) : someContain(text, line.text)) lines.push(kept(line));
    }
    return { lines };
  }

  override async remove(runId: RunId): Promise<void> {
    for (const id of this.#chunks.keys()) if (id.startsWith(`${runId}.`)) this.#chunks.delete(id);
  }

  #lines(runId: RunId, attempt: number, from: number): LogLine[] {
    return this.#of(runId, attempt)
      .flatMap(({ lines }) => lines)
      .filter(({ number }) => number >= from);
  }

  #of(runId: RunId, attempt: number): LogChunk[] {
    const chunks: LogChunk[] = [];
    for (let chunk; (chunk = this.#chunks.get(logChunkId(runId, attempt, chunks.length)));) chunks.push(chunk);
    return chunks;
  }
}
