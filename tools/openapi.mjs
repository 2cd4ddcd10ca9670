// npm run openapi [-- --check]: writes openapi.json from the API, or with --check says whether the committed one is fresh.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';

const target = join(import.meta.dirname, '../openapi.json');

await build({ quiet: true, only: ['server'] });
const { writeOpenApi } = await import('../dist/src/openapi.main.js');
const fresh = await writeOpenApi();
const stored = existsSync(target) ? readFileSync(target, 'utf8') : '';

if (!process.argv.includes('--check')) {
  writeFileSync(target, fresh);
  console.log(fresh === stored ? 'openapi.json is unchanged' : 'openapi.json written');
} else if (fresh === stored) {
  console.log('openapi.json is fresh');
} else {
  console.error('openapi.json is stale: run `npm run openapi` and commit it');
  process.exitCode = 1;
}
