import { SecretProvider } from '../../domain/ports.js';

/** Secrets in memory. */
export class MemorySecrets extends SecretProvider {
  readonly values;

  constructor(values: Readonly<Record<string, string>> = {}) {
    super();
    this.values = new Map(Object.entries(values));
  }

  override async has(name: string): Promise<boolean> {
    return this.values.has(name);
  }

  override async read(name: string): Promise<string | undefined> {
    return this.values.get(name);
  }
}
