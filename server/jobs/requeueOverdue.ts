import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { enqueueDelivery } from '../db/webhooks.ts';
import { enqueueRelease } from '../studio/channels/releases.ts';
import { recoverChecks } from '../studio/checks/endUnchecked.ts';

/**
 * Queues again the deliveries, releases and checks that are due and that no job will ever carry out: its runs were
 * used up while the database was away, or it was lost. Checks whose runs are used up end as not checked: they may be
 * what ends the worker. Any worker may call it, as often as it likes. Gives how many.
 * @param patienceMs how long after its time something may still be without a job
 */
export async function requeueOverdue(database: Database, patienceMs = 60_000): Promise<number> {
  const { rows } = await database.outside.execute<{ workspace_id: string; kind: OverdueKind; id: string }>(
    sql`select workspace_id, kind, id from voiceops_overdue(make_interval(secs => ${patienceMs / 1000}))`,
  );
  for (const { workspace_id: workspaceId, kind, id } of rows) await recover[kind](database, workspaceId, id);
  return rows.length;
}

type OverdueKind = 'release' | 'delivery' | 'check' | 'deadly-check';

const recover: Record<OverdueKind, (database: Database, workspaceId: string, id: string) => Promise<void>> = {
  release: (database, workspaceId, id) =>
    database.withWorkspace(workspaceId, (tx) => enqueueRelease(tx, workspaceId, id)),
  delivery: (database, workspaceId, id) =>
    database.withWorkspace(workspaceId, (tx) => enqueueDelivery(tx, workspaceId, id)),
  check: (database, workspaceId, id) => recoverChecks(database, workspaceId, id, { brokeOff: false }),
  'deadly-check': (database, workspaceId, id) => recoverChecks(database, workspaceId, id, { brokeOff: true }),
};
