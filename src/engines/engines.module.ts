import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Engines, SecretProvider } from '../../domain/ports.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { jobEnvironment } from '../config/job-environment.js';
import { DockerEngine } from './docker/docker.engine.js';
import * as dockerSettings from './docker/docker-settings.js';
import { discoverClusters } from './ecs/discover.js';
import * as ecsSettings from './ecs/ecs-settings.js';
import { EcsEngine } from './ecs/ecs.engine.js';
import { EngineRegistry } from './engine-registry.js';
import { processEngineRefusal } from './process/permission.js';
import { ProcessEngine } from './process/process.engine.js';
import * as processSettings from './process/settings.js';
import { SimulatedEngine } from './simulated/simulated.engine.js';
import * as simulatedSettings from './simulated/settings.js';

/** All engines of this installation; the only file that names them. */
@Global()
@Module({
  providers: [{ provide: Engines, inject: [CONFIG, SecretProvider], useFactory: allEngines }],
  exports: [Engines],
})
export class EnginesModule {}

export function allEngines(config: Config, secrets: SecretProvider): EngineRegistry {
  const { installation } = config;
  return new EngineRegistry({
    process: {
      problems: (settings) => {
        const refusal = processEngineRefusal(config);
        return refusal === undefined ? processSettings.checkSettings(settings) : [{ path: 'kind', message: refusal }];
      },
      make: (settings) =>
        new ProcessEngine({
          attempts: processSettings.attemptsFolder(settings) ?? join(config.dataDir, 'attempts'),
          installation,
          environment: jobEnvironment(),
          secrets,
        }),
    },
    docker: {
      problems: dockerSettings.checkSettings,
      make: (settings) =>
        new DockerEngine(dockerSettings.dockerSettings(settings, config.dockerHost), installation, secrets),
    },
    ecs: {
      problems: ecsSettings.checkSettings,
      make: (settings) => new EcsEngine(ecsSettings.ecsSettings(settings), installation),
      discover: (known, region) => {
        const connected = known.map((settings) => ecsSettings.ecsSettings(settings));
        const regions = [region, config.awsRegion, ...connected.map((own) => own.region)];
        return discoverClusters(connected, [...new Set(regions.filter((name) => name !== undefined))]);
      },
    },
    simulated: {
      problems: simulatedSettings.checkSettings,
      make: () => new SimulatedEngine(),
    },
  });
}
