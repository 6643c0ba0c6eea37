import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { expect, test, vi } from 'vitest';
import { gatedHandlers, openGate, prepareGates, runsOf } from '../../test/support/gatedJobs.ts';
import { openDatabase } from '../db/database.ts';
import { startEmbeddedPostgres } from '../db/embedded/index.ts';
import { enqueue, type JobOptions } from '../db/jobs.ts';
import { migrate } from '../db/migrate.ts';
import { startJobRunner } from './runner.ts';

const log = pino({ level: 'silent' });
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

test('a job that runs while the database is killed runs once, and the queue goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'voiceops-queue-crash-'));
  const server = await startEmbeddedPostgres({ dataDir: folder, log });
  const { url } = server;
  await migrate(url);
  await prepareGates(url);
  const database = openDatabase(url, 2);
  const workspaceId = v7();
  await database.outside.execute(sql`select voiceops_create_workspace(${workspaceId}, 'crash', 'Crash')`);
  const queue = async (options?: JobOptions) => {
    const versionId = v7();
    await database.withWorkspace(workspaceId, (tx) =>
      enqueue(tx, 'generateVersion', { workspaceId, versionId }, options),
    );
    return versionId;
  };
  const events = async (job: string) => (await runsOf(url, job)).map((run) => run.event);
  const runners = ['a', 'b'].map((name) =>
    startJobRunner({ url, concurrency: 1, handlers: gatedHandlers(url, name), log }),
  );

  const job = await queue({ maxAttempts: 1 });
  await until(async () => expect(await events(job)).toEqual(['start']));
  process.kill(
    Number.parseInt(await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8'), 10),
    'SIGKILL',
  );
  // Later than the absence after which a worker's jobs are given to others.
  let later = '';
  await until(async () => {
    later = await queue({ runAt: new Date(Date.now() + 6_000) });
  });
  await openGate(url, later);
  await until(async () => expect(await events(later)).toEqual(['start', 'end']));
  expect(await events(job)).toEqual(['start']);
  await openGate(url, job);
  await until(async () => expect(await events(job)).toEqual(['start', 'end']));

  await Promise.all(runners.map((runner) => runner.stop({ graceMs: 5_000 })));
  await database.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}, 90_000);
