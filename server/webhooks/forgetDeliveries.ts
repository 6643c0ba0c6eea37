import { and, eq, lt, ne, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { webhookDeliveries } from '../db/schema/index.ts';

/** So long does the log of deliveries go back. */
export const DELIVERY_DAYS = 30;

/** Deletes deliveries that are over and older than the log goes back. Gives how many. */
export async function forgetDeliveries(database: Database): Promise<number> {
  const { rows } = await database.outside.execute<{ id: string }>(
    sql`select voiceops_all_workspaces() as id`,
  );
  const oldest = new Date(Date.now() - DELIVERY_DAYS * 86_400_000);
  let gone = 0;
  for (const { id } of rows) {
    const deleted = await database.withWorkspace(id, (tx) =>
      tx
        .delete(webhookDeliveries)
        .where(
          and(
            eq(webhookDeliveries.workspaceId, id),
            ne(webhookDeliveries.state, 'pending'),
            lt(webhookDeliveries.createdAt, oldest),
          ),
        ),
    );
    gone += deleted.rowCount ?? 0;
  }
  return gone;
}
