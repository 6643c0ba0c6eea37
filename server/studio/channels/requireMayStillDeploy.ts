import { and, eq } from 'drizzle-orm';
import { ROLE_SCOPES, type Scope } from '../../../shared/access.ts';
import type { Actor } from '../../../shared/api/common.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { apiKeys, memberships } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';

const NEEDED: Scope = 'channels:deploy';

/**
 * Throws `forbidden` when whoever asked for something that happens only now may no longer deploy: a person who was
 * removed or demoted, a key that was revoked or whose maker was. A key that has run out since does not count
 * against it: keys are replaced in the ordinary course of things.
 */
export async function requireMayStillDeploy(
  tx: WorkspaceTx,
  workspaceId: string,
  actor: Actor,
): Promise<void> {
  if (actor.kind === 'system' || actor.id === null) return;
  const person = actor.kind === 'user' ? actor.id : await makerOf(tx, workspaceId, actor.id);
  const [member] = person
    ? await tx
        .select({ role: memberships.role })
        .from(memberships)
        .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, person)))
        .for('share')
    : [];
  if (member && ROLE_SCOPES[member.role].includes(NEEDED)) return;
  throw new ProblemError(
    'forbidden',
    `${actor.name}, who scheduled this, may no longer deploy. Somebody who may must schedule it again.`,
  );
}

/** Who made a key that may deploy; null once it was revoked. */
async function makerOf(tx: WorkspaceTx, workspaceId: string, keyId: string): Promise<string | null> {
  const [key] = await tx
    .select({ createdBy: apiKeys.createdBy, revokedAt: apiKeys.revokedAt, scopes: apiKeys.scopes })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, keyId)))
    .for('share');
  return key && key.revokedAt === null && key.scopes.includes(NEEDED) ? key.createdBy : null;
}
