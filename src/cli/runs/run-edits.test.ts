import { describe, expect, test } from '@jest/globals';
import { bounds } from '../../../domain/bounds.js';
import { memoryMiB, pairs } from '../option-values.js';
import { readEdits } from './run-edits.js';

const none = { param: [], env: [], secret: [], label: [] };

describe('edits of a run', () => {
  test('only what was given is sent', () => {
    expect(readEdits(none, [], (_, text) => text)).toEqual({});
  });

  test('options become the words of the API', () => {
    const options = {
      ...none,
      param: ['day=2026-11-24'],
      env: ['WHO=world', 'EMPTY=', 'SUM=1=1'],
      secret: ['DB=reports/db'],
      label: ['team=a'],
      cluster: 'local',
      cpu: '0.5',
      memory: '2G',
      priority: '1',
    };
    expect(readEdits(options, ['echo', '-n', 'hi'], (name, text) => `${name}:${text}`)).toEqual({
      cluster: 'local',
      priority: 1,
      parameters: { day: 'day:2026-11-24' },
      env: { WHO: 'world', EMPTY: '', SUM: '1=1', DB: { secret: 'reports/db' } },
      labels: { team: 'a' },
      resources: { cpu: 0.5, memoryMiB: 2048 },
      command: ['echo', '-n', 'hi'],
    });
  });

  test('a size of memory may have a unit', () => {
    expect(['512', '512M', '512MiB', '2g', '1.5GB', '1T'].map((text) => memoryMiB(text, bounds.memoryMiB))).toEqual([
      512, 512, 512, 2048, 1536, 1048576,
    ]);
    expect(() => memoryMiB('a lot', bounds.memoryMiB)).toThrow('--memory a lot');
  });

  test('what is no pair is refused with the option it stands behind', () => {
    expect(() => pairs(['novalue'], '--env')).toThrow('--env novalue: write NAME=VALUE');
    expect(() => pairs(['=x'], '--param')).toThrow('--param');
  });
});
