import { describe, test } from '@jest/globals';
import { dockerWorld } from '../docker/docker-world.js';
import { testImage } from '../docker/test-image.js';
import { available } from '../needs.js';
import { engineContract } from './engine.contract.js';

const { docker: host } = available;
const image = host === undefined ? { missing: 'no Docker Engine' } : await testImage(host);

if (host === undefined || 'missing' in image) {
  describe.skip('DockerEngine keeps the promises of an engine', () => {
    test(`is not tested: ${'missing' in image ? image.missing : 'no Docker Engine'}`, () => undefined);
  });
} else {
  const offers = { commands: true, images: true, outOfMemory: true };
  engineContract('DockerEngine', () => dockerWorld(host, image.name), offers);
}
