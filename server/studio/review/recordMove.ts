import { and, eq } from 'drizzle-orm';
import type { VersionStatus } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { statusChanges, versions } from '../../db/schema/index.ts';
import { queueWebhooks } from '../../db/webhooks.ts';
import { auditVersion } from '../versions/auditVersion.ts';
import type { LockedVersion } from './lockVersion.ts';

/**
 * Writes a version's new status with its history, and tells everybody. The audit entry comes last: its lock
 * is held until commit.
 */
export async function recordMove(
  tx: WorkspaceTx,
  caller: Caller,
  version: LockedVersion,
  move: {
    to: VersionStatus;
    note: string | null;
    /** noun.verb for the audit log. */
    action: string;
    columns?: Partial<Pick<typeof versions.$inferInsert, 'selfApproved' | 'submittedAt'>>;
    detail?: Record<string, unknown>;
  },
): Promise<void> {
  const { workspaceId } = caller;
  await tx
    .update(versions)
    .set({ status: move.to, ...move.columns })
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, version.id)));
  await tx.insert(statusChanges).values({
    workspaceId,
    versionId: version.id,
    from: version.status,
    to: move.to,
    note: move.note,
    ...createdByColumns(caller.actor),
  });
  await tellStatus(tx, caller, version, move.to);
  await queueWebhooks(tx, workspaceId, 'version.status', {
    versionId: version.id,
    scriptId: version.scriptId,
    number: version.number,
    digest: version.digest,
    from: version.status,
    to: move.to,
    note: move.note,
    by: caller.actor,
  });
  await auditVersion(tx, caller, version, {
    action: move.action,
    detail: { from: version.status, to: move.to, digest: version.digest, note: move.note, ...move.detail },
  });
}

/** Tells nodes that a version's status, or what was said about it, changed. */
export function tellStatus(
  tx: WorkspaceTx,
  caller: Caller,
  version: LockedVersion,
  status: VersionStatus,
): Promise<void> {
  return notify(tx, caller.workspaceId, {
    type: 'version-status',
    versionId: version.id,
    scriptId: version.scriptId,
    status,
  });
}

/** A note as it is kept: null when nothing was said. */
export function noteOf({ note }: { note?: string }): string | null {
  return note?.trim() || null;
}
