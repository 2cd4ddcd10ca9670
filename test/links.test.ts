import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  'test/bench/README.md',
];

test.each(pages)('every link and picture of %s leads to a file that is there', (page) => {
  const folder = dirname(join(root, page));
  const targets = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(
    (match) => match[1] ?? '',
  );
  const files = targets.filter((target) => !/^[a-z]+:/.test(target)).map((target) => join(folder, target));
  expect(files.filter((file) => !existsSync(file)).map((file) => relative(root, file))).toEqual([]);
});
