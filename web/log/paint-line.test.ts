import { describe, expect, test } from '@jest/globals';
import { paintLine, plainText } from './paint-line.js';

const ESC = '\u001b';
const found = (text: string, find: string, matchCase = false) =>
  paintLine(text, { text: find, matchCase })
    .map((piece) => (piece.isFound ? `[${piece.text}]` : piece.text))
    .join('');

describe('painting a line', () => {
  test('a plain line is one piece', () => {
    expect(paintLine('hello')).toEqual([{ text: 'hello', style: undefined, isFound: false }]);
  });

  test('named colours are left to the style sheet, others are taken as they are', () => {
    const pieces = paintLine(`${ESC}[31mred${ESC}[0m ${ESC}[38;5;196mpalette${ESC}[38;2;1;2;3mtrue`);
    expect(pieces.map(({ text, style }) => [text, style?.color])).toEqual([
      ['red', 'var(--ansi-red)'],
      [' ', undefined],
      ['palette', 'rgb(255, 0, 0)'],
      ['true', 'rgb(1, 2, 3)'],
    ]);
  });

  test('bold, dim and underlined are told apart', () => {
    expect(paintLine(`${ESC}[1;4mtitle${ESC}[0m`)[0]?.style).toEqual({ fontWeight: 700, textDecoration: 'underline' });
  });

  test('orders to a terminal are left out', () => {
    const text = `${ESC}[2K${ESC}[1Gdone ${ESC}]8;;http://x${ESC}\\link${ESC}]8;;${ESC}\\ ${ESC}[32mok`;
    expect(plainText(text)).toBe('done link ok');
    expect(
      paintLine(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe('done link ok');
  });

  test('markup in a log stays text', () => {
    expect(paintLine('<b>&amp;</b>')[0]?.text).toBe('<b>&amp;</b>');
    expect(paintLine(`${ESC}[31m<b>&amp;`)[0]?.text).toBe('<b>&amp;');
  });

  test('every find is marked, whatever its case', () => {
    expect(found('Error: no error', 'error')).toBe('[Error]: no [error]');
    expect(found('Error: no error', 'error', true)).toBe('Error: no [error]');
  });

  test('a find across two colours is marked in both', () => {
    expect(found(`one ${ESC}[31mtw${ESC}[32mo three`, 'two')).toBe('one [tw][o] three');
  });
});
