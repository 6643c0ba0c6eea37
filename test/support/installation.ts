import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The folder of the prepared installation, which prepareInstallation.ts makes, and what it was made by. */
export const INSTALLATION = fileURLToPath(new URL('../../dist/installation', import.meta.url));

/** Lays a copy of the prepared installation into the empty folder `dataDir`. */
export async function copyInstallation(dataDir: string): Promise<void> {
  await copyTree(join(INSTALLATION, 'data'), dataDir);
}

/** With owners, which the database insists on, and links as they are: Node's own copy keeps no owners. */
export async function copyTree(from: string, to: string): Promise<void> {
  await run('cp', ['-a', `${from}/.`, to]);
}
