import { and, eq } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { revisions, scripts, versions, workspaces } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import { eligibilityColumns } from './eligibility.ts';

/**
 * A version with what decides about its next status; both locked until commit, so that two decisions, and a
 * decision and a deployment, come one after the other. Throws `not-found`.
 */
export async function lockVersion(tx: WorkspaceTx, caller: Caller, id: string) {
  const isThis = and(eq(versions.workspaceId, caller.workspaceId), eq(versions.id, id));
  // First the workspace, whose rules decide with it and may be changed at this moment; always in this order.
  await tx
    .select({ id: workspaces.id })
    .from(workspaces)
    .where(eq(workspaces.id, caller.workspaceId))
    .for('share');
  await tx.select({ id: versions.id }).from(versions).where(isThis).for('update');
  // A statement of its own: the one that waited for the lock does not see what was decided while it waited.
  const [version] = await tx
    .select({
      id: versions.id,
      number: versions.number,
      scriptId: versions.scriptId,
      scriptTitle: scripts.title,
      state: versions.state,
      status: versions.status,
      digest: versions.digest,
      createdAt: versions.createdAt,
      requiredApprovals: workspaces.requiredApprovals,
      requireFourEyes: workspaces.requireFourEyes,
      requireGreenChecks: workspaces.requireGreenChecks,
      ...eligibilityColumns(caller.userId),
    })
    .from(versions)
    .innerJoin(scripts, eq(scripts.id, versions.scriptId))
    .innerJoin(revisions, eq(revisions.id, versions.revisionId))
    .innerJoin(workspaces, eq(workspaces.id, versions.workspaceId))
    .where(isThis);
  if (!version) throw notFound('version');
  return version;
}
export type LockedVersion = Awaited<ReturnType<typeof lockVersion>>;
