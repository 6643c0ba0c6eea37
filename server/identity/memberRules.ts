import { and, eq } from 'drizzle-orm';
import { ROLE_SCOPES, type Role } from '../../shared/access.ts';
import type { Caller } from '../caller.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { memberships } from '../db/schema/index.ts';
import { ProblemError } from '../problem.ts';

/**
 * Refuses to give, or to touch somebody who has, a role with more rights than the caller holds: otherwise a
 * narrow key could make itself an admin. Owners are made and unmade by owners, or by keys of owners.
 */
export async function requireMayGive(tx: WorkspaceTx, caller: Caller, role: Role): Promise<void> {
  const missing = ROLE_SCOPES[role].find((scope) => !caller.scopes.has(scope));
  if (missing) {
    throw new ProblemError(
      'forbidden',
      `The role ${role} includes the right \`${missing}\`, which you do not have.`,
    );
  }
  if (role !== 'owner') return;
  const [own] = await tx
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.workspaceId, caller.workspaceId), eq(memberships.userId, caller.userId)));
  if (own?.role !== 'owner')
    throw new ProblemError('forbidden', 'Only an owner may make, change or remove owners.');
}

/**
 * Refuses to take the last owner away by giving `memberId` the role `next` (null: none). Locks the owners, so
 * that two who take each other's role at once do not both succeed.
 */
export async function requireOwnerRemains(
  tx: WorkspaceTx,
  workspaceId: string,
  memberId: string,
  next: Role | null,
): Promise<void> {
  const owners = await tx
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.role, 'owner')))
    .orderBy(memberships.userId)
    .for('update');
  const others = owners.filter((owner) => owner.userId !== memberId);
  if (next !== 'owner' && others.length === 0 && owners.length > 0) {
    throw new ProblemError('last-owner', 'Make somebody else an owner first.');
  }
}
