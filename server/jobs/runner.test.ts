import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../test/support/database.ts';
import { gatedHandlers, openGate, prepareGates, runsOf } from '../../test/support/gatedJobs.ts';
import { enqueue, enqueueAll, type JobOptions } from '../db/jobs.ts';
import { forgetDeadJobs } from './forgetDeadJobs.ts';
import { type JobRunner, startJobRunner } from './runner.ts';

const WORKER = fileURLToPath(new URL('../../test/support/jobWorker.ts', import.meta.url));
const log = pino({ level: 'silent' });
let db: TestDatabase;
let workspaceId: string;
const children: ChildProcess[] = [];
const runners: JobRunner[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  ({ workspaceId } = await createWorkspace(db));
  await prepareGates(db.url);
});
afterEach(async () => {
  for (const child of children.splice(0)) await killed(child);
  await Promise.all(runners.splice(0).map((runner) => runner.stop({ graceMs: 0 })));
});
afterAll(() => db.close());

function startHere(name: string): JobRunner {
  const runner = startJobRunner({ url: db.url, concurrency: 2, handlers: gatedHandlers(db.url, name), log });
  runners.push(runner);
  return runner;
}

function startChild(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', WORKER, db.url], { stdio: 'inherit' });
  children.push(child);
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function queue(options?: JobOptions): Promise<string> {
  const versionId = v7();
  await db.database.withWorkspace(workspaceId, (tx) =>
    enqueue(tx, 'generateVersion', { workspaceId, versionId }, options),
  );
  return versionId;
}

const events = async (job: string) => (await runsOf(db.url, job)).map((run) => run.event);
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

async function waitingJobs(): Promise<number> {
  const { rows } = await admin('select count(*)::int as n from graphile_worker.jobs');
  return rows[0].n;
}

async function admin(text: string) {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

test('runs what was committed, and nothing that was rolled back', async () => {
  const rolledBack = v7();
  await expect(
    db.database.withWorkspace(workspaceId, async (tx) => {
      await enqueue(tx, 'generateVersion', { workspaceId, versionId: rolledBack });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  const job = await queue();
  await openGate(db.url, job);
  startHere('a');
  await until(async () => expect(await events(job)).toEqual(['start', 'end']));
  await until(async () => expect(await waitingJobs()).toBe(0));
  expect(await events(rolledBack)).toEqual([]);
});

test('the job of a worker killed with -9 runs again within seconds, even one that may run once', async () => {
  const job = await queue({ maxAttempts: 1 });
  const child = startChild();
  await until(async () => expect(await events(job)).toEqual(['start']));
  startHere('survivor');
  await killed(child);
  const killedAt = Date.now();
  await openGate(db.url, job);
  await until(async () => expect(await events(job)).toEqual(['start', 'start', 'end']));
  expect(Date.now() - killedAt).toBeLessThan(10_000);
  expect((await runsOf(db.url, job)).at(-1)).toMatchObject({ worker: 'survivor', attempt: 2 });
  await until(async () => expect(await waitingJobs()).toBe(0));
});

test('a job that was replaced while its worker was killed does not run again, and leaves no row', async () => {
  const replaced = await queue({ key: 'one', maxAttempts: 3 });
  const child = startChild();
  await until(async () => expect(await events(replaced)).toEqual(['start']));
  const successor = await queue({ key: 'one', maxAttempts: 3 });
  await until(async () => expect(await events(successor)).toEqual(['start']));
  await killed(child);
  for (const job of [replaced, successor]) await openGate(db.url, job);
  startHere('survivor');
  await until(async () => expect(await events(successor)).toEqual(['start', 'start', 'end']));
  await until(async () => expect(await waitingJobs()).toBe(0));
  expect(await events(replaced)).toEqual(['start']);
});

test('jobs without an attempt left are forgotten; those that run or wait stay', async () => {
  const [dead, waiting] = [await queue(), await queue({ runAt: new Date(Date.now() + 60_000) })];
  await admin(
    `select graphile_worker.permanently_fail_jobs(array_agg(id)) from graphile_worker._private_jobs where payload ->> 'versionId' = '${dead}'`,
  );
  const runs = await queue({ maxAttempts: 1 });
  startHere('a');
  await until(async () => expect(await events(runs)).toEqual(['start']));
  await forgetDeadJobs(db.url, log);
  const { rows } = await admin(`select payload ->> 'versionId' as id from graphile_worker._private_jobs`);
  expect(rows.map((row) => row.id).sort()).toEqual([waiting, runs].sort());
  await openGate(db.url, runs);
  await until(async () => expect(await waitingJobs()).toBe(1));
  await admin('delete from graphile_worker._private_jobs');
});

test('a live worker keeps its job when every connection breaks', async () => {
  const job = await queue();
  startHere('a');
  await until(async () => expect(await events(job)).toEqual(['start']));
  startHere('b');
  await admin(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  // Longer than the absence after which others take over. Our own connections broke, too.
  const later = await vi.waitFor(() => queue({ runAt: new Date(Date.now() + 6_000) }), { timeout: 20_000 });
  await openGate(db.url, later);
  await until(async () => expect(await events(later)).toEqual(['start', 'end']));
  expect(await events(job)).toEqual(['start']);
  await openGate(db.url, job);
  await until(async () => expect(await events(job)).toEqual(['start', 'end']));
});

test('a queue whose first look fails is started again less and less often, and works once the database does', async () => {
  const job = await queue();
  const told: { said?: string; againInMs?: number }[] = [];
  const listening = pino({ level: 'warn' }, { write: (line: string) => void told.push(JSON.parse(line)) });
  const pauses = () => told.flatMap(({ againInMs }) => againInMs ?? []);
  /** Makes a statement on one of the queue's tables fail until it is mended. */
  const breaking = async (statement: string) => {
    await admin(`create function public.not_now() returns trigger language plpgsql as
        $$ begin raise exception 'not now'; end $$;
      create trigger not_now before ${statement} for each statement execute function public.not_now()`);
    return () => admin('drop function public.not_now cascade');
  };
  const mendLook = await breaking('insert on graphile_worker._private_tasks');
  try {
    runners.push(
      startJobRunner({
        url: db.url,
        concurrency: 2,
        handlers: gatedHandlers(db.url, 'late'),
        log: listening,
      }),
    );
    await until(async () => expect(pauses()).toEqual([1_000, 2_000, 4_000]));
  } finally {
    await mendLook();
  }
  await until(async () => expect(await events(job)).toEqual(['start']));
  // It worked: what ends it next is another failure than before.
  const mendEnd = await breaking('delete on graphile_worker._private_jobs');
  try {
    await openGate(db.url, job);
    await until(async () =>
      expect(told.some(({ said }) => said?.startsWith('Failed to complete'))).toBe(true),
    );
  } finally {
    await mendEnd();
  }
  await until(async () => expect(pauses()).toEqual([1_000, 2_000, 4_000, 1_000]));
  await until(async () => expect((await events(job)).slice(-2)).toEqual(['start', 'end']));
  await until(async () => expect(await waitingJobs()).toBe(0));
});

test('stop waits for what runs, then hands it on without counting it as failed', async () => {
  const quick = await queue({ maxAttempts: 1 });
  const leaving = startHere('leaving');
  await until(async () => expect(await events(quick)).toEqual(['start']));
  const stopped = leaving.stop({ graceMs: 20_000 });
  const late = await queue({ maxAttempts: 1 });
  await openGate(db.url, quick);
  await stopped;
  expect(await events(quick)).toEqual(['start', 'end']);
  expect(await events(late)).toEqual([]);

  const impatient = startHere('impatient');
  await until(async () => expect(await events(late)).toEqual(['start']));
  await impatient.stop({ graceMs: 100 });
  expect(await events(late)).toEqual(['start', 'aborted']);
  await openGate(db.url, late);
  startHere('next');
  await until(async () => expect(await events(late)).toEqual(['start', 'aborted', 'start', 'end']));
});

test('workspaces take turns, however many jobs one of them has queued', async () => {
  const other = (await createWorkspace(db)).workspaceId;
  const orders = (workspace: string, count: number) =>
    Array.from({ length: count }, () => {
      const versionId = v7();
      return { payload: { workspaceId: workspace, versionId }, key: versionId };
    });
  const add = (workspace: string, jobs: ReturnType<typeof orders>) =>
    db.database.withWorkspace(workspace, (tx) => enqueueAll(tx, 'generateVersion', jobs));
  const flood = orders(workspaceId, 1000);
  await add(workspaceId, flood);
  const few = orders(other, 3);
  await add(other, few);
  // What the queue takes next, and finishes.
  const takeTwo = async () => {
    const { rows } = await admin(
      `delete from graphile_worker._private_jobs where id in (select id from graphile_worker._private_jobs
         where is_available order by priority, run_at, id limit 2) returning payload ->> 'workspaceId' as workspace`,
    );
    return rows.map((row) => row.workspace).sort();
  };
  const both = [workspaceId, other].sort();
  expect([await takeTwo(), await takeTwo()]).toEqual([both, both]);
  // Whoever comes later begins where the queue is: neither behind the flood nor before everything again.
  const third = (await createWorkspace(db)).workspaceId;
  await add(third, orders(third, 1));
  const { rows } = await admin(
    `select payload ->> 'workspaceId' as workspace from graphile_worker._private_jobs order by priority, run_at, id limit 4`,
  );
  expect(rows.map((row) => row.workspace)).toEqual([workspaceId, other, third, workspaceId]);
  await admin('delete from graphile_worker._private_jobs');
});

test('one that somebody waits for takes turns with those of batches', async () => {
  const queue = (payloads: { versionId: string; bulk?: true }[]) =>
    db.database.withWorkspace(workspaceId, (tx) =>
      enqueueAll(
        tx,
        'generateVersion',
        payloads.map((payload) => ({ payload: { workspaceId, ...payload } })),
      ),
    );
  for (let batch = 0; batch < 3; batch++)
    await queue(Array.from({ length: 50 }, () => ({ versionId: v7(), bulk: true as const })));
  await queue([{ versionId: v7() }]);
  const { rows } = await admin(
    'select payload from graphile_worker._private_jobs order by priority, run_at, id limit 3',
  );
  expect(rows.map(({ payload }) => payload.bulk ?? false)).toEqual([true, false, true]);
  await admin('delete from graphile_worker._private_jobs');
});
