import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Gives what makes folders at or below `base` whose entries survive a power cut. Whoever comes second to a folder
 * cannot know whether the one who made it has come to that yet, so each process sees to it once itself.
 */
export function durableFolders(base: string): (path: string) => Promise<void> {
  const durable = new Set<string>();
  return async (path) => {
    const firstMade = await mkdir(path, { recursive: true, mode: 0o700 });
    if (firstMade === undefined && durable.has(path)) return;
    // Of what lies above, only what was missing is ours to see to: the rest may not even be readable.
    const last = firstMade !== undefined && firstMade.length <= base.length ? dirname(firstMade) : base;
    for (let folder = path; folder !== last; folder = dirname(folder)) await syncFolder(dirname(folder));
    durable.add(path);
  };
}

/** Makes the entries of a folder survive a power cut; nothing where there is no such folder. */
export async function syncFolder(path: string): Promise<void> {
  let folder: FileHandle;
  try {
    folder = await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Whether there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
