import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { enqueueDelivery } from '../db/webhooks.ts';
import { enqueueRelease } from '../studio/channels/releases.ts';

/**
 * Queues again the deliveries and releases that are due and that no job will ever carry out: its runs were used
 * up while the database was away, or it was lost. Any worker may call it, as often as it likes. Gives how many.
 * @param patienceMs how long after its time something may still be without a job
 */
export async function requeueOverdue(database: Database, patienceMs = 60_000): Promise<number> {
  const { rows } = await database.outside.execute<{ workspace_id: string; kind: string; id: string }>(
    sql`select workspace_id, kind, id from voiceops_overdue(make_interval(secs => ${patienceMs / 1000}))`,
  );
  for (const { workspace_id: workspaceId, kind, id } of rows)
    await database.withWorkspace(workspaceId, (tx) =>
      kind === 'release' ? enqueueRelease(tx, workspaceId, id) : enqueueDelivery(tx, workspaceId, id),
    );
  return rows.length;
}
