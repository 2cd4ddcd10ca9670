import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../config/config.js';

/** The tokens that `flotilla login` keeps, by the address of their server; readable for their owner only. */
export class KeptTokens {
  private readonly file: string;

  constructor({ configDir }: Pick<Config, 'configDir'>) {
    this.file = join(configDir, 'tokens.json');
  }

  async of(server: string): Promise<string | undefined> {
    return (await this.read())[server];
  }

  /** Keeps a token; undefined takes the kept one away. */
  async keep(server: string, token: string | undefined): Promise<void> {
    const { [server]: _before, ...others } = await this.read();
    const tokens = token === undefined ? others : { ...others, [server]: token };
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    // In one piece, and never readable for others in between.
    const draft = `${this.file}.${process.pid}`;
    await writeFile(draft, `${JSON.stringify(tokens, undefined, 2)}\n`, { mode: 0o600 });
    await rename(draft, this.file);
  }

  private async read(): Promise<Readonly<Record<string, string>>> {
    try {
      const tokens: unknown = JSON.parse(await readFile(this.file, 'utf8'));
      return typeof tokens === 'object' && tokens !== null ? (tokens as Record<string, string>) : {}; // written by keep
    } catch {
      return {}; // nobody has logged in yet, or somebody has spoiled the file: then one logs in again
    }
  }
}
