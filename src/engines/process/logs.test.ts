import { appendFileSync, mkdtempSync, openSync, closeSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clipMark, MAX_LINE_BYTES } from '../../../domain/log-line.js';
import { readLogs } from './logs.js';

const folder = mkdtempSync(join(tmpdir(), 'flotilla-logs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const emptyFile = () => {
  const path = join(folder, String(files++));
  writeFileSync(path, '');
  return path;
};

interface Reading {
  cursor: string;
  texts: string[];
  complete: boolean;
}
const start: Reading = { cursor: '', texts: [], complete: false };

/** Reads on until nothing more comes. */
async function readOn(path: string, { cursor, texts }: Reading, limit: number, ended: boolean, block?: number) {
  const all = [...texts];
  for (;;) {
    const page = await readLogs(path, cursor, limit, ended, block);
    all.push(...page.lines.map(({ text }) => text));
    if (page.complete || page.next === cursor) return { cursor: page.next, texts: all, complete: page.complete };
    cursor = page.next;
  }
}

/** What the lines are, said as simply as possible. */
function expectedLines(bytes: Buffer): string[] {
  const lines = bytes.toString().split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => (line.replace(/\r+$/, '').split('\r').at(-1) ?? '').replaceAll('\0', ''));
}

const pieces = fc.array(
  fc
    .constantFrom('a', 'bc', '\r', '\r', '\n', '\n', '\r\n', 'é', '𝄞', '\0', '\xff', ' ')
    .map((text) => (text === '\xff' ? Buffer.from([0xff]) : Buffer.from(text))),
  { maxLength: 60 },
);

describe('readLogs', () => {
  test('every line comes once and in order, whatever the blocks, the pages and the moments of reading', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { maxLength: 4 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        async (writes, block, limit) => {
          const path = emptyFile();
          let reading = start;
          for (const write of writes) {
            appendFileSync(path, Buffer.concat(write));
            reading = await readOn(path, reading, limit, false, block);
            expect(reading.complete).toBe(false);
          }
          reading = await readOn(path, reading, limit, true, block);
          expect(reading.complete).toBe(true);
          expect(reading.texts).toEqual(expectedLines(Buffer.concat(writes.flat())));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the cursor of any page leads a new reader to the same rest', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 2, max: 9 }), async (written, block) => {
        const path = emptyFile();
        appendFileSync(path, Buffer.concat(written));
        const whole = await readOn(path, start, 2, true, block);
        const first = await readLogs(path, '', 2, true, block);
        const head = first.lines.map(({ text }) => text);
        const rest = await readOn(path, { cursor: first.next, texts: head, complete: false }, 100, true);
        expect(rest.texts).toEqual(whole.texts);
      }),
      { numRuns: 200 },
    );
  });

  test('an unfinished line waits for its end, or for the end of the command', async () => {
    const path = emptyFile();
    appendFileSync(path, 'one\ntw');
    const first = await readLogs(path, '', 10, false);
    expect(first).toMatchObject({ lines: [{ text: 'one' }], complete: false });
    expect(await readLogs(path, first.next, 10, false)).toMatchObject({ lines: [], complete: false });
    expect(await readLogs(path, first.next, 10, true)).toMatchObject({ lines: [{ text: 'tw' }], complete: true });
    appendFileSync(path, 'o\n');
    expect((await readLogs(path, first.next, 10, false)).lines.map(({ text }) => text)).toEqual(['two']);
  });

  test('a line of 50 MB is clipped without being held, and not read again from its start', async () => {
    const path = emptyFile();
    const size = 50_000_000;
    const file = openSync(path, 'a');
    for (let written = 0; written < size; written += 1_000_000) writeSync(file, 'x'.repeat(1_000_000));
    const before = process.memoryUsage().rss;
    let cursor = (await readLogs(path, '', 10, false)).next;
    expect(cursor).toBe(`0+${size}`);
    for (let i = 0; i < 200; i += 1) cursor = (await readLogs(path, cursor, 10, false)).next; // 10 GB, were it read again
    writeSync(file, '\nafter\n');
    closeSync(file);
    const { texts } = await readOn(path, { cursor, texts: [], complete: false }, 10, true);
    expect(texts).toEqual(['x'.repeat(MAX_LINE_BYTES) + clipMark(size - MAX_LINE_BYTES), 'after']);
    expect(process.memoryUsage().rss - before).toBeLessThan(30_000_000);
  });

  test('a progress bar that is redrawn for hours is one short line', async () => {
    const path = emptyFile();
    const redraws = Array.from({ length: 200_000 }, (_, i) => `\r${i} of 200000`).join('');
    appendFileSync(path, redraws);
    const { cursor } = await readOn(path, start, 10, false);
    appendFileSync(path, '\rdone\n');
    expect((await readOn(path, { cursor, texts: [], complete: false }, 10, true)).texts).toEqual(['done']);
  });

  test('a line of nothing but carriage returns takes no longer than any other', async () => {
    const path = emptyFile();
    writeFileSync(path, `${'\r'.repeat(900_000)}x\n${'\r'.repeat(500_000)}\n`);
    expect((await readOn(path, start, 10, true)).texts).toEqual(['x', '']);
  });

  test('a clipped line ends between two characters', async () => {
    const path = emptyFile();
    writeFileSync(path, `x${'€'.repeat(30_000)}\n`);
    const [text = ''] = (await readOn(path, start, 10, true)).texts;
    expect(text).not.toContain('\ufffd');
    expect(text).toContain(clipMark(90_001 - 65_536));
  });

  test('two hundred thousand lines are read whole and in order', async () => {
    const path = emptyFile();
    const text = Array.from({ length: 200_000 }, (_, i) => `2026-11-24T03:38:11Z worker ${i} did some thing`).join(
      '\n',
    );
    writeFileSync(path, text);
    const { texts } = await readOn(path, start, 5000, true);
    expect(texts).toHaveLength(200_000);
    expect(texts.join('\n')).toBe(text);
  });
});
