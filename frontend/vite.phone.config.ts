/** A page for phones, built apart: in one piece, for older browsers, and with nothing of the board in it. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Parts that come later bring nothing to fetch beforehand: the helper that would do so is left out. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null),
};

/** `vite build -c vite.phone.config.ts --mode join` (or `receipt`, `part`). */
export default defineConfig(({ mode: page }) => ({
  plugins: [plainImports, svelte()],
  resolve: { alias: { $: here('./src') } },
  publicDir: false,
  build: {
    outDir: here('../app/static'),
    emptyOutDir: false,
    target: 'es2020',
    cssTarget: ['chrome87', 'safari14', 'firefox85'],
    modulePreload: false,
    manifest: `${page}-files.json`, // where each language's words are, for the service to name them with the page
    cssCodeSplit: false, // one file, and no code that loads the second
    rollupOptions: { input: here(`./${page}.html`) },
  },
}));
