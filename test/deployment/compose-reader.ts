import { readConfig } from '../../src/config/config.js';
import type { Say } from '../../src/embedded/say.js';
import { goProgram } from './go-program.js';

/** The library with which Docker Compose reads its files, as a program of its own; no Docker is needed for it. */
const COMPOSE_GO = { place: 'github.com/compose-spec/compose-go/v2/cmd', version: '2.16.2' };

/** The path of a program that prints a compose file in full, as JSON, with `-format json FILE`. Throws when Go cannot build it. */
export function composeReader(say: Say): Promise<string> {
  return goProgram(COMPOSE_GO.place, COMPOSE_GO.version, readConfig().cacheDir, say);
}
