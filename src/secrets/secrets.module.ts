import { Global, Module } from '@nestjs/common';
import { SecretProvider } from '../../domain/ports.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { secretEnvironment } from '../config/secret-environment.js';
import { EnvironmentSecrets } from './environment-secrets.js';
import { FileSecrets } from './file-secrets.js';
import { FirstThatHas } from './first-that-has.js';

/** Where the values of secrets come from here. */
@Global()
@Module({
  providers: [{ provide: SecretProvider, inject: [CONFIG], useFactory: secretsOf }],
  exports: [SecretProvider],
})
export class SecretsModule {}

export function secretsOf({ secretsDir, secretsEnv }: Config): SecretProvider {
  return new FirstThatHas([
    new EnvironmentSecrets(secretEnvironment(secretsEnv)),
    ...(secretsDir === undefined ? [] : [new FileSecrets(secretsDir)]),
  ]);
}
