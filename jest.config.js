// Jest runs TypeScript as native ES modules: swc strips the types, and the mapper turns the `.js` endings of our
// imports back into the `.ts` files they stand for. Needs NODE_OPTIONS=--experimental-vm-modules (test/run.mjs sets it).

const swc = (tsx) => [
  '@swc/jest',
  {
    swcrc: false,
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', tsx, decorators: true },
      transform: { legacyDecorator: true, verbatimModuleSyntax: true, react: { runtime: 'automatic' } },
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.ts$': swc(false), '\\.tsx$': swc(true) },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.flotilla/'],
};

/** The parts of `npm test`, in the order they are worth running; anything in test/ without a part of its own is "whole". */
const parts = {
  unit: ['{domain,workflows,activities,src,web}/**/*.test.{ts,tsx}'],
  contract: ['test/contracts/**/*.test.ts'],
  workflow: ['test/{workflow,history}/**/*.test.ts'],
  journey: ['test/journey/**/*.test.ts'],
  browser: ['test/browser/**/*.test.ts'],
  whole: ['test/**/*.test.ts', '!**/test/{contracts,workflow,history,journey,browser}/**'],
};

export default {
  maxWorkers: 2,
  // Journeys wait for containers and servers; a unit test that takes this long has hung.
  testTimeout: 180_000,
  projects: Object.entries(parts).map(([name, globs]) => ({
    ...shared,
    displayName: name,
    testMatch: globs.map((glob) => (glob.startsWith('!') ? glob : `<rootDir>/${glob}`)),
  })),
};
