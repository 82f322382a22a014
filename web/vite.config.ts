import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { phoneServiceWorker } from './phone/service-worker-plugin.mjs';

export default defineConfig({
  base: './',
  plugins: [phoneServiceWorker()],
  resolve: {
    alias: {
      '@heliograph/wasm': fileURLToPath(new URL('../build/wasm/heliograph.js', import.meta.url)),
    },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
  },
});
