import { and, eq, isNull } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { approvals } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { requirePerson, requireScope } from '../rights.ts';
import type { LockedVersion } from './lockVersion.ts';
import { noteOf, recordMove } from './recordMove.ts';
import { requireDigest } from './requireDigest.ts';

/**
 * in review → draft: a reviewer asks for changes and says which, or an author withdraws. Approvals given so
 * far count no more. Throws `person-required`, `forbidden`, `validation-failed` without a note.
 */
export async function requestChanges(
  tx: WorkspaceTx,
  caller: Caller,
  version: LockedVersion,
  move: { note?: string; digest?: string },
): Promise<void> {
  const withdraws = version.isAuthor && caller.scopes.has('versions:submit');
  if (!withdraws) {
    requireScope(caller, 'versions:approve', 'ask for changes');
    requirePerson(caller, 'ask for changes');
  }
  requireDigest(version, move.digest);
  const note = noteOf(move);
  if (note === null && !withdraws)
    throw new ProblemError('validation-failed', 'Say in a note what should change.', {
      errors: [{ field: 'note', message: 'must not be empty' }],
    });
  const withdrawn = await tx
    .update(approvals)
    .set({ withdrawnAt: new Date() })
    .where(
      and(
        eq(approvals.workspaceId, caller.workspaceId),
        eq(approvals.versionId, version.id),
        isNull(approvals.withdrawnAt),
      ),
    )
    .returning({ id: approvals.id });
  await recordMove(tx, caller, version, {
    to: 'draft',
    note,
    action: withdraws ? 'version.withdrawn' : 'version.changes-requested',
    columns: { submittedAt: null },
    detail: { approvalsWithdrawn: withdrawn.length },
  });
}
