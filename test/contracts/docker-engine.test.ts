import { describeDocker } from '../docker/docker-world.js';
import { engineContract } from './engine.contract.js';

describeDocker('with real containers', (world) => {
  engineContract('DockerEngine', world, { commands: true, images: true, outOfMemory: true });
});
