import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runningAddress } from '../../server/db/embedded/runningAddress.ts';
import { copyInstallation } from './installation.ts';

/** A node of the product: the built program in a process of its own. */
export interface RunningNode {
  url: string;
  /** The setup link's token, while the installation has no owner. */
  setupToken: string | null;
  process: ChildProcess;
  dataDir: string;
  /** Everything it printed, for failures. */
  output(): string;
  /** SIGTERM, and waits for the drain. Resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
}

export const OWNER = {
  VOICEOPS_OWNER_EMAIL: 'owner@example.com',
  VOICEOPS_OWNER_PASSWORD: 'a long enough password',
  VOICEOPS_OWNER_API_KEY: 'vos_test_owner_key_0123456789abcdef',
};

/** Limits so wide that tests of other things never meet them. */
export const NO_LIMITS = {
  VOICEOPS_LIMIT_REQUESTS_PER_MINUTE: '1000000',
  VOICEOPS_LIMIT_SIGN_IN_PER_MINUTE: '100000',
  VOICEOPS_LIMIT_GENERATION_PER_MINUTE: '100000',
};

/** How the program is started: as it is, or as `npm start` does. */
export const SERVER = 'dist/server/main.js';
export const START_SCRIPT = 'scripts/start.mjs';

/**
 * Starts `program` on a free port and waits until it serves.
 *
 * @param dataDir without one, a folder of its own that `stop` removes: where `env` names the owner and no other
 *   database, with the prepared installation in it, else empty
 */
export async function startNode(
  env: Record<string, string> = {},
  dataDir?: string,
  program: typeof SERVER | typeof START_SCRIPT = SERVER,
): Promise<RunningNode> {
  const ownDir = dataDir === undefined;
  const dir = dataDir ?? (await mkdtemp(join(tmpdir(), 'voiceops-node-')));
  if (ownDir && env.VOICEOPS_OWNER_EMAIL && !env.DATABASE_URL) await copyInstallation(dir);
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', VOICEOPS_DATA_DIR: dir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  const address = new Promise<URL>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const found = line.startsWith('{') ? null : /https?:\/\/\S+/.exec(line);
      if (found) resolve(new URL(found[0]));
    });
    child.once('exit', (code) =>
      reject(new Error(`the node ended with ${code} before it served:\n${lines.join('\n')}`)),
    );
  });
  const exited = once(child, 'exit');
  const url = await address;
  const clean = async () => {
    if (ownDir) await rm(dir, { recursive: true, force: true });
  };
  return {
    url: url.origin,
    setupToken: url.searchParams.get('token'),
    process: child,
    dataDir: dir,
    output: () => lines.join('\n'),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
      await clean();
      return child.exitCode;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Starts a second node of the same installation: on the first one's database, with a data folder in that one's. */
export async function startBeside(first: RunningNode, env: Record<string, string>): Promise<RunningNode> {
  const folder = join(first.dataDir, 'beside');
  await mkdir(folder);
  await copyFile(join(first.dataDir, 'master.key'), join(folder, 'master.key'));
  const address = await runningAddress(join(first.dataDir, 'postgres'));
  if (!address) throw new Error('the first node has no database of its own');
  return startNode({ ...env, DATABASE_URL: address }, folder);
}
