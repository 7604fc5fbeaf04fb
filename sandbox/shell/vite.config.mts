import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { sortCompiledCss } from '../../static/compiled-css.mjs';

/**
 * Three entries: the shell itself, the script that stands in for Forge's bridge inside the app's iframes, and the
 * theming that script loads when a page asks for it. The last two have fixed names, for the server writes them into pages.
 */
export default defineConfig({
  base: '/sandbox/static/',
  plugins: [react(), sortCompiledCss()],
  define: { 'process.env': '{}', 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1500,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { shell: 'index.html', bridge: 'src/frame/bridge.ts', theme: 'src/frame/theme.ts' },
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: (chunk) => (chunk.name === 'shell' ? 'assets/[name]-[hash].js' : 'frame/[name].js'),
      },
    },
  },
});
