import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Forge serves the folder from a path of its own, so every address in it is relative. */
export default defineConfig({
  base: './',
  plugins: [react()],
  define: { 'process.env': '{}', 'process.env.NODE_ENV': '"production"' },
  build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 1500, target: 'es2022' },
});
