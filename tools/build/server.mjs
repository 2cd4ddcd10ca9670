// TypeScript → JavaScript, one file for one file, by swc: it only strips types (tsc checks them in `npm run typecheck`).
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { transform } from '@swc/core';
import { filesIn } from './fingerprint.mjs';

const root = join(import.meta.dirname, '../..');
const folders = ['src', 'domain', 'workflows', 'activities', 'test'];

const sources = folders.flatMap((folder) => filesIn(root, folder)).filter((file) => /(?<!\.d)\.ts$/.test(file));
const made = new Set((await Promise.all(sources.map(compile))).flat());
for (const folder of folders) removeStale(join('dist', folder));
console.log(`${sources.length} files`);

async function compile(source) {
  const target = join('dist', source.replace(/\.ts$/, '.js'));
  const { code, map } = await transform(readFileSync(join(root, source), 'utf8'), {
    swcrc: false,
    filename: source,
    sourceFileName: relative(dirname(target), source),
    sourceMaps: true,
    inlineSourcesContent: false,
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, verbatimModuleSyntax: true },
    },
    module: { type: 'es6' },
  });
  const mapFile = `${target}.map`;
  mkdirSync(join(root, dirname(target)), { recursive: true });
  writeFileSync(join(root, target), `${code}//# sourceMappingURL=${mapFile.split('/').at(-1)}\n`);
  writeFileSync(join(root, mapFile), map);
  return [target, mapFile];
}

// A deleted source must not live on in dist/, where it could still be imported.
function removeStale(folder) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeStale(path);
    else if (!made.has(path)) rmSync(join(root, path));
  }
}
