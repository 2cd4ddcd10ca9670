/* eslint-disable @typescript-eslint/require-await -- the port is asynchronous */
import { SecretProvider } from '../../domain/ports.js';

/** Variables of our own environment, as far as the operator has allowed them. */
export class EnvironmentSecrets extends SecretProvider {
  constructor(private readonly allowed: ReadonlyMap<string, string>) {
    super();
  }

  override async has(name: string): Promise<boolean> {
    return this.allowed.has(name);
  }

  override async read(name: string): Promise<string | undefined> {
    return this.allowed.get(name);
  }
}
