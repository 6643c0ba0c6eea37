import { and, eq, lt, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { idempotencyKeys } from '../../db/schema/index.ts';

/** So long does an Idempotency-Key give what its first request made. */
export const IDEMPOTENCY_KEY_DAYS = 7;

/** Deletes the keys that were first used longer ago than they are remembered. Gives how many. */
export async function forgetIdempotencyKeys(database: Database): Promise<number> {
  const { rows } = await database.outside.execute<{ id: string }>(
    sql`select voiceops_all_workspaces() as id`,
  );
  const oldest = new Date(Date.now() - IDEMPOTENCY_KEY_DAYS * 86_400_000);
  let gone = 0;
  for (const { id } of rows) {
    const deleted = await database.withWorkspace(id, (tx) =>
      tx
        .delete(idempotencyKeys)
        .where(and(eq(idempotencyKeys.workspaceId, id), lt(idempotencyKeys.createdAt, oldest))),
    );
    gone += deleted.rowCount ?? 0;
  }
  return gone;
}
