import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wordLines, wordsIn } from './word-lines.js';

const anyWord = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('a', ' ', '\t', '"', '\\', '\n', '\r') }), // what could be read as something else
);

test('any list of words is read back as it was', () => {
  fc.assert(fc.property(fc.array(anyWord), (words) => expect(wordsIn(wordLines(words))).toEqual(words)));
});

test('each word is one line, also after a browser has made all line ends alike', () => {
  fc.assert(
    fc.property(fc.array(anyWord, { minLength: 1 }), (words) => {
      const text = wordLines(words);
      expect(text.split('\n')).toHaveLength(words.length);
      expect(text).not.toContain('\r');
    }),
  );
});

test('a word is written as it stands, unless it could not be read back from its line', () => {
  expect(wordLines(['sh', '-c', 'set -e\n\necho "two"', '', '"quoted"'])).toBe(
    ['sh', '-c', String.raw`"set -e\n\necho \"two\""`, '""', String.raw`"\"quoted\""`].join('\n'),
  );
});

test('blank lines are no words, and what only begins like JSON is a word as it stands', () => {
  expect(wordsIn('\nls\n  \n-l\n"a" b\n"\n')).toEqual(['ls', '-l', '"a" b', '"']);
});
