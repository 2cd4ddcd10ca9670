import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from './config.js';
import { CONFIG } from './config.token.js';

/** Hands the configuration, read once by the main file, to everything. */
@Module({})
export class ConfigModule {
  static of(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
