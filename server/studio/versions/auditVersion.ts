import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';

/** Writes down what the caller did to a version; last in the transaction, as `recordAudit` is. */
export function auditVersion(
  tx: WorkspaceTx,
  caller: Pick<Caller, 'workspaceId' | 'actor' | 'correlationId'>,
  version: { id: string; scriptTitle: string; number: number },
  { action, detail }: { action: string; detail?: Record<string, unknown> },
): Promise<void> {
  return recordAudit(tx, caller.workspaceId, {
    actor: caller.actor,
    action,
    subject: { kind: 'version', id: version.id, name: `${version.scriptTitle} #${version.number}` },
    ...(detail && { detail }),
    correlationId: caller.correlationId,
  });
}
