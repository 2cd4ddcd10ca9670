import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const bundle = join(import.meta.dirname, '../../dist/workflow-bundle.js');
const testWithBundle = existsSync(bundle) ? test : test.skip;

testWithBundle('the workflow bundle holds no zod: it would add a second to the start of every worker', () => {
  expect(modulesIn(bundle).filter((path) => path.includes('node_modules/zod/'))).toEqual([]);
});

testWithBundle('the workflow bundle holds none of Node’s own modules: replay could not repeat what they do', () => {
  const found = modulesIn(bundle).filter((path) =>
    builtinModules.includes(path.replace(/^(external )?"?(node:)?/, '').replace(/"$/, '')),
  );
  expect(found).toEqual([]);
});

testWithBundle('the workflow bundle holds our workflows and rules, and nothing of src or activities', () => {
  const ours = modulesIn(bundle).filter((path) => !path.includes('node_modules/') && path.startsWith('./'));
  expect(ours).toContain('./workflows/index.ts');
  expect(ours.filter((path) => /^\.\/(src|activities|web|test)\//.test(path))).toEqual([]);
});

/** The names under which webpack keeps the modules it packed. */
function modulesIn(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^\/\*\*\*\/ "([^"]+)":?/gm)].map((match) => match[1] ?? '');
}
