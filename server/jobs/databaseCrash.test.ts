import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { expect, test, vi } from 'vitest';
import { gatedHandlers, openGate, prepareGates, runsOf } from '../../test/support/gatedJobs.ts';
import { NO_JOBS } from '../../test/support/noJobs.ts';
import { openDatabase } from '../db/database.ts';
import { startEmbeddedPostgres } from '../db/embedded/index.ts';
import { enqueue, type JobOptions } from '../db/jobs.ts';
import { migrate } from '../db/migrate.ts';
import { startJobRunner } from './runner.ts';

const log = pino({ level: 'silent' });

/** A database of its own to kill, with one workspace whose jobs can be queued. */
async function killableQueue() {
  const folder = await mkdtemp(join(tmpdir(), 'voiceops-queue-crash-'));
  let server = await startEmbeddedPostgres({ dataDir: folder, log });
  await migrate(server.url);
  const database = openDatabase(server.url, 2);
  const workspaceId = v7();
  await database.outside.execute(sql`select voiceops_create_workspace(${workspaceId}, 'crash', 'Crash')`);
  return {
    url: server.url,
    async queue(options?: JobOptions) {
      const versionId = v7();
      await database.withWorkspace(workspaceId, (tx) =>
        enqueue(tx, 'generateVersion', { workspaceId, versionId }, options),
      );
      return versionId;
    },
    async kill() {
      const file = await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8');
      process.kill(Number.parseInt(file, 10), 'SIGKILL');
    },
    async restart(meanwhile: () => Promise<void>) {
      await server.stop();
      await meanwhile();
      server = await startEmbeddedPostgres({ dataDir: folder, log });
    },
    async close() {
      await database.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

test('a job that runs while the database is killed runs once, and the queue goes on', async () => {
  const { url, queue, kill, close } = await killableQueue();
  await prepareGates(url);
  const events = async (job: string) => (await runsOf(url, job)).map((run) => run.event);
  const runners = ['a', 'b'].map((name) =>
    startJobRunner({ url, concurrency: 1, handlers: gatedHandlers(url, name), log }),
  );

  const job = await queue({ maxAttempts: 1 });
  await until(async () => expect(await events(job)).toEqual(['start']));
  await kill();
  // Later than the absence after which a worker's jobs are given to others.
  let later = '';
  await until(async () => {
    later = await queue({ runAt: new Date(Date.now() + 6_000) });
  });
  // A server that dies may still have taken the job.
  await until(() => openGate(url, later));
  await until(async () => expect(await events(later)).toEqual(['start', 'end']));
  expect(await events(job)).toEqual(['start']);
  await openGate(url, job);
  await until(async () => expect(await events(job)).toEqual(['start', 'end']));

  await Promise.all(runners.map((runner) => runner.stop({ graceMs: 5_000 })));
  await close();
}, 90_000);

test('jobs that end one after the other while the database is away run again, and the queue goes on', async () => {
  const { url, queue, restart, close } = await killableQueue();
  const runs: string[] = [];
  const ends: (() => void)[] = [];
  let unwritten = 0;
  const listening = pino(
    { level: 'warn' },
    {
      write(line) {
        if (line.includes('Failed to complete')) unwritten++;
      },
    },
  );
  const runner = startJobRunner({
    url,
    concurrency: 2,
    handlers: {
      ...NO_JOBS,
      async generateVersion({ versionId }) {
        if (runs.push(versionId) <= 2) await new Promise<void>((resolve) => ends.push(resolve));
      },
    },
    log: listening,
  });
  const jobs = [await queue(), await queue()];
  await until(async () => expect(ends).toHaveLength(2));
  await restart(async () => {
    for (const [n, end] of ends.entries()) {
      end();
      await until(async () => expect(unwritten).toBe(n + 1));
    }
  });
  const later = await queue();
  await until(async () => expect(runs.slice(2).sort()).toEqual([...jobs, later].sort()));
  await runner.stop({ graceMs: 5_000 });
  await close();
}, 90_000);
