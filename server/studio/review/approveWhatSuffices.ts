import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { approvals, versions } from '../../db/schema/index.ts';
import { givenTo } from './approve.ts';
import { lockVersion } from './lockVersion.ts';
import { recordMove } from './recordMove.ts';

/**
 * Approves every version in review that has the approvals its workspace asks for now. For the transaction that
 * changes how many that is: it holds the workspace, so that nobody approves meanwhile.
 */
export async function approveWhatSuffices(tx: WorkspaceTx, caller: Caller): Promise<void> {
  const { workspaceId } = caller;
  const approvedOnce = tx
    .select({ id: approvals.versionId })
    .from(approvals)
    .where(and(eq(approvals.workspaceId, workspaceId), isNull(approvals.withdrawnAt)));
  const candidates = await tx
    .select({ id: versions.id })
    .from(versions)
    .where(
      and(
        eq(versions.workspaceId, workspaceId),
        eq(versions.status, 'in_review'),
        inArray(versions.id, approvedOnce),
      ),
    )
    .orderBy(asc(versions.id));
  const enough = [];
  for (const { id } of candidates) {
    const version = await lockVersion(tx, caller, id);
    const given = await givenTo(tx, workspaceId, version);
    if (version.status === 'in_review' && given.people >= version.requiredApprovals)
      enough.push({ version, given });
  }
  // All locks are held by now: the first move takes that of the audit log, which comes last.
  for (const { version, given } of enough)
    await recordMove(tx, caller, version, {
      to: 'approved',
      note: `The workspace asks for ${version.requiredApprovals === 1 ? 'one approval' : `${version.requiredApprovals} approvals`} now.`,
      action: 'version.approved',
      columns: { selfApproved: given.selfApproved },
      detail: {
        approvals: given.people,
        required: version.requiredApprovals,
        selfApproved: given.selfApproved,
      },
    });
}
