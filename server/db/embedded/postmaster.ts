import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Launcher } from './launcher.ts';

const run = promisify(execFile);

/** A PostgreSQL server process: started by us, or found running over our data. */
export interface Postmaster {
  pid: number;
  port: number;
  adopted: boolean;
  /** Resolves once the process is gone, whatever ended it. */
  exited: Promise<void>;
  isGone(): boolean;
}

const LOG_ROTATION_BYTES = 16 * 1024 * 1024;
const ADOPTED_POLL_MS = 250;

/** Starts the server; it may still be recovering, or exit at once, when this resolves. */
export async function spawnPostmaster(
  launcher: Launcher,
  paths: { cluster: string; log: string },
  port: number,
  settings: Record<string, string>,
): Promise<Postmaster> {
  const size = await stat(paths.log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_ROTATION_BYTES) await rename(paths.log, `${paths.log}.1`);
  const log = await open(paths.log, 'a', 0o600);
  try {
    await launcher.own(paths.log);
    const set = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      timezone: 'UTC',
      log_timezone: 'UTC',
      ...settings,
    };
    const { file, args } = launcher.command('postgres', [
      '-D',
      paths.cluster,
      '-p',
      String(port),
      ...Object.entries(set).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    // Its own process group, so that Ctrl-C in a terminal reaches us first and we stop it last;
    // its output goes to a file, because a pipe would break when this process is killed.
    const child = spawn(file, args, {
      ...launcher.options,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    return await started(child, port);
  } finally {
    await log.close();
  }
}

async function started(child: ChildProcess, port: number): Promise<Postmaster> {
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      gone = true;
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return { pid: child.pid!, port, adopted: false, exited, isGone: () => gone };
}

/**
 * The server that already runs over `cluster`, if one survived the process that started it.
 * A pid file whose process is gone or is not PostgreSQL over this folder is removed.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const file = join(cluster, 'postmaster.pid');
  const content = await readFile(file, 'utf8').catch(() => undefined);
  if (content === undefined) return undefined;
  const [pidLine, , , portLine] = content.split('\n');
  const pid = Math.abs(Number(pidLine));
  const port = Number(portLine);
  if (!pid || !(await serves(pid, cluster))) {
    await rm(file, { force: true });
    return undefined;
  }
  // The server writes its port into the file a moment after its pid.
  if (!port) return undefined;
  return { pid, port, adopted: true, exited: untilGone(pid), isGone: () => !isAlive(pid) };
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(ADOPTED_POLL_MS, undefined, { ref: false });
}

async function serves(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  if (process.platform === 'linux') {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return commandLine.split('\0').includes(cluster);
  }
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.includes(cluster);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  // A dead process stays in the table until its parent asks for it, which in a container may be never.
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^\d+ \(.*\) [ZX]/s.test(status);
  } catch {
    return false;
  }
}
