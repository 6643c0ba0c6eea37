import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { runningAddress } from '../../server/db/embedded/runningAddress.ts';
import { clientOf, until } from './client.ts';
import { copyTree, INSTALLATION } from './installation.ts';
import { NO_LIMITS, OWNER, startNode } from './node.ts';
import { sampleShown } from './sampleShown.ts';

/** Names the build, and says beside the installation which one has made it. */
const BUILD = join(dirname(INSTALLATION), '.server.stamp');
const MADE_BY = join(INSTALLATION, 'build');
/** The sample content has times in it that were near when it was made. */
const FRESH_MS = 2 * 60 * 60_000;

/**
 * Makes the installation that scenarios begin with, unless the same build has made it a short while ago: it has its
 * owner and the sample workspace, whose audio is generated, shown and checked. A node over a copy of it is at rest
 * at once, where one over an empty folder has both cores' hands full for a minute.
 */
export async function ensureInstallation(): Promise<void> {
  if (await isKept()) return;
  process.stderr.write('Preparing an installation for the tests…\n');
  const making = await mkdtemp(join(tmpdir(), 'voiceops-installation-'));
  try {
    const node = await startNode({ ...OWNER, ...NO_LIMITS }, making);
    try {
      await sampleShown(clientOf(node.url, { key: OWNER.VOICEOPS_OWNER_API_KEY }));
      await untilNoJobs(making);
    } finally {
      await node.stop();
    }
    // Each copy finds a port of its own, however many start at once.
    await rm(join(making, 'postgres', 'port'));
    const coming = await mkdtemp(`${INSTALLATION}-`);
    await mkdir(join(coming, 'data'));
    await copyTree(making, join(coming, 'data'));
    await copyFile(BUILD, join(coming, 'build'));
    await rm(INSTALLATION, { recursive: true, force: true });
    // Of two runs that prepare it at once, the later one finds it there.
    await rename(coming, INSTALLATION).catch(() => rm(coming, { recursive: true }));
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function isKept(): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(MADE_BY);
    const [made, built] = await Promise.all([readFile(MADE_BY, 'utf8'), readFile(BUILD, 'utf8')]);
    return made === built && Date.now() - mtimeMs < FRESH_MS;
  } catch {
    return false;
  }
}

/** Waits until no job is left: what was shown has been checked as well, and nothing is due later. */
async function untilNoJobs(dataDir: string): Promise<void> {
  const address = await runningAddress(join(dataDir, 'postgres'));
  const db = new pg.Client({ connectionString: address! });
  await db.connect();
  try {
    await until(
      async () => (await db.query('select task_identifier from graphile_worker.jobs')).rows,
      (jobs) => jobs.length === 0,
      300_000,
    );
  } finally {
    await db.end();
  }
}
