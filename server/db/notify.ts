import { sql } from 'drizzle-orm';
import type { WorkspaceEvent } from '../../shared/api/operations.ts';
import type { WorkspaceTx } from './database.ts';

/** The PostgreSQL channel on which nodes tell each other what changed. */
export const EVENTS_CHANNEL = 'voiceops_events';

/** Tells every node what changed, once the transaction commits; a rollback tells nobody. */
export async function notify(tx: WorkspaceTx, workspaceId: string, event: WorkspaceEvent): Promise<void> {
  await tx.execute(sql`select pg_notify(${EVENTS_CHANNEL}, ${JSON.stringify({ workspaceId, event })})`);
}
