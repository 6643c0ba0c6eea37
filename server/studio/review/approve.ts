import { and, eq, isNull } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { approvals } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { requirePerson, requireScope } from '../rights.ts';
import { auditVersion } from '../versions/auditVersion.ts';
import { barredAsAuthor } from './eligibility.ts';
import type { LockedVersion } from './lockVersion.ts';
import { noteOf, recordMove, tellStatus } from './recordMove.ts';
import { requireDigest } from './requireDigest.ts';

/**
 * Adds an approval of exactly this digest; the one that completes the workspace's number makes the version
 * approved. Throws `person-required`, `forbidden`, `digest-mismatch`, `already-approved`, `self-approval`.
 */
export async function approve(
  tx: WorkspaceTx,
  caller: Caller,
  version: LockedVersion,
  move: { note?: string; digest?: string },
): Promise<void> {
  const { workspaceId } = caller;
  requirePerson(caller, 'approve a version');
  requireScope(caller, 'versions:approve', 'approve a version');
  requireDigest(version, move.digest);
  if (version.digest === null) throw new ProblemError('not-ready', 'This version has no audio to approve.');
  if (version.hasApproved)
    throw new ProblemError('already-approved', 'Your approval of this version is noted already.');
  if (barredAsAuthor(version, version.requireFourEyes))
    throw new ProblemError(
      'self-approval',
      version.othersCould
        ? 'You wrote or generated this version, so somebody else in the workspace must approve it.'
        : 'You wrote or generated this version, and this workspace asks for four eyes: add a reviewer.',
    );

  await tx.insert(approvals).values({
    workspaceId,
    versionId: version.id,
    digest: version.digest,
    role: caller.role ?? 'viewer',
    selfApproved: version.isAuthor,
    ...createdByColumns(caller.actor),
  });
  const given = await givenTo(tx, workspaceId, version);
  const detail = {
    approvals: given.people,
    required: version.requiredApprovals,
    selfApproved: version.isAuthor,
  };
  if (version.status === 'in_review' && given.people >= version.requiredApprovals) {
    await recordMove(tx, caller, version, {
      to: 'approved',
      note: noteOf(move),
      action: 'version.approved',
      columns: { selfApproved: given.selfApproved },
      detail,
    });
    return;
  }
  await tellStatus(tx, caller, version, version.status);
  await auditVersion(tx, caller, version, {
    action: 'version.approval-given',
    detail: { digest: version.digest, note: noteOf(move), ...detail },
  });
}

/** How many people approve of exactly this audio, and whether an author is among them. */
export async function givenTo(tx: WorkspaceTx, workspaceId: string, version: LockedVersion) {
  const valid = await tx
    .select({ selfApproved: approvals.selfApproved, by: approvals.createdById })
    .from(approvals)
    .where(
      and(
        eq(approvals.workspaceId, workspaceId),
        eq(approvals.versionId, version.id),
        eq(approvals.digest, version.digest ?? ''),
        isNull(approvals.withdrawnAt),
      ),
    );
  return {
    people: new Set(valid.map((approval) => approval.by)).size,
    selfApproved: valid.some((approval) => approval.selfApproved),
  };
}
