import { execFile, type SpawnOptions } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copySoftware, type Software } from './software.ts';

const run = promisify(execFile);

/** How this process starts PostgreSQL's programs, which refuse to run as root. */
export interface Launcher {
  /** What to spawn for one of the programs. */
  command(program: 'postgres' | 'initdb', args: string[]): { file: string; args: string[] };
  options: Pick<SpawnOptions, 'uid' | 'gid' | 'env'>;
  /** Hands a file that this process made to the user who runs PostgreSQL. */
  own(path: string): Promise<void>;
}

const NOBODY = 65534;
/** A user namespace: root's files stay readable and writable, and PostgreSQL sees an ordinary user. */
const UNSHARE = ['unshare', '-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/** Picks the way: as ourselves, as the owner of `folder`, in a user namespace, or as nobody on a copy. */
export async function chooseLauncher(software: Software, folder: string): Promise<Launcher> {
  if (process.getuid?.() !== 0) return launcher(software, []);
  const owner = await stat(folder);
  if (owner.uid !== 0) return asUser(software, folder, owner.uid, owner.gid);
  const inNamespace = launcher(software, UNSHARE);
  if (await works(inNamespace)) return inNamespace;
  await chown(folder, NOBODY, NOBODY);
  return asUser(software, folder, NOBODY, NOBODY);
}

async function asUser(software: Software, folder: string, uid: number, gid: number): Promise<Launcher> {
  const installed = launcher(software, [], { uid, gid });
  if (await works(installed)) return installed;
  const copied = launcher(await copySoftware(software, folder, uid, gid), [], { uid, gid });
  if (await works(copied)) return copied;
  throw new Error(
    `PostgreSQL cannot run as root, and the user ${uid} cannot reach ${folder}. Start as an ordinary user, or move the data folder to a place that user may enter.`,
  );
}

function launcher(software: Software, prefix: string[], user: { uid?: number; gid?: number } = {}): Launcher {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    command(program, args) {
      const [file, ...rest] = [...prefix, join(software.root, 'bin', program + suffix), ...args];
      return { file: file!, args: rest };
    },
    options: { ...user, env: environment(software) },
    own: async (path) => {
      if (user.uid !== undefined && user.gid !== undefined) await chown(path, user.uid, user.gid);
    },
  };
}

/** The database server gets no setting and no secret of ours. */
function environment(software: Software): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TMPDIR', 'TEMP'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(software.libraryPath && {
      LD_LIBRARY_PATH: software.libraryPath,
      DYLD_LIBRARY_PATH: software.libraryPath,
    }),
  };
}

async function works(candidate: Launcher): Promise<boolean> {
  const { file, args } = candidate.command('postgres', ['--version']);
  return run(file, args, candidate.options).then(
    () => true,
    () => false,
  );
}
