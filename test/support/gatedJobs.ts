import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { JobHandlers } from '../../server/jobs/runner.ts';
import { NO_JOBS } from './noJobs.ts';

/** What the handlers below write down: one row when a job starts and one when it ends. */
export interface JobRun {
  job: string;
  worker: string;
  event: 'start' | 'end' | 'aborted';
  attempt: number;
}

/** Makes the tables that `gatedHandlers` use. */
export async function prepareGates(url: string): Promise<void> {
  await query(url, 'create table test_runs (id serial, job text, worker text, event text, attempt int)');
  await query(url, 'create table test_gates (job text)');
}

export async function openGate(url: string, job: string): Promise<void> {
  await query(url, 'insert into test_gates values ($1)', [job]);
}

export async function runsOf(url: string, job: string): Promise<JobRun[]> {
  return (await query(url, 'select job, worker, event, attempt from test_runs where job = $1 order by id', [
    job,
  ])) as JobRun[];
}

/** Handlers whose jobs (named by `versionId`) last until their gate is opened. */
export function gatedHandlers(url: string, worker: string): JobHandlers {
  return {
    ...NO_JOBS,
    async generateVersion({ versionId: job }, { signal, attempt }) {
      const write = (event: JobRun['event']) =>
        patiently(url, 'insert into test_runs (job, worker, event, attempt) values ($1, $2, $3, $4)', [
          job,
          worker,
          event,
          attempt,
        ]);
      await write('start');
      while ((await patiently(url, 'select from test_gates where job = $1', [job])).length === 0) {
        await delay(50);
        if (signal.aborted) {
          await write('aborted');
          throw signal.reason;
        }
      }
      await write('end');
    },
  };
}

/** Tries again while the database is away: these jobs are to outlive its restarts. */
async function patiently(url: string, text: string, values: unknown[]): Promise<unknown[]> {
  for (;;) {
    try {
      return await query(url, text, values);
    } catch {
      await delay(50);
    }
  }
}

async function query(url: string, text: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'test jobs' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
