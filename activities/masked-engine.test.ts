import { expect, test } from '@jest/globals';
import { maskFor } from '../domain/mask.js';
import type { Engine } from '../domain/ports.js';
import { aRunId, anAttempt } from '../test/contracts/builders.js';
import { FakeCluster, FakeEngine } from '../test/fakes/fake-engine.js';
import { MaskedEngine } from './masked-engine.js';

test('why a container is not known any more is told without the value of a secret', async () => {
  const engine = new FakeEngine(new FakeCluster());
  engine.inspect = () => Promise.resolve([{ kind: 'unknown', reason: 'The cluster hunter2-hunter2 was deleted.' }]);
  const masked = new MaskedEngine(engine, maskFor(['hunter2-hunter2']));
  const [seen] = await masked.inspect([{ fake: anAttempt(aRunId(1)).token }]);
  expect(seen?.kind).toBe('unknown');
  expect(JSON.stringify(seen)).toContain('The cluster');
  expect(JSON.stringify(seen)).not.toContain('hunter2');
});

test('a launch that is not wanted any more ends with the very reason that was given', async () => {
  const engine: Engine = new FakeEngine(new FakeCluster());
  engine.launch = async (_request, _token, _progress, unwanted) => {
    unwanted?.throwIfAborted();
    throw new Error('hunter2-hunter2');
  };
  const masked = new MaskedEngine(engine, maskFor(['hunter2-hunter2']));
  const { token } = anAttempt(aRunId(1));
  const reason = new Error('the start deadline has come');
  await expect(masked.launch({}, token, undefined, AbortSignal.abort(reason))).rejects.toBe(reason);
  await expect(masked.launch({}, token)).rejects.not.toThrow('hunter2');
});
