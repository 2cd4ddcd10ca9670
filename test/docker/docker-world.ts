import { afterAll, beforeAll, describe, test } from '@jest/globals';
import Docker from 'dockerode';
import { DockerEngine } from '../../src/engines/docker/docker.engine.js';
import { shellCommand, type EngineWorld } from '../contracts/engine-world.js';
import { available } from '../needs.js';
import { busyboxTar, testImage } from './test-image.js';
import { testRegistry, type TestRegistry } from './test-registry.js';
import { MemorySecrets } from '../fakes/memory-secrets.js';

export interface DockerWorld extends EngineWorld {
  readonly host: string;
  readonly docker: Docker;
  readonly registry: TestRegistry;
}

const { docker: host } = available;
const image = host === undefined ? { missing: 'no Docker Engine answers' } : await testImage(host);

/** Describes tests that need containers; where there can be none, one skipped test says why. */
export function describeDocker(title: string, body: (world: () => Promise<DockerWorld>) => void): void {
  if (host !== undefined && 'name' in image) {
    describe(title, () => body(() => dockerWorld(host, image.name)));
  } else {
    describe.skip(title, () => {
      test(`cannot be tested here: ${'missing' in image ? image.missing : ''}`, () => undefined);
    });
  }
}

/** The same, with one world for all tests. */
export function describeInDocker(title: string, body: (world: () => DockerWorld) => void): void {
  describeDocker(title, (make) => {
    let world: DockerWorld | undefined;
    beforeAll(async () => {
      world = await make();
    });
    afterAll(async () => {
      await world?.release();
    });
    body(() => {
      if (world === undefined) throw new Error('the world of the tests could not be made');
      return world;
    });
  });
}

/** A Docker engine with an installation of its own, whose containers are removed at the end. */
async function dockerWorld(host: string, image: string): Promise<DockerWorld> {
  const installation = `test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  const docker = new Docker({ socketPath: host.replace(/^unix:\/\//, ''), host: undefined });
  const registry = await testRegistry(busyboxTar());
  const engines: DockerEngine[] = [];
  const another = (): DockerEngine => {
    const engine = new DockerEngine({ kind: 'docker', host }, installation, new MemorySecrets());
    engines.push(engine);
    return engine;
  };
  return {
    host,
    docker,
    registry,
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
