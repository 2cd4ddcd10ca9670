// All workflow code in one file, as Temporal's sandbox wants it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

const root = join(import.meta.dirname, '../..');
const quiet = { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} };

const { code } = await bundleWorkflowCode({ workflowsPath: join(root, 'workflows/index.ts'), logger: quiet });
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, 'dist/workflow-bundle.js'), code);
console.log(`${Math.round(code.length / 1024)} kB`);
