import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/**
 * Does `work` if it is due; gives whether it was. Of all processes of the installation one does it every `everyMs`.
 * When it fails, or its process dies over it, it is due again `retryMs` after it began.
 */
export async function takeTurn(
  database: Database,
  name: string,
  { everyMs, retryMs }: { everyMs: number; retryMs: number },
  work: () => Promise<unknown>,
): Promise<boolean> {
  const key = `upkeep:${name}`;
  if (!(await claim(database, key, retryMs))) return false;
  await work();
  await postpone(database.outside, key, everyMs);
  return true;
}

/** Whether it was due; then it is not, for others, until `retryMs` have passed. */
function claim({ outside }: Database, key: string, retryMs: number): Promise<boolean> {
  return outside.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
    const { rows } = await tx.execute<{ due: boolean | null }>(
      sql`select (voiceops_installation_get(${key}) ->> 'dueAt')::timestamptz <= now() as due`,
    );
    if (rows[0]?.due === false) return false;
    await postpone(tx, key, retryMs);
    return true;
  });
}

async function postpone(
  outside: Pick<Database['outside'], 'execute'>,
  key: string,
  ms: number,
): Promise<void> {
  await outside.execute(
    sql`select voiceops_installation_put(${key}, jsonb_build_object('dueAt', now() + make_interval(secs => ${ms / 1000})), false)`,
  );
}
