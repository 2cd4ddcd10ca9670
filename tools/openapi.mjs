// npm run openapi [-- --check]: writes openapi.json from the API, or with --check says whether the committed one is fresh.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';

// A main file, because it puts the whole API together; in src/http/ where it needs no more than that.
const writer = ['src/openapi.main', 'src/http/openapi']
  .filter((name) => existsSync(join(import.meta.dirname, `../${name}.ts`)))
  .map((name) => new URL(`../dist/${name}.js`, import.meta.url).href)[0];

await build({ quiet: true, only: ['server'] });
if (writer !== undefined) await import(writer);
else console.log('openapi: skipped, nothing writes it yet');
