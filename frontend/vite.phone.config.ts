/** A page for phones, built apart: in one piece, for older browsers, and with nothing of the board in it. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `vite build -c vite.phone.config.ts --mode join` (or `receipt`). */
export default defineConfig(({ mode: page }) => ({
  plugins: [svelte()],
  resolve: { alias: { $: here('./src') } },
  publicDir: false,
  build: {
    outDir: here('../app/static'),
    emptyOutDir: false,
    target: 'es2020',
    cssTarget: ['chrome87', 'safari14', 'firefox85'],
    modulePreload: false,
    rollupOptions: { input: here(`./${page}.html`) },
  },
}));
