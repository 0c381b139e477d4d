import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pages = [
  'index',
  'board',
  'docs',
  'evaluate',
  'feedback',
  'wall',
  'scribe',
  'select',
  'sheets',
  'sorting',
  'verify',
]; // join, receipt and part: vite.phone.config.ts

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: { $: here('./src') },
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
  build: {
    outDir: here('../app/static'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rollupOptions: { input: pages.map((page) => here(`./${page}.html`)) },
  },
  server: {
    proxy: { '/api': process.env['STORYHARVEST_SERVICE'] ?? 'http://127.0.0.1:8000' },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
