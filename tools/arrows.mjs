// Who may import whom. One table, used by the linter while one types and by test/architecture.test.ts for all files at once.
import { posix } from 'node:path';

const nest = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-fastify',
  '@nestjs/swagger',
  'reflect-metadata',
  'rxjs',
];

/**
 * The first row whose `files` match is the one that counts. `folders`, `packages`: what may be imported; `types`: what may
 * be imported as types only; `node`: whether Node's own modules may be.
 */
const rows = [
  { files: /\.test\.tsx?$|^(test|tools)\//, anything: true, why: 'tests and tools look at everything' },
  {
    files: /^src\/[^/]+\.ts$|^src\/.*\.module\.ts$/,
    folders: /^(src|domain|activities)\/|^workflows\/messages\.ts$/,
    packages: /./,
    node: true,
    why: 'main files and modules put it together; workflow code reaches a worker as a bundle only',
  },
  {
    files: /^domain\/contract\//,
    folders: /^domain\//,
    packages: only('zod'),
    why: 'the contract is the vocabulary as it travels: zod and nothing else',
  },
  { files: /^domain\//, folders: /^domain\/(?!contract\/)/, why: 'the vocabulary imports nothing' },
  {
    files: /^workflows\//,
    folders: /^workflows\/|^domain\/(?!contract\/)/,
    packages: only('@temporalio/workflow'),
    types: /^activities\/|^domain\/contract\//,
    why: 'workflows are replayed: only pure rules and the Temporal API, side effects as types',
  },
  {
    files: /^activities\//,
    folders: /^activities\/|^domain\//,
    packages: only('@temporalio/activity'),
    why: 'activities are handed ports; they know no SDK, no store, no Nest',
  },
  {
    files: /^src\/store\//,
    folders: /^(src\/(store|config)|domain)\//,
    packages: only('mongoose', 'ulid', '@nestjs/common'),
    node: true,
    why: 'the store knows mongoose and the domain; documents never leave it',
  },
  {
    files: /^src\/engines\/[^/]+\//,
    folders: /^(src\/engines\/$own|domain|src\/config)\//,
    packages: /^(?!@nestjs\/|mongoose|@temporalio\/)/,
    node: true,
    why: 'an engine knows its own SDK and the domain, and never another engine',
  },
  {
    files: /^src\/temporal\//,
    folders: /^(src\/(temporal|config)|domain)\/|^workflows\/messages\.ts$/,
    packages: only('@temporalio/client', '@temporalio/common', '@temporalio/worker', '@nestjs/common', 'ulid'),
    types: /^workflows\//,
    node: true,
    why: 'the Temporal adapter knows what workflows listen to (messages.ts), not how they work',
  },
  {
    files: /^src\/worker\//,
    folders: /^(src\/(worker|config|logging|temporal)|domain|activities)\/|^workflows\/messages\.ts$/,
    packages: only('@temporalio/client', '@temporalio/common', '@temporalio/worker', '@nestjs/common'),
    node: true,
    why: 'a worker brings activities and Temporal together; the ports are handed to it by its module',
  },
  {
    files: /^src\/embedded\//,
    folders: /^(src\/(embedded|config)|domain)\//,
    packages: only(
      '@temporalio/client',
      '@temporalio/common',
      'mongoose',
      'mongodb',
      'mongodb-memory-server-core',
      'zod',
    ),
    node: true,
    why: 'the embedded servers are found, started and stopped without knowing what they are used for',
  },
  {
    files: /^src\/cli\//,
    folders: /^(src\/(cli|config|embedded)|domain)\//,
    packages: only('commander', 'yaml', 'zod'),
    node: true,
    why: 'the command line is a client of the API like any other',
  },
  {
    files: /^src\/config\//,
    folders: /^src\/config\//,
    packages: only('zod'),
    node: true,
    why: 'the configuration is read before anything else exists',
  },
  {
    files: /^src\//,
    folders: /^(src\/($own|config|logging|http|access)|domain)\//,
    packages: only(
      ...nest,
      '@nestjs/terminus',
      '@fastify/static',
      'ajv',
      'ajv-formats',
      'fastify',
      'zod',
      'pino',
      'prom-client',
      'ulid',
      'yaml',
      'cronstrue',
      'leven',
    ),
    node: true,
    why: 'a feature knows the domain, the configuration and Nest; it reaches the world through ports',
  },
  {
    files: /^web\/(vite\.config|postcss\.config)\./,
    folders: /^web\//,
    packages: /./,
    node: true,
    why: 'this file configures the build',
  },
  {
    files: /^web\//,
    folders: /^(web|domain)\//,
    packages: /^(?!@nestjs\/|mongoose|@temporalio\/|dockerode)/,
    why: 'the page is a view of the API: the contract and browser packages',
  },
];

/** Says in one sentence why this file may not import that, or nothing when it may. Paths are from the top, with `/`. */
export function objection(file, specifier, asType) {
  const row = rows.find((row) => row.files.test(file));
  if (row === undefined) return `${file} is in no known folder: give it a row in tools/arrows.mjs`;
  if (row.anything) return undefined;
  const own = file.split('/')[file.startsWith('src/engines/') ? 2 : 1];
  const may = (pattern, name) => pattern !== undefined && new RegExp(pattern.source.replace('$own', own)).test(name);
  const target = specifier.startsWith('.') ? resolved(file, specifier) : specifier;
  const allowed = specifier.startsWith('.')
    ? may(row.folders, target) || (asType && may(row.types, target))
    : specifier.startsWith('node:')
      ? row.node === true
      : may(row.packages, specifier);
  return allowed ? undefined : `${file} may not import ${target}${asType ? ' (not even its types)' : ''}: ${row.why}`;
}

/** The source file that a relative import means: `.js` stands for the `.ts` (or `.tsx`) it is made from. */
export function resolved(file, specifier) {
  return posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
}

function only(...names) {
  return new RegExp(`^(${names.join('|')})(/|$)`);
}
