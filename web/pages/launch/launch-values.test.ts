import { describe, expect, test } from '@jest/globals';
import { parseSearch, readSearch, stringifySearch } from '../../search-params.js';
import { LaunchSearch } from './launch-search.js';
import {
  declaredParameters,
  editsOf,
  givenParameters,
  initialValues,
  type LaunchBase,
  searchOf,
  withOnlyCluster,
} from './launch-values.js';

const base: LaunchBase = {
  cluster: 'local',
  image: undefined,
  command: 'echo {{ who }}',
  resources: { cpu: 1, memoryMiB: 512, gpu: 0 },
  env: { LOG_LEVEL: 'info', DB: { secret: 'reports/db' } },
  parameters: declaredParameters({ who: { type: 'string', default: 'world' }, times: { type: 'integer' } }),
  priority: 3,
  labels: {},
};
const untouched = initialValues(base);

describe('the launch form', () => {
  test('a form that nobody has touched changes nothing', () => {
    expect(editsOf(base, untouched)).toEqual({});
  });

  test('a form that nobody has touched keeps the words of a list command, empty ones and those with several lines too', () => {
    const script: LaunchBase = { ...base, command: ['sh', '-c', 'set -e\n\necho one\necho "two"', '', '"x"'] };
    expect(editsOf(script, initialValues(script))).toEqual({});
  });

  test('only what was changed is sent, in the types that the parameters ask for', () => {
    const values = {
      ...untouched,
      cluster: 'big',
      command: 'echo again',
      resources: { ...untouched.resources, memoryMiB: 1024 },
      env: untouched.env.map((row) => (row.name === 'LOG_LEVEL' ? { ...row, value: 'debug' } : row)),
      parameters: { who: 'world', times: '3' },
      priority: 1,
      labels: ['team=data', 'odd'],
    };
    expect(editsOf(base, values)).toEqual({
      cluster: 'big',
      command: 'echo again',
      resources: { memoryMiB: 1024 },
      env: { LOG_LEVEL: 'debug' },
      parameters: { times: 3 },
      priority: 1,
      labels: { team: 'data', odd: '' },
    });
  });

  test('where there is one cluster it need not be chosen, where there are two it must be', () => {
    const anywhere = { ...base, cluster: undefined };
    const chosen = (names: string[]) => editsOf(anywhere, withOnlyCluster(initialValues(anywhere), names)).cluster;
    expect([chosen(['big']), chosen(['big', 'small']), chosen([])]).toEqual(['big', undefined, undefined]);
    expect(editsOf(base, withOnlyCluster(untouched, ['big']))).toEqual({});
  });

  test('a filled form survives as a link', () => {
    const values = {
      ...untouched,
      env: [...untouched.env, { key: 'x', name: 'EXTRA', value: '1', isSecret: false, isFixed: false }],
      parameters: { who: 'moon', times: '2' },
      command: 'ls\n-l',
      isList: true,
    };
    const opened = initialValues(base, readSearch(LaunchSearch, parseSearch(stringifySearch(searchOf(base, values)))));
    expect(editsOf(base, opened)).toEqual(editsOf(base, values));
  });

  test('a list is filled in from its default, and sent in the types of its values', () => {
    const lists: LaunchBase = {
      ...base,
      parameters: declaredParameters({
        sizes: { type: 'array', items: { type: 'integer' }, default: [1, 2] },
        names: { type: 'array', items: { type: 'string' } },
        pairs: { type: 'array', items: { type: 'array' }, default: [[1]] },
      }),
    };
    expect(lists.parameters.map(({ kind }) => kind)).toEqual(['list', 'list', 'other']);
    const values = initialValues(lists);
    expect(values.parameters).toEqual({ sizes: '[1,2]', names: '', pairs: '[\n [\n  1\n ]\n]' });
    expect(editsOf(lists, values)).toEqual({});
    const filled = { ...values, parameters: { ...values.parameters, sizes: '[]', names: '["a, b"]' } };
    expect(editsOf(lists, filled)).toEqual({ parameters: { sizes: [], names: ['a, b'] } });
  });

  test("a run's own values are kept when it is run again, whatever their types", () => {
    const again: LaunchBase = {
      ...base,
      parameters: givenParameters({ day: '2026-11-24', depth: 3, deep: { a: 1 }, dry: false }),
    };
    const values = initialValues(again);
    expect(values.parameters).toEqual({ day: '2026-11-24', depth: '3', deep: '{\n "a": 1\n}', dry: 'false' });
    expect(editsOf(again, { ...values, parameters: { ...values.parameters, depth: '4', dry: 'true' } })).toEqual({
      parameters: { depth: 4, dry: true },
    });
  });
});
