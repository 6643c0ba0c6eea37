import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chooseLauncher, type Launcher } from './launcher.ts';
import { findSoftware, linkLibraries } from './software.ts';

const run = promisify(execFile);

/** The superuser of the embedded server, and its database. */
export const EMBEDDED_USER = 'voiceops';

/** A data folder that a server can be started over. */
export interface Cluster {
  launcher: Launcher;
  /** PostgreSQL's own data, its output, and the file that keeps the port from one start to the next. */
  paths: { cluster: string; log: string; port: string };
  password: string;
}

/** Prepares `dataDir` (made with mode 0700) and, the first time, the database cluster in it. */
export async function prepareCluster(dataDir: string, durable: boolean): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const folder = await realpath(dataDir);
  const software = await linkLibraries(await findSoftware(), join(folder, 'libraries'));
  const launcher = await chooseLauncher(software, folder);
  const paths = {
    cluster: join(folder, 'cluster'),
    log: join(folder, 'postgres.log'),
    port: join(folder, 'port'),
  };
  const passwordFile = join(folder, 'password');
  const password = await keptPassword(passwordFile, launcher);
  if (!(await isThere(paths.cluster))) await initialise(launcher, paths.cluster, passwordFile, durable);
  return { launcher, paths, password };
}

/** The port of the last start when it is free, else any free one. Remembered in the cluster's port file. */
export async function choosePort(cluster: Cluster, asked: number | undefined): Promise<number> {
  const last = Number(await readFile(cluster.paths.port, 'utf8').catch(() => '0'));
  const port = asked ?? (last > 0 && (await isFree(last)) ? last : await freePort());
  await writeFile(cluster.paths.port, `${port}\n`);
  await cluster.launcher.own(cluster.paths.port);
  return port;
}

async function keptPassword(file: string, launcher: Launcher): Promise<string> {
  try {
    // `wx`: of two processes that start at once, one writes the password and both read it.
    await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
    await launcher.own(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFile(file, 'utf8');
}

/** Builds beside the final place and renames, so that an interrupted first start leaves nothing half made. */
async function initialise(
  launcher: Launcher,
  target: string,
  passwordFile: string,
  durable: boolean,
): Promise<void> {
  const unfinished = `${target}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await launcher.own(unfinished);
  const { file, args } = launcher.command('initdb', [
    ...['-D', unfinished, '-U', EMBEDDED_USER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', ...(durable ? [] : ['--no-sync'])],
  ]);
  try {
    await run(file, args, launcher.options);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process that started at the same time has made it.
    if (await isThere(target)) return;
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`The embedded PostgreSQL could not create its data in ${target}. ${said}`, {
      cause: error,
    });
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free TCP port was found.');
  return address.port;
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
