import { expect, test } from '@jest/globals';
import { pinnedImage } from './pinned-image.js';

test.each([
  ['python', 'python@sha256:1'],
  ['python:3.12-slim', 'python@sha256:1'],
  ['registry:5000/team/report', 'registry:5000/team/report@sha256:1'],
  ['registry:5000/team/report:2.1', 'registry:5000/team/report@sha256:1'],
  ['python@sha256:0', 'python@sha256:1'],
  ['python:3.12@sha256:0', 'python@sha256:1'],
])('%s is pinned as %s', (image, pinned) => {
  expect(pinnedImage(image, 'sha256:1')).toBe(pinned);
});
