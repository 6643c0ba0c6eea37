import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { EMBEDDED_USER } from './cluster.ts';
import { findPostmaster } from './postmaster.ts';

/** The address of the embedded server that another process runs over `dataDir`; null when none runs there. */
export async function runningAddress(dataDir: string): Promise<string | null> {
  const folder = await realpath(dataDir).catch(() => null);
  if (!folder) return null;
  const server = await findPostmaster(join(folder, 'cluster'));
  if (!server) return null;
  const password = await readFile(join(folder, 'password'), 'utf8');
  return `postgres://${EMBEDDED_USER}:${password}@127.0.0.1:${server.port}/${EMBEDDED_USER}`;
}
