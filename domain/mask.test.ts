import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clipMark } from './log-line.js';
import { maskFor } from './mask.js';

describe('a mask', () => {
  test('hides a value wherever it stands, and leaves the rest', () => {
    const mask = maskFor(['hunter2', 'hunter22']);
    expect(mask('a hunter2, ahunter2b hunter22.')).toBe('a ***, a***b ***.');
    expect(mask('hunter')).toBe('hunter');
  });

  test('takes a value as a text, whatever a pattern would make of it', () => {
    expect(maskFor(['a.*+?^${}()|[]\\z'])('x a.*+?^${}()|[]\\z y abcz')).toBe('x *** y abcz');
  });

  test('hides it as JSON, addresses and base64 write it, too', () => {
    const value = 'p"ss wörd&';
    const mask = maskFor([value]);
    expect(mask(JSON.stringify({ value }))).toBe('{"value":"***"}');
    expect(mask(`https://u:${encodeURIComponent(value)}@host`)).toBe('https://u:***@host');
    for (const user of ['ab', 'abc', 'abcd']) {
      const header = Buffer.from(`${user}:${value}`).toString('base64');
      const shown = Buffer.from(mask(header).split('***')[1] ?? '', 'base64').toString();
      expect(mask(header)).toContain('***');
      expect(shown).not.toContain('ss');
    }
  });

  test('hides each line of a value that has several, but not its shortest', () => {
    const mask = maskFor(['-----BEGIN KEY-----\r\nMIIE+abc/\n}\n-----END KEY-----\n']);
    const lines = ['-----BEGIN KEY-----', '  MIIE+abc/', '}', '-----END KEY-----'];
    expect(lines.map(mask)).toEqual(['***', '  ***', '}', '***']);
  });

  test('leaves a log alone where a value is too short to be one', () => {
    expect(maskFor(['', 'no', '123'])('no 123')).toBe('no 123');
  });

  test('hides what a cut has left of a value at the end of a line', () => {
    const mask = maskFor(['hunter2-and-more']);
    expect(mask(`xxx hunter2-an${clipMark(9)}`)).toBe(`xxx ***${clipMark(9)}`);
    expect(mask(`xxx hun${clipMark(9)}`)).toBe(`xxx hun${clipMark(9)}`);
    expect(mask('xxx hunter2-an')).toBe('xxx hunter2-an');
  });

  test('leaves no trace of a value, whatever is around it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'binary' }), fc.string(), fc.string(), (value, before, after) => {
        fc.pre(!'***'.includes(value) && !value.includes('*'));
        expect(maskFor([value])(before + value + after)).not.toContain(value);
      }),
    );
  });
});
