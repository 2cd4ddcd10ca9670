import tseslint from 'typescript-eslint';
import { arrows } from './tools/eslint-arrows.mjs';

const noEnvironment = {
  object: 'process',
  property: 'env',
  message: 'The environment is read in src/config/config.ts only; take a Config.',
};

const erasable = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of words or a const object: enums are not erasable.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use files: namespaces are not erasable.' },
];

export default tseslint.config(
  { ignores: ['dist*/', 'coverage/', 'test-output/', '.flotilla/', '**/*.js', '**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './tsconfig.web.json'], tsconfigRootDir: import.meta.dirname },
    },
    plugins: { flotilla: { rules: { arrows } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'flotilla/arrows': 'error',
      'no-restricted-properties': ['error', noEnvironment],
      'no-restricted-syntax': ['error', ...erasable],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // A number in a sentence is fine; an object or undefined in one is a bug.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Nest modules are classes that hold nothing but their decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Only about looks: `return stop()` and `() => stop()` say "and nobody needs the answer" well enough.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Objects to the option literals that NestFactory.create wants.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // `_` marks what a signature forces on us.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A loop that ends by `return` inside is the natural form of polling and paging.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },
  { files: ['src/config/**', 'test/**', 'tools/**'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['workflows/**'],
    ignores: ['**/*.test.ts'],
    rules: {
      // Replay must see the same every time; Date, Math.random and setTimeout are made deterministic by Temporal's sandbox.
      'no-restricted-globals': [
        'error',
        'process',
        'fetch',
        'crypto',
        'performance',
        'Buffer',
        'setInterval',
        'setImmediate',
      ],
    },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'test/**'],
    rules: {
      'no-restricted-properties': 'off',
      // A test may look into an answer without describing its whole type first: it fails loudly when it is wrong.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `void | Promise<void>` is what a callback of a contract suite may return.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Fakes keep the asynchronous face of the port they stand for.
      '@typescript-eslint/require-await': 'off',
      'max-lines': 'off',
    },
  },
  {
    files: ['web/**'],
    rules: {
      // TanStack Router redirects by throwing what it calls a redirect.
      '@typescript-eslint/only-throw-error': 'off',
      // React event props take async handlers; their failures are handled by the mutation that they start.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
);
