import { and, eq, lt, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { toolCalls } from '../../db/schema/index.ts';

/** So long does the log of calls go back. */
export const TOOL_CALL_DAYS = 90;

/** Deletes calls of tools that are older than the log goes back. Gives how many. */
export async function forgetOldCalls(database: Database, now: Date): Promise<number> {
  const { rows } = await database.outside.execute<{ id: string }>(
    sql`select voiceops_all_workspaces() as id`,
  );
  const oldest = new Date(now.getTime() - TOOL_CALL_DAYS * 86_400_000);
  let gone = 0;
  for (const { id } of rows) {
    const deleted = await database.withWorkspace(id, (tx) =>
      tx.delete(toolCalls).where(and(eq(toolCalls.workspaceId, id), lt(toolCalls.at, oldest))),
    );
    gone += deleted.rowCount ?? 0;
  }
  return gone;
}
