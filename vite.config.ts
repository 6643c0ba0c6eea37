import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = `http://127.0.0.1:${process.env.PORT ?? 4000}`;

/** Builds the web app to dist/app; in development everything that is not the app goes to the server. */
export default defineConfig({
  plugins: [react(), compressed()],
  publicDir: 'app/public',
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    // The content security policy allows no data: addresses, so nothing may be inlined as one.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What scenes share comes in one file: a scene of fifty small ones waits for fifty answers.
        codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
      },
    },
  },
  server: {
    proxy: { '/api': { target: server, ws: true }, '/public': server, '/v1': server },
    watch: { ignored: ['**/data/**', '**/dist/**'] },
  },
});

/** Lays compressed copies beside scripts and styles, for the server to send to whoever takes them. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = '' }, files) {
      for (const [name, file] of Object.entries(files)) {
        if (!/\.(js|css)$/.test(name)) continue;
        const content = file.type === 'chunk' ? file.code : file.source;
        await Promise.all([
          promisify(brotliCompress)(content).then((bytes) => writeFile(join(dir, `${name}.br`), bytes)),
          promisify(gzip)(content).then((bytes) => writeFile(join(dir, `${name}.gz`), bytes)),
        ]);
      }
    },
  };
}
