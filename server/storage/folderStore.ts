import { randomUUID } from 'node:crypto';
import { access, constants, type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { notFound } from '../problem.ts';
import type { ByteStore } from './audioStore.ts';
import { durableFolders, isMissing, syncFolder } from './durableFolders.ts';
import { checkedKey, clippedRange } from './objectKey.ts';

/** Half-written objects lie here until they are renamed into place; no key begins with a dot. */
const INCOMING = '.incoming';
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** Objects as files below `root`, which is made when missing. Removes what an earlier crash left half-written. */
export async function openFolderStore(root: string): Promise<ByteStore> {
  const base = resolve(root);
  const incoming = join(base, INCOMING);
  const makeFolder = durableFolders(base);
  await makeFolder(incoming);
  await removeAbandoned(incoming);
  const pathOf = (key: string) => join(base, checkedKey(key));

  return {
    async put(key, bytes) {
      const path = pathOf(key);
      const temporary = join(incoming, randomUUID());
      try {
        const file = await open(temporary, 'wx', 0o600);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await makeFolder(dirname(path));
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await syncFolder(dirname(path));
    },

    async get(key, range) {
      const file = await openExisting(pathOf(key));
      try {
        const { size } = await file.stat();
        const { start, end } = clippedRange(range, size);
        return await readExactly(file, start, end - start + 1);
      } finally {
        await file.close();
      }
    },

    async delete(key) {
      const path = pathOf(key);
      await rm(path, { force: true });
      await syncFolder(dirname(path));
    },

    async *list(prefix) {
      const folder = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : '';
      for await (const key of keysBelow(base, folder)) if (key.startsWith(prefix)) yield key;
    },

    async ping() {
      await access(incoming, constants.R_OK | constants.W_OK);
    },
  };
}

async function openExisting(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) throw notFound('stored object');
    throw error;
  }
}

async function readExactly(file: FileHandle, position: number, lengthBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(lengthBytes);
  let filled = 0;
  while (filled < lengthBytes) {
    const { bytesRead } = await file.read(bytes, filled, lengthBytes - filled, position + filled);
    if (bytesRead === 0) throw new Error('a stored object became shorter while it was read');
    filled += bytesRead;
  }
  return bytes;
}

async function* keysBelow(base: string, folder: string): AsyncIterable<string> {
  const entries = await readdir(join(base, folder), { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const key = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) yield* keysBelow(base, key);
    else yield key;
  }
}

async function removeAbandoned(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const found = await stat(path).catch(() => null);
    // Another node may be writing into the same folder at this moment: only what is old is nobody's.
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) await rm(path, { force: true });
  }
}
