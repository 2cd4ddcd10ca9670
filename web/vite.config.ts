import { resolve } from 'node:path';
import type { AcceptedPlugin } from 'postcss';
import postcssPresetMantine from 'postcss-preset-mantine';
import { defineConfig } from 'vite';

// The package has no types of its own.
const mantine = postcssPresetMantine as () => AcceptedPlugin;

const api = 'http://127.0.0.1:7070';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  // No plugin: vite compiles JSX itself.
  oxc: { jsx: { runtime: 'automatic' } },
  css: { postcss: { plugins: [mantine()] } },
  build: {
    outDir: resolve(import.meta.dirname, '../dist/web'),
    emptyOutDir: true,
    // The server serves what is under assets/ and nothing inlined but small pictures.
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      // Directives for servers that render; there is none here.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
      output: {
        // What changes with a new library version only, apart from what changes with us: browsers keep it.
        manualChunks: (id) =>
          /node_modules\/(react|react-dom|scheduler|@mantine\/(core|hooks|notifications|form)|@floating-ui)\//.test(id)
            ? 'interface'
            : /node_modules\/(@tanstack|zod|anser)\//.test(id)
              ? 'data'
              : undefined,
      },
    },
  },
  server: {
    host: '127.0.0.1',
    // The API refuses what another origin sends; to it, this is its own page.
    // Our own folder api/ is not the API.
    proxy: { '^/api/(?!.*\\.ts($|\\?))': { target: api, changeOrigin: true, headers: { origin: api } } },
  },
});
