import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EngineLogLine } from './engine.js';
import { appendPage, emptyTail, lineBytes, type LogChunk, logStart, type LogTail } from './log-chunk.js';
import { MAX_CHUNK_BYTES, MAX_LINE_BYTES } from './log-line.js';

/** What is stored of one log, with the one promise that the store gives: a chunk only grows, or is sealed. */
class Stored {
  readonly chunks = new Map<number, LogChunk>();

  write(chunk: LogChunk): void {
    const there = this.chunks.get(chunk.seq);
    const isLonger = there === undefined || chunk.lines.length > there.lines.length;
    const isSeal = chunk.sealed && chunk.lines.length === there?.lines.length;
    if (there?.sealed !== true && (isLonger || isSeal)) this.chunks.set(chunk.seq, chunk);
  }

  tail(): LogTail {
    const chunks = [...this.chunks.values()];
    const chunk = chunks.toSorted((a, b) => a.seq - b.seq).at(-1);
    if (chunk === undefined) return emptyTail;
    return { chunk, lines: chunk.lines.at(-1)?.number ?? 0, bytes: chunks.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  lines() {
    return [...this.chunks.values()].toSorted((a, b) => a.seq - b.seq).flatMap(({ lines }) => lines);
  }
}

/** An engine's log that grows. Its cursors are places that it chooses itself: a reader may only hand them back. */
class EngineLog {
  shown = 0;
  constructor(readonly lines: readonly EngineLogLine[]) {}

  page(cursor: string, limit: number): { lines: readonly EngineLogLine[]; next: string } {
    const from = Number(cursor === '' ? 0 : cursor);
    const to = Math.min(from + limit, this.shown);
    return { lines: this.lines.slice(from, to), next: String(Math.max(from, to)) };
  }
}

/** Reads a log into the store as a worker does: it holds the tail and does not ask again. */
class Reader {
  #tail: LogTail;
  #pending: LogChunk[] = [];
  constructor(
    private readonly engine: EngineLog,
    private readonly stored: Stored,
  ) {
    this.#tail = stored.tail();
  }

  read(limit: number): void {
    const from = this.#tail.chunk?.position ?? logStart;
    const { chunks, tail } = appendPage(this.#tail, this.engine.page(from.cursor, limit + from.skip), from);
    this.#pending.push(...chunks);
    this.#tail = tail;
  }

  /** One write to the store; the rest is lost if the reader dies now. */
  write(): void {
    const chunk = this.#pending.shift();
    if (chunk !== undefined) this.stored.write(chunk);
  }

  finish(): void {
    for (let before = -1; before < this.#tail.lines;) {
      before = this.#tail.lines;
      this.read(7);
      while (this.#pending.length > 0) this.write();
    }
  }
}

// Sizes around the borders of chunks matter more than what is in the lines.
const size = fc.oneof(
  fc.nat(40),
  fc.integer({ min: 20_000, max: 40_000 }),
  fc.constantFrom(MAX_LINE_BYTES, MAX_CHUNK_BYTES - 1),
);
const anyLines = fc.array(size, { maxLength: 30 }).map((sizes) =>
  sizes.map((bytes, n): EngineLogLine => ({
    at: n,
    stream: n % 2 === 0 ? 'stdout' : 'stderr',
    text: 'x'.repeat(bytes),
  })),
);

function readAtOnce(lines: readonly EngineLogLine[]): Stored {
  const stored = new Stored();
  for (const chunk of appendPage(emptyTail, { lines, next: 'end' }, logStart).chunks) stored.write(chunk);
  return stored;
}
const boundaries = (stored: Stored) =>
  [...stored.chunks].toSorted(([a], [b]) => a - b).map(([seq, { lines, bytes }]) => [seq, lines.length, bytes]);
const numbered = (lines: readonly EngineLogLine[]) => lines.map((line, n) => ({ ...line, number: n + 1 }));

describe('chunks', () => {
  test('hold every line once, in order, whole, and within their size', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const stored = readAtOnce(lines);
        expect(stored.lines()).toEqual(numbered(lines));
        for (const chunk of stored.chunks.values()) {
          expect(chunk.bytes).toBe(chunk.lines.reduce((sum, { text }) => sum + lineBytes(text), 0));
          expect(chunk.bytes <= MAX_CHUNK_BYTES || chunk.lines.length === 1).toBe(true);
        }
      }),
    );
  });

  test('are a function of the lines, not of the pages that they came in', () => {
    fc.assert(
      fc.property(anyLines, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (lines, sizes) => {
        const engine = new EngineLog(lines);
        const stored = new Stored();
        const reader = new Reader(engine, stored);
        for (const limit of sizes) {
          engine.shown = Math.min(lines.length, engine.shown + limit);
          reader.read(limit);
          reader.write();
        }
        engine.shown = lines.length;
        reader.finish();
        expect(boundaries(stored)).toEqual(boundaries(readAtOnce(lines)));
      }),
    );
  });

  test('are only ever made longer, and all but the last are sealed', () => {
    fc.assert(
      fc.property(anyLines, fc.integer({ min: 1, max: 9 }), (lines, limit) => {
        let tail: LogTail = emptyTail;
        const seen = new Map<number, LogChunk>();
        for (let from = 0; from < lines.length; from += limit) {
          const page = { lines: lines.slice(from, from + limit), next: String(from + limit) };
          const { chunks, tail: next } = appendPage(tail, page, { cursor: String(from), skip: 0 });
          for (const chunk of chunks) {
            expect(chunk.lines.length).toBeGreaterThanOrEqual(seen.get(chunk.seq)?.lines.length ?? 1);
            expect(chunk.lines.slice(0, seen.get(chunk.seq)?.lines.length)).toEqual(
              seen.get(chunk.seq)?.lines ?? chunk.lines,
            );
            seen.set(chunk.seq, chunk);
          }
          tail = next;
        }
        for (const chunk of seen.values()) expect(chunk.sealed).toBe(chunk.seq < seen.size - 1);
        expect(tail.lines).toBe(lines.length);
      }),
    );
  });

  test('of no lines are none', () => {
    expect(appendPage(emptyTail, { lines: [], next: 'c' }, logStart)).toEqual({ chunks: [], tail: emptyTail });
  });
});

describe('a reader that dies', () => {
  test('between any two writes leaves a place from which the next one goes on exactly', () => {
    const lives = fc.array(
      fc.record({
        pages: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
        writes: fc.nat(6),
        grows: fc.nat(9),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(anyLines, lives, (lines, lives) => {
        const engine = new EngineLog(lines);
        const stored = new Stored();
        for (const { pages, writes, grows } of lives) {
          engine.shown = Math.min(lines.length, engine.shown + grows);
          const reader = new Reader(engine, stored);
          for (const limit of pages) reader.read(limit);
          for (let n = 0; n < writes; n += 1) reader.write();
        }
        engine.shown = lines.length;
        new Reader(engine, stored).finish();
        expect(stored.lines()).toEqual(numbered(lines));
        expect(boundaries(stored)).toEqual(boundaries(readAtOnce(lines)));
        expect(stored.tail().lines).toBe(lines.length);
      }),
      { numRuns: 300 },
    );
  });

  test('but does not know it does no harm to its successor', () => {
    const steps = fc.array(
      fc.record({
        who: fc.nat(2),
        what: fc.constantFrom('read', 'write', 'write', 'grow'),
        limit: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(anyLines, steps, (lines, steps) => {
        const engine = new EngineLog(lines);
        const stored = new Stored();
        const readers = [new Reader(engine, stored)];
        for (const { who, what, limit } of steps) {
          if (who >= readers.length && readers.length < 3) readers.push(new Reader(engine, stored));
          const reader = readers[Math.min(who, readers.length - 1)]!;
          if (what === 'read') reader.read(limit);
          else if (what === 'write') reader.write();
          else engine.shown = Math.min(lines.length, engine.shown + limit);
        }
        engine.shown = lines.length;
        for (const reader of readers) reader.finish();
        expect(stored.lines()).toEqual(numbered(lines));
        expect(boundaries(stored)).toEqual(boundaries(readAtOnce(lines)));
      }),
      { numRuns: 300 },
    );
  });
});
