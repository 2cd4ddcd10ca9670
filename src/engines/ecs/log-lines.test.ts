import { describe, expect, test } from '@jest/globals';
import { clipMark, MAX_LINE_BYTES } from '../../../domain/log-line.js';
import { cursorText, parseCursor } from './log-cursor.js';
import { LogLines } from './log-lines.js';
import { lineText } from './line-text.js';

const PIECE = 100;
const events = (...messages: string[]) => messages.map((message, index) => ({ timestamp: index, message }));
const texts = (lines: LogLines) => lines.ready.map(({ line }) => line.text);

describe('a line of the log', () => {
  test.each([
    ['10%\r55%\r100%\r', '100%'],
    ['plain\r', 'plain'],
    ['a\u0000b\u0007c\td\u001b[31mred\u001b[0m', 'abc\td\u001b[31mred\u001b[0m'],
    ['half a \ud83d character', 'half a \ufffd character'],
    ['', ''],
  ])('%j is kept as %j', (message, text) => {
    expect(lineText([message])).toBe(text);
  });

  test('is clipped between characters, and says what is missing', () => {
    const text = lineText(['x' + '€'.repeat(MAX_LINE_BYTES)], 7);
    const kept = text.slice(0, text.lastIndexOf('€') + 1);
    expect(Buffer.byteLength(kept)).toBeGreaterThan(MAX_LINE_BYTES - 4);
    expect(text).toBe(kept + clipMark(7 + 1 + 3 * MAX_LINE_BYTES - Buffer.byteLength(kept)));
  });
});

describe('lines of events', () => {
  test('pieces of a line that the driver had to cut are joined, over pages as well', () => {
    const lines = new LogLines({ skip: 0, lines: 0 }, PIECE);
    lines.add(events('first', 'a'.repeat(PIECE)), 'one');
    expect(texts(lines)).toEqual(['first']);
    lines.add(events('b'.repeat(PIECE), 'c', 'last'), 'two');
    expect(texts(lines)).toEqual(['first', 'a'.repeat(PIECE) + 'b'.repeat(PIECE) + 'c', 'last']);
  });

  test('a line that is not whole yet is read again from its beginning, whoever goes on', () => {
    const lines = new LogLines({ skip: 0, lines: 0 }, PIECE);
    lines.add(events('first', 'a'.repeat(PIECE)), 'one');
    const from = parseCursor(lines.here());
    expect(from).toEqual({ lines: 1, skip: 1 });
    const successor = new LogLines(from, PIECE);
    successor.add(events('first', 'a'.repeat(PIECE)), 'one');
    successor.add(events('b'), 'two');
    expect(texts(successor)).toEqual(['a'.repeat(PIECE) + 'b']);
  });

  test('the end of the log ends a line as well', () => {
    const lines = new LogLines({ skip: 0, lines: 0 }, PIECE);
    lines.add(events('a'.repeat(PIECE)), 'one');
    lines.finish();
    expect(texts(lines)).toEqual(['a'.repeat(PIECE)]);
  });

  test('every line knows where the log goes on behind it', () => {
    const lines = new LogLines({ token: 'zero', skip: 1, lines: 8 }, PIECE);
    lines.add(events('known', 'ninth', 'tenth'), 'one');
    expect(lines.ready.map(({ next }) => next)).toEqual([
      { token: 'zero', skip: 2, lines: 9 },
      { token: 'zero', skip: 3, lines: 10 },
    ]);
    expect(parseCursor(lines.here())).toEqual({ token: 'one', skip: 0, lines: 10 });
  });

  test('a read that breaks off before all known lines have come again still knows them the next time', () => {
    const lines = new LogLines({ skip: 3, lines: 3 }, PIECE);
    lines.add(events('known', 'known too'), 'one');
    const from = parseCursor(lines.here());
    expect(from).toEqual({ token: 'one', skip: 1, lines: 3 });
    const successor = new LogLines(from, PIECE);
    successor.add(events('known as well', 'new'), 'two');
    expect(texts(successor)).toEqual(['new']);
  });

  test('known lines that the log does not have any more are not waited for', () => {
    const lines = new LogLines({ skip: 3, lines: 3 }, PIECE);
    lines.add(events('known'), 'one');
    lines.endOfStream();
    expect(parseCursor(lines.here())).toEqual({ token: 'one', skip: 0, lines: 3 });
  });

  test('a line that goes on behind the break is known by the lines before it', () => {
    const lines = new LogLines({ skip: 2, lines: 2 }, PIECE);
    lines.add(events('known', 'a'.repeat(PIECE)), 'one');
    const successor = new LogLines(parseCursor(lines.here()), PIECE);
    successor.add(events('known', 'a'.repeat(PIECE)), 'one');
    successor.add(events('b', 'new'), 'two');
    expect(texts(successor)).toEqual(['new']);
  });

  test('a cursor is read as it was written, and anything else is the start', () => {
    for (const cursor of [
      { skip: 0, lines: 0 },
      { token: 'f/000 1/s', skip: 3, lines: 12 },
    ])
      expect(parseCursor(cursorText(cursor))).toEqual(cursor);
    expect(parseCursor('')).toEqual({ skip: 0, lines: 0 });
    expect(parseCursor('no cursor')).toEqual({ skip: 0, lines: 0 });
  });
});
