import type { VersionState } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { notifyAll } from '../../db/notify.ts';

interface Moved {
  id: string;
  scriptId: string;
}

/** Tells every node, once the transaction commits, that these versions came to `state`. */
export function tellState(
  tx: WorkspaceTx,
  workspaceId: string,
  state: VersionState,
  moved: readonly Moved[],
): Promise<void> {
  return notifyAll(
    tx,
    workspaceId,
    moved.map(({ id, scriptId }) => ({ type: 'version-state', versionId: id, scriptId, state })),
  );
}

/** Tells and writes down what a person did to the versions of a batch; last in the transaction, as audit is. */
export async function recordBatchMove(
  tx: WorkspaceTx,
  caller: Caller,
  {
    action,
    batchId,
    state,
    moved,
  }: {
    action: string;
    batchId: string;
    state: VersionState;
    moved: readonly Moved[];
  },
): Promise<void> {
  await tellState(tx, caller.workspaceId, state, moved);
  await recordAudit(tx, caller.workspaceId, {
    actor: caller.actor,
    action,
    subject: { kind: 'batch', id: batchId },
    detail: { versionIds: moved.map(({ id }) => id) },
    correlationId: caller.correlationId,
  });
}
