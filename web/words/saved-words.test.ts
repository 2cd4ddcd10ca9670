import { describe, expect, test } from '@jest/globals';
import { restoredWords, savedWords } from './saved-words.js';

const hello = { name: 'hello', revision: 3 };

describe('after a job was saved, the page speaks', () => {
  test('of a new revision only when there is one', () => {
    expect(savedWords('revised', hello)).toBe('hello has a new revision, number 3.');
    expect(savedWords('changed', hello)).toBe('hello is changed. What it runs stays as it is in revision 3.');
  });

  test('of the archive when an archived job comes back as it was', () => {
    expect(restoredWords('revised', hello, 1)).toBe('hello is as it was in revision 1, as its revision 3.');
    expect(restoredWords('changed', hello, 1)).toBe('hello was like this already; it is archived no longer.');
  });
});
