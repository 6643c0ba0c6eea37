import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

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
        // The first script is what every page needs. What scenes share besides comes in two files: a scene of fifty
        // small ones waits for fifty answers, and few wait for what checks the API's data.
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 3 },
            {
              name: (id, modules) => (checksData(id, modules) ? null : 'scenes'),
              minShareCount: 2,
              priority: 2,
            },
            { name: 'schemas', minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': { target: server, ws: true }, '/public': server, '/v1': server },
    watch: { ignored: ['**/data/**', '**/dist/**'] },
  },
});

/** Whether a module is zod or cannot do without it; `seen` are those that can. */
function checksData(id: string, modules: Rolldown.ChunkingContext, seen = new Set<string>()): boolean {
  if (/[\\/]node_modules[\\/]zod[\\/]/.test(id)) return true;
  seen.add(id);
  const { importedIds = [] } = modules.getModuleInfo(id) ?? {};
  return importedIds.some((one) => !seen.has(one) && checksData(one, modules, seen));
}

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
