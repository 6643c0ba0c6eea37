import { and, eq, lt, sql } from 'drizzle-orm';
import { ROLE_SCOPES, type Role } from '../../shared/access.ts';
import type { Caller } from '../caller.ts';
import { recordAudit } from '../db/audit.ts';
import type { Database, WorkspaceTx } from '../db/database.ts';
import { notifyRights } from '../db/notify.ts';
import { memberships, sessions } from '../db/schema/index.ts';
import type { KnownCaller } from './knownCaller.ts';
import { hashSecret, newSecret } from './secrets.ts';

/** A session ends so many days after it was last used. */
export const SESSION_DAYS = 30;

/** Starts a session in the transaction's workspace; the token is for the person's browser, and stored nowhere. */
export async function startSession(tx: WorkspaceTx, workspaceId: string, userId: string): Promise<string> {
  const token = newSecret();
  // Sessions that ran out are cleared away where their person comes back.
  await tx.delete(sessions).where(and(eq(sessions.userId, userId), lt(sessions.expiresAt, new Date())));
  await tx
    .insert(sessions)
    .values({ tokenHash: hashSecret(token), workspaceId, userId, expiresAt: expiry() });
  return token;
}

/** Whose session this is; null when it has ended, was never ours, or its person is no longer a member. */
export async function findSession(database: Database, tokenHash: Buffer): Promise<KnownCaller | null> {
  const { rows } = await database.pool.query<{
    workspace_id: string;
    user_id: string;
    user_name: string;
    role: Role;
  }>({
    name: 'find_session',
    text: 'select workspace_id, user_id, user_name, role from voiceops_find_session($1)',
    values: [tokenHash],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    workspaceId: row.workspace_id,
    actor: { kind: 'user', id: row.user_id, name: row.user_name },
    userId: row.user_id,
    role: row.role,
    scopes: new Set(ROLE_SCOPES[row.role]),
  };
}

/** Ends the caller's session; ending one that has ended is nothing. */
export async function endSession(database: Database, caller: Caller, token: string): Promise<void> {
  await database.withWorkspace(caller.workspaceId, async (tx) => {
    const ended = await tx
      .delete(sessions)
      .where(and(eq(sessions.workspaceId, caller.workspaceId), eq(sessions.tokenHash, hashSecret(token))))
      .returning({ userId: sessions.userId });
    if (ended.length === 0) return;
    await notifyRights(tx);
    await recordAudit(tx, caller.workspaceId, {
      actor: caller.actor,
      action: 'session.ended',
      subject: { kind: 'member', id: caller.userId, name: caller.actor.name },
      correlationId: caller.correlationId,
    });
  });
}

/** Ends every session of a person in the transaction's workspace. */
export async function endSessionsOf(tx: WorkspaceTx, workspaceId: string, userId: string): Promise<void> {
  await tx.delete(sessions).where(and(eq(sessions.workspaceId, workspaceId), eq(sessions.userId, userId)));
}

/** Writes down that the session was used: its end moves on, and so does when its person was last seen. */
export async function noteSessionUse(
  database: Database,
  caller: KnownCaller,
  tokenHash: Buffer,
): Promise<void> {
  await database.withWorkspace(caller.workspaceId, async (tx) => {
    await tx.update(sessions).set({ expiresAt: expiry() }).where(eq(sessions.tokenHash, tokenHash));
    await tx
      .update(memberships)
      .set({ lastSeenAt: sql`now()` })
      .where(and(eq(memberships.workspaceId, caller.workspaceId), eq(memberships.userId, caller.userId)));
  });
}

function expiry(): Date {
  return new Date(Date.now() + SESSION_DAYS * 86_400_000);
}
