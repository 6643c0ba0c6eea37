import { sql } from 'drizzle-orm';
import type { WorkspaceEvent } from '../../shared/api/operations.ts';
import type { WorkspaceTx } from './database.ts';

/** The PostgreSQL channel on which nodes tell each other what changed. */
export const EVENTS_CHANNEL = 'voiceops_events';

/** Tells every node what changed, once the transaction commits; a rollback tells nobody. */
export async function notify(tx: WorkspaceTx, workspaceId: string, event: WorkspaceEvent): Promise<void> {
  await tx.execute(sql`select pg_notify(${EVENTS_CHANNEL}, ${JSON.stringify({ workspaceId, event })})`);
}

/**
 * Tells every node, once the transaction commits, that somebody lost rights: a session ended, a key was revoked, a
 * role changed. Nodes remember callers for moments, and forget them then.
 */
export async function notifyRights(tx: WorkspaceTx): Promise<void> {
  await tx.execute(sql`select pg_notify(${EVENTS_CHANNEL}, ${JSON.stringify({ rights: 'changed' })})`);
}

/** As `notify`, for many events in one statement. */
export async function notifyAll(
  tx: WorkspaceTx,
  workspaceId: string,
  events: readonly WorkspaceEvent[],
): Promise<void> {
  const payloads = JSON.stringify(events.map((event) => JSON.stringify({ workspaceId, event })));
  await tx.execute(
    sql`select pg_notify(${EVENTS_CHANNEL}, payload) from json_array_elements_text(${payloads}::json) as payload`,
  );
}
