import { describe, expect, test } from '@jest/globals';
import type { EngineSettings } from '../../domain/cluster.js';
import { engineExamples } from '../../domain/engine-examples.js';
import { FakeEngine } from '../../test/fakes/fake-engine.js';
import { readConfig } from '../config/config.js';
import { EngineRegistry } from './engine-registry.js';
import { allEngines } from './engines.module.js';
import { MemorySecrets } from '../../test/fakes/memory-secrets.js';

const aCluster = (name: string, engine: EngineSettings) => ({ name, engine });

describe('EngineRegistry', () => {
  const registry = new EngineRegistry({
    process: {
      problems: ({ bad }) => (bad === undefined ? [] : [{ path: 'bad', message: 'This is bad.' }]),
      make: () => new FakeEngine(),
    },
  });

  test('a cluster keeps its engine until its settings change', () => {
    const first = registry.of(aCluster('a', { kind: 'process' }));
    expect(registry.of(aCluster('a', { kind: 'process' }))).toBe(first);
    expect(registry.of(aCluster('b', { kind: 'process' }))).not.toBe(first);
    expect(registry.of(aCluster('a', { kind: 'process', directory: '/x' }))).not.toBe(first);
  });

  test('a kind that is not offered is refused with the kinds that are', () => {
    expect(registry.problems({ kind: 'nomad' })).toEqual([
      { path: 'kind', message: 'There is no engine "nomad" here; there are: process.' },
    ]);
    expect(() => registry.of(aCluster('a', { kind: 'nomad' }))).toThrow(/"a" cannot be used.*nomad/);
  });

  test('settings with a problem make no engine', () => {
    expect(() => registry.of(aCluster('a', { kind: 'process', bad: 1 }))).toThrow('This is bad.');
  });
});

test('every engine of this installation can be made from its kind alone', () => {
  const engines = allEngines(readConfig({}), new MemorySecrets());
  for (const kind of ['process', 'docker', 'simulated'] as const)
    expect(engines.of(aCluster(kind, { kind })).describe().kind).toBe(kind);
});

test('the kinds that are offered are those that are taken, and so are the settings shown as an example', () => {
  const engines = allEngines(readConfig({}), new MemorySecrets());
  expect(engines.kinds()).toEqual(['process', 'docker', 'ecs', 'simulated']);
  for (const kind of engines.kinds()) {
    const example = engineExamples[kind];
    if (example !== undefined) expect([kind, engines.problems({ kind, ...example })]).toEqual([kind, []]);
  }
});

test('the process engine is refused to a server that others can reach', () => {
  const open = allEngines(readConfig({ FLOTILLA_HOST: '0.0.0.0' }), new MemorySecrets());
  expect(open.problems({ kind: 'process' })).toMatchObject([{ path: 'kind' }]);
  expect(open.kinds()).toEqual(['docker', 'ecs', 'simulated']);
  expect(() => open.of(aCluster('local', { kind: 'process' }))).toThrow('FLOTILLA_ALLOW_PROCESS_ENGINE');
});
