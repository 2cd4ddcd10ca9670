import { expect, test } from '@jest/globals';
import { SharedRead } from './shared-read.js';

/** A source whose reads end when the test says so. */
function slowSource() {
  const reads: { key: string; end: (value: string) => void; fail: (error: Error) => void }[] = [];
  const shared = new SharedRead<string>((key) => new Promise((end, fail) => reads.push({ key, end, fail })));
  return { reads, shared };
}
const turn = () => new Promise((done) => setImmediate(done));

test('who asks while a read is under way shares the next one, and is never given what was read before', async () => {
  const { reads, shared } = slowSource();
  const first = shared.read('a');
  const late = [shared.read('a'), shared.read('a'), shared.read('a')];
  expect(reads).toHaveLength(1);
  reads[0]?.end('old');
  expect(await first).toBe('old');
  await turn();
  expect(reads).toHaveLength(2);
  reads[1]?.end('new');
  expect(await Promise.all(late)).toEqual(['new', 'new', 'new']);
});

test('keys do not wait for each other, and a read that fails does not spoil the next', async () => {
  const { reads, shared } = slowSource();
  const a = shared.read('a');
  const b = shared.read('b');
  const again = shared.read('a');
  reads[1]?.end('b');
  expect(await b).toBe('b');
  reads[0]?.fail(new Error('away'));
  await expect(a).rejects.toThrow('away');
  await turn();
  reads[2]?.end('back');
  expect(await again).toBe('back');
});
