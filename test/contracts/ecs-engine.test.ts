import { describe } from '@jest/globals';
import Docker from 'dockerode';
import { ecsWorld, GREEDY } from '../aws/ecs-world.js';
import { testImage } from '../docker/test-image.js';
import { describeWith } from '../needs.js';
import { engineContract } from './engine.contract.js';

const offers = { commands: true, images: true, outOfMemory: true } as const;

describe('with a fake AWS whose tasks are processes', () => {
  engineContract('EcsEngine', ecsWorld, offers);
});

describeWith(['docker'], 'with a fake AWS whose tasks are containers', ({ docker }) => {
  engineContract(
    'EcsEngine',
    async () => {
      const image = await testImage(docker);
      if ('missing' in image) throw new Error(image.missing);
      const engine = new Docker({ socketPath: docker.replace(/^unix:\/\//, ''), host: undefined });
      await engine.getImage(image.name).tag({ repo: GREEDY });
      return { ...(await ecsWorld({ tasks: 'container', dockerHost: docker })), image: image.name };
    },
    offers,
  );
});
