import Docker from 'dockerode';
import { DockerEngine } from '../../src/engines/docker/docker.engine.js';
import { falseRegistry } from './false-registry.js';
import { shellCommand, type EngineWorld } from '../contracts/engine-world.js';

/** A Docker engine with an installation of its own, whose containers are removed at the end. */
export async function dockerWorld(host: string, image: string): Promise<EngineWorld & { readonly docker: Docker }> {
  const installation = `test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  const docker = new Docker({ socketPath: host.replace(/^unix:\/\//, ''), host: undefined });
  const registry = await falseRegistry();
  const engines: DockerEngine[] = [];
  const another = (): DockerEngine => {
    const engine = new DockerEngine({ kind: 'docker', host }, installation);
    engines.push(engine);
    return engine;
  };
  return {
    docker,
    engine: another(),
    another,
    installation,
    command: shellCommand,
    image,
    missing: { image: `${registry.address}/nothing/here:1`, codes: ['image-not-found'] },
    async release() {
      const label = [`flotilla.installation=${installation}`];
      const left = await docker.listContainers({ all: true, filters: { label } });
      await Promise.all(left.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
      for (const engine of engines) engine.close();
      await registry.stop();
    },
  };
}
