import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = `http://127.0.0.1:${process.env.PORT ?? 4000}`;

/** Builds the web app to dist/app; in development everything that is not the app goes to the server. */
export default defineConfig({
  plugins: [react()],
  publicDir: 'app/public',
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    // The content security policy allows no data: addresses, so nothing may be inlined as one.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { '/api': { target: server, ws: true }, '/public': server, '/v1': server },
    watch: { ignored: ['**/data/**', '**/dist/**'] },
  },
});
