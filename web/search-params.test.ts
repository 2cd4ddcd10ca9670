import { describe, expect, test } from '@jest/globals';
import { RunFilters } from './api/runs.js';
import { parseSearch, readSearch, stringifySearch } from './search-params.js';

describe('search parameters', () => {
  test('filters survive the way into the address and back', () => {
    const filters = { state: ['queued' as const, 'running' as const], q: 'a b', since: '2026-11-24T08:30:00.000Z' };
    const address = stringifySearch(filters);
    expect(address).toBe('?state=queued,running&q=a+b&since=2026-11-24T08:30:00.000Z');
    expect(readSearch(RunFilters, parseSearch(address))).toEqual(filters);
  });

  test('what is empty is left out', () => {
    expect(stringifySearch({ q: '', cluster: undefined, state: [] })).toBe('');
  });

  test('a parameter that does not fit is left out and the others are kept', () => {
    expect(readSearch(RunFilters, { state: 'asleep', cluster: 'local', colour: 'blue' })).toEqual({ cluster: 'local' });
  });

  test('something deeper travels as JSON', () => {
    expect(stringifySearch({ env: { A: '1' } })).toBe('?env=%7B%22A%22:%221%22%7D');
  });
});
