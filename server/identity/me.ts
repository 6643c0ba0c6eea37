import { and, eq, sql } from 'drizzle-orm';
import { SCOPES } from '../../shared/access.ts';
import type { Me } from '../../shared/api/identity.ts';
import type { Caller } from '../caller.ts';
import { recordAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { notify, notifyRights } from '../db/notify.ts';
import { users, workspaces } from '../db/schema/index.ts';
import { notFound, ProblemError } from '../problem.ts';
import type { KnownCaller } from './knownCaller.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { hashSecret } from './secrets.ts';

/** Who is calling, where, and what they may do. */
export async function describeCaller(database: Database, caller: KnownCaller): Promise<Me> {
  return database.withWorkspace(caller.workspaceId, async (tx) => {
    const [workspace] = await tx
      .select({ id: workspaces.id, slug: workspaces.slug, name: workspaces.name })
      .from(workspaces)
      .where(eq(workspaces.id, caller.workspaceId));
    const [user] = await tx
      .select({ id: users.id, name: users.name, email: users.email })
      .from(users)
      .where(eq(users.id, caller.userId));
    if (!workspace || !user) throw notFound('member');
    const byKey = caller.actor.kind === 'key' && caller.actor.id !== null;
    return {
      user: byKey ? null : user,
      key: byKey ? { id: caller.actor.id as string, name: caller.actor.name } : null,
      workspace,
      role: caller.role,
      scopes: SCOPES.filter((scope) => caller.scopes.has(scope)),
    };
  });
}

export interface MyChange {
  name?: string | undefined;
  currentPassword?: string | undefined;
  newPassword?: string | undefined;
}

/**
 * Changes the caller's own name or password. A new password needs the present one, if there is one, and ends
 * every other session of this person; `token` is the session that stays.
 * Throws `person-required` for a key and `wrong-credentials` when the present password is not right.
 */
export async function changeMe(
  database: Database,
  caller: Caller,
  change: MyChange,
  token: string,
): Promise<void> {
  if (caller.role === null) {
    throw new ProblemError('person-required', 'A key has no name or password of its own to change.');
  }
  const passwordHash = change.newPassword === undefined ? undefined : await newHash(database, caller, change);
  if (change.name === undefined && passwordHash === undefined) return;
  await database.withWorkspace(caller.workspaceId, async (tx) => {
    await tx
      .update(users)
      .set({ name: change.name, passwordHash })
      .where(and(eq(users.id, caller.userId)));
    if (passwordHash !== undefined) {
      await tx.execute(sql`select voiceops_end_other_sessions(${caller.userId}, ${hashSecret(token)})`);
      await notifyRights(tx);
    }
    await notify(tx, caller.workspaceId, { type: 'members-changed' });
    await recordAudit(tx, caller.workspaceId, {
      actor: caller.actor,
      action: passwordHash === undefined ? 'member.renamed' : 'member.password-changed',
      subject: { kind: 'member', id: caller.userId, name: change.name ?? caller.actor.name },
      correlationId: caller.correlationId,
    });
  });
}

/** The password is checked outside the transaction: it takes long and must hold no lock. */
async function newHash(database: Database, caller: Caller, change: MyChange): Promise<string> {
  const present = await database.withWorkspace(caller.workspaceId, async (tx) => {
    const [row] = await tx
      .select({ passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.id, caller.userId));
    return row?.passwordHash ?? null;
  });
  if (present !== null && !(await verifyPassword(present, change.currentPassword ?? ''))) {
    throw new ProblemError('wrong-credentials', 'The present password is not right.');
  }
  return hashPassword(change.newPassword ?? '');
}
