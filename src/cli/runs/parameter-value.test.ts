import { describe, expect, test } from '@jest/globals';
import { parameterValue } from './parameter-value.js';

describe('the value of a parameter', () => {
  test('has the type that its schema asks for', () => {
    expect(parameterValue({ type: 'integer' }, '7')).toBe(7);
    expect(parameterValue({ type: 'number' }, '0.5')).toBe(0.5);
    expect(parameterValue({ type: 'boolean' }, 'true')).toBe(true);
    expect(parameterValue({ type: 'array' }, '["a","b"]')).toEqual(['a', 'b']);
    expect(parameterValue({ type: ['null', 'integer'] }, 'null')).toBeNull();
  });

  test('stays text where text is asked for, also when it looks like a number', () => {
    expect(parameterValue({ type: 'string' }, '007')).toBe('007');
    expect(parameterValue(undefined, '7')).toBe('7');
    expect(parameterValue({ enum: ['1', '2'] }, '1')).toBe('1');
  });

  test('is sent as it was typed when it does not fit, for the server to refuse', () => {
    expect(parameterValue({ type: 'integer' }, 'seven')).toBe('seven');
    expect(parameterValue({ type: 'integer' }, '7.5')).toBe('7.5');
    expect(parameterValue({ type: 'object' }, '[1]')).toBe('[1]');
  });
});
