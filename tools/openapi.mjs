// npm run openapi [-- --check]: writes openapi.json from the API, or with --check says whether the committed one is fresh.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';

const writer = join(import.meta.dirname, '../dist/src/http/openapi.js');

await build({ quiet: true, only: ['server'] });
if (existsSync(writer)) await import(writer);
else console.log('openapi: skipped, src/http/openapi.ts is not there yet');
