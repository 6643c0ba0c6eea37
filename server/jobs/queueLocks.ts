import type pg from 'pg';

/**
 * graphile-worker marks a job with the pool that runs it, and gives it back only after four hours. Here each
 * pool is also the name of an advisory lock of its process's session, which PostgreSQL lets go of the moment
 * the process is gone. These are the queries over both.
 */

/** The lock's number; `name` is an SQL expression. */
const keyOf = (name: string) => `hashtextextended(${name}, 0)`;

/** Deaths that a job survives: one more would be the job's own doing. */
const MOST_ATTEMPTS = 10;

export async function lockPool(client: pg.Client, pool: string): Promise<void> {
  await client.query(`select pg_advisory_lock(${keyOf('$1')})`, [pool]);
}

export async function unlockPool(client: pg.Client, pool: string): Promise<void> {
  await client.query(`select pg_advisory_unlock(${keyOf('$1')})`, [pool]);
}

/** Pools that hold jobs but whose lock nobody holds. */
export async function findAbsentPools(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ pool: string }>(
    `select distinct j.locked_by as pool from graphile_worker.jobs j
     where j.locked_by is not null and not exists (
       select from pg_locks l
       where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
         and l.database = (select oid from pg_database where datname = current_database())
         and (l.classid::bigint << 32 | l.objid::bigint) = ${keyOf('j.locked_by')})`,
  );
  return rows.map((row) => row.pool);
}

/** The jobs marked with one of these pools. */
export async function jobsOf(client: pg.Client, pools: string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(
    'select id from graphile_worker.jobs where locked_by = any($1)',
    [pools],
  );
  return new Set(rows.map((row) => row.id));
}

/**
 * Makes a pool's jobs available again at once, unless its lock is held. The attempt that was cut short is
 * made up for, so that work which may run once still does, up to MOST_ATTEMPTS. A job that was replaced while it
 * ran (the queue took its key) ends here: its successor does the work.
 * @returns how many jobs were freed
 */
export async function freeJobsOf(client: pg.Client, pool: string): Promise<number> {
  await client.query('begin');
  try {
    // Held until commit: a process that comes back waits, and then sees that its jobs are gone.
    const { rows: mine } = await client.query<{ locked: boolean }>(
      `select pg_try_advisory_xact_lock(${keyOf('$1')}) as locked`,
      [pool],
    );
    let freed = 0;
    if (mine[0]?.locked) {
      const { rows } = await client.query<{ id: string; key: string | null; max_attempts: number }>(
        'select id, key, max_attempts from graphile_worker.jobs where locked_by = $1',
        [pool],
      );
      await client.query('select graphile_worker.force_unlock_workers(array[$1])', [pool]);
      const replaced = rows.filter((job) => job.key === null).map((job) => job.id);
      await client.query('select graphile_worker.complete_jobs($1::bigint[])', [replaced]);
      for (const job of rows.filter((each) => each.key !== null))
        await client.query(
          `select graphile_worker.reschedule_jobs(array[$1::bigint], run_at => now(), max_attempts => $2)`,
          [job.id, job.max_attempts < MOST_ATTEMPTS ? job.max_attempts + 1 : job.max_attempts],
        );
      freed = rows.length - replaced.length;
    }
    await client.query('commit');
    return freed;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
