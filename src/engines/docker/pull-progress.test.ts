import { expect, test } from '@jest/globals';
import { PullProgress } from './pull-progress.js';

test('sums up the layers of a pull', () => {
  const progress = new PullProgress();
  progress.add({ status: 'Pulling from library/python', id: '3.12' });
  expect(progress.phase()).toBe('pulling image');
  progress.add({ status: 'Pulling fs layer', progressDetail: {}, id: 'a' });
  progress.add({ status: 'Already exists', progressDetail: {}, id: 'b' });
  expect(progress.phase()).toBe('pulling image: 1 of 2 layers');
  progress.add({ status: 'Downloading', progressDetail: { current: 2_500_000, total: 5_000_000 }, id: 'a' });
  expect(progress.phase()).toBe('pulling image: 1 of 2 layers, 2.5 of 5.0 MB');
  progress.add({ status: 'Extracting', progressDetail: { current: 10, total: 20 }, id: 'a' });
  expect(progress.phase()).toBe('pulling image: 1 of 2 layers, 5.0 of 5.0 MB');
  progress.add({ status: 'Pull complete', progressDetail: {}, id: 'a' });
  progress.add({ status: 'Digest: sha256:1' });
  expect(progress.phase()).toBe('pulling image: 2 of 2 layers, 5.0 of 5.0 MB');
  expect(progress.error).toBeUndefined();
});

test('keeps the words of a pull that failed half-way', () => {
  const progress = new PullProgress();
  progress.add({ errorDetail: { message: 'unexpected EOF' }, error: 'unexpected EOF' });
  expect(progress.error).toBe('unexpected EOF');
});
