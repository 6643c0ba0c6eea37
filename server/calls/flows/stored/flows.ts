import type { By } from '../../../caller.ts';
import { recordAudit } from '../../../db/audit.ts';
import type { Database, WorkspaceTx } from '../../../db/database.ts';
import { notify } from '../../../db/notify.ts';

/** What flows and numbers are kept with. */
export interface FlowStore {
  database: Database;
}

/** Tells every node that a flow changed, and writes down how; last in the transaction, as audit is. */
export async function recordFlow(
  tx: WorkspaceTx,
  by: By,
  action: 'flow.created' | 'flow.changed' | 'flow.archived' | 'flow.reopened',
  { id, name }: { id: string; name: string },
  detail: Record<string, unknown> = {},
): Promise<void> {
  await notify(tx, by.workspaceId, { type: 'flow-changed', flowId: id });
  await recordAudit(tx, by.workspaceId, {
    actor: by.actor,
    action,
    subject: { kind: 'flow', id, name },
    detail,
    correlationId: by.correlationId,
  });
}
