// The web page, by vite, with web/vite.config.ts.
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../..');
const { output } = [
  await build({
    root: join(root, 'web'),
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(root, 'dist/web'), emptyOutDir: true },
  }),
].flat()[0];
console.log(`${output.length} files`);
