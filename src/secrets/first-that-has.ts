import { SecretProvider } from '../../domain/ports.js';

/** Several providers, asked one after the other. */
export class FirstThatHas extends SecretProvider {
  constructor(private readonly providers: readonly SecretProvider[]) {
    super();
  }

  override async has(name: string): Promise<boolean> {
    for (const provider of this.providers) if (await provider.has(name)) return true;
    return false;
  }

  override async read(name: string): Promise<string | undefined> {
    for (const provider of this.providers) {
      const value = await provider.read(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}
