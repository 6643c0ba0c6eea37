import { and, eq, sql } from 'drizzle-orm';
import { ROLE_SCOPES, type Scope } from '../../shared/access.ts';
import type { Database } from '../db/database.ts';
import { apiKeys, memberships } from '../db/schema/index.ts';
import type { KnownCaller } from './knownCaller.ts';

/**
 * The program behind a key; null when it is unknown, expired or revoked, or its creator is no longer a member.
 * It may do what was written on it, as far as its creator still may.
 */
export async function findApiKey(
  database: Database,
  keyHash: Buffer,
): Promise<{ caller: KnownCaller; expiresAt: Date | null } | null> {
  const { rows } = await database.pool.query<{
    id: string;
    workspace_id: string;
    name: string;
    scopes: Scope[];
    created_by: string;
    expires_at: Date | null;
    revoked_at: Date | null;
  }>({
    name: 'find_api_key',
    text: 'select id, workspace_id, name, scopes, created_by, expires_at, revoked_at from voiceops_find_api_key($1)',
    values: [keyHash],
  });
  const key = rows[0];
  if (!key || key.revoked_at || (key.expires_at && key.expires_at <= new Date())) return null;
  const role = await database.withWorkspace(key.workspace_id, async (tx) => {
    const [membership] = await tx
      .select({ role: memberships.role })
      .from(memberships)
      .where(and(eq(memberships.workspaceId, key.workspace_id), eq(memberships.userId, key.created_by)));
    return membership?.role;
  });
  if (!role) return null;
  const allowed = new Set(ROLE_SCOPES[role]);
  return {
    expiresAt: key.expires_at,
    caller: {
      workspaceId: key.workspace_id,
      actor: { kind: 'key', id: key.id, name: key.name },
      userId: key.created_by,
      role: null,
      scopes: new Set(key.scopes.filter((scope) => allowed.has(scope))),
    },
  };
}

/** Writes down that the key was used. */
export async function noteKeyUse(database: Database, caller: KnownCaller): Promise<void> {
  const { id } = caller.actor;
  if (!id) return;
  await database.withWorkspace(caller.workspaceId, (tx) =>
    tx
      .update(apiKeys)
      .set({ lastUsedAt: sql`now()` })
      .where(and(eq(apiKeys.workspaceId, caller.workspaceId), eq(apiKeys.id, id))),
  );
}
