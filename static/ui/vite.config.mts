import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { sortCompiledCss } from '../compiled-css.mjs';

/** Forge serves the folder from a path of its own, so every address in it is relative. */
export default defineConfig({
  base: './',
  plugins: [react(), sortCompiledCss()],
  define: { 'process.env': '{}', 'process.env.NODE_ENV': '"production"' },
  build: { outDir: 'dist', emptyOutDir: true, cssCodeSplit: false, target: 'es2022' },
});
