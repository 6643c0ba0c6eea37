import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/**
 * Whether it is the caller's turn to do `name`, which one process of the installation does every `everyMs`. The
 * turn is taken with the question: what fails after it is done again the next time.
 */
export function claimUpkeep({ outside }: Database, name: string, everyMs: number): Promise<boolean> {
  const key = `upkeep:${name}`;
  return outside.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
    const { rows } = await tx.execute<{ due: boolean | null }>(
      sql`select (voiceops_installation_get(${key}) ->> 'at')::timestamptz <= now() - make_interval(secs => ${everyMs / 1000}) as due`,
    );
    if (rows[0]?.due === false) return false;
    await tx.execute(sql`select voiceops_installation_put(${key}, jsonb_build_object('at', now()), false)`);
    return true;
  });
}
