import { and, desc, eq, isNull, lt, type SQL } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Scope } from '../../shared/access.ts';
import type { ApiKey } from '../../shared/api/identity.ts';
import type { Caller } from '../caller.ts';
import { recordAudit } from '../db/audit.ts';
import type { Database, WorkspaceTx } from '../db/database.ts';
import { notifyRights } from '../db/notify.ts';
import { decodeCursor, IdPosition, pageOf } from '../db/page.ts';
import { apiKeys, users } from '../db/schema/index.ts';
import { notFound, ProblemError } from '../problem.ts';
import { hashSecret, newSecret } from './secrets.ts';

type Row = typeof apiKeys.$inferSelect & { creatorName: string | null };
/** A key as it is shown once: with its secret. */
export type IssuedKey = ApiKey & { key: string };

/** A page of the workspace's keys, newest first, also those that no longer work. */
export async function listApiKeys(
  database: Database,
  caller: Caller,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ items: ApiKey[]; nextCursor: string | null }> {
  const before = decodeCursor(query.cursor, IdPosition)?.[0];
  const rows = await database.withWorkspace(caller.workspaceId, (tx) =>
    keys(tx, caller.workspaceId, before ? lt(apiKeys.id, before) : undefined)
      .orderBy(desc(apiKeys.id))
      .limit(query.limit + 1),
  );
  return pageOf(
    rows.map(({ key, creatorName }) => present({ ...key, creatorName })),
    query.limit,
    (row) => [row.id],
  );
}

/**
 * Makes a key that may do at most what its maker may, and lives no longer: one made by a key ends with that key, and
 * must say so. Throws `forbidden` for more.
 */
export async function createApiKey(
  database: Database,
  caller: Caller,
  input: { name: string; scopes: Scope[]; expiresAt?: string | undefined },
): Promise<IssuedKey> {
  const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
  if (expiresAt && expiresAt <= new Date()) {
    throw new ProblemError('validation-failed', 'The key would have expired already.', {
      errors: [{ field: 'expiresAt', message: 'must be in the future' }],
    });
  }
  requireOwnScopes(caller, input.scopes);
  return database.withWorkspace(caller.workspaceId, async (tx) => {
    await requireNoLongerLife(tx, caller, expiresAt);
    const issued = await issue(tx, caller, {
      name: input.name,
      scopes: [...new Set(input.scopes)],
      expiresAt,
    });
    await record(tx, caller, 'key.created', issued, { scopes: issued.scopes, expiresAt: issued.expiresAt });
    return issued;
  });
}

/**
 * Replaces a key by a new one with the same name, rights and length of life; the old one works for
 * `overlapMinutes` more. Throws `conflict` for a key that no longer works.
 */
export async function rotateApiKey(
  database: Database,
  caller: Caller,
  keyId: string,
  overlapMinutes: number,
): Promise<IssuedKey> {
  return database.withWorkspace(caller.workspaceId, async (tx) => {
    const old = await requireKey(tx, caller.workspaceId, keyId);
    const now = Date.now();
    if (old.revokedAt || (old.expiresAt && old.expiresAt.getTime() <= now)) {
      throw new ProblemError('conflict', 'This key no longer works. Create a new one.');
    }
    requireOwnScopes(caller, old.scopes);
    const lifeMs = old.expiresAt && old.expiresAt.getTime() - old.createdAt.getTime();
    const expiresAt = lifeMs === null ? null : new Date(now + lifeMs);
    // Replacing itself is what rotation is for; it keeps its length of life.
    if (keyId !== caller.actor.id) await requireNoLongerLife(tx, caller, expiresAt);
    const issued = await issue(tx, caller, {
      name: old.name,
      scopes: old.scopes,
      expiresAt,
    });
    const overlapEnd = now + overlapMinutes * 60_000;
    const endsAt = new Date(Math.min(overlapEnd, old.expiresAt?.getTime() ?? overlapEnd));
    await tx
      .update(apiKeys)
      .set(overlapMinutes === 0 ? { revokedAt: new Date(now) } : { expiresAt: endsAt })
      .where(and(eq(apiKeys.workspaceId, caller.workspaceId), eq(apiKeys.id, keyId)));
    await notifyRights(tx);
    await record(tx, caller, 'key.rotated', old, { replacedBy: issued.id, oldWorksUntil: endsAt });
    return issued;
  });
}

/** Revokes a key; revoking it again changes nothing. */
export async function revokeApiKey(database: Database, caller: Caller, keyId: string): Promise<void> {
  await database.withWorkspace(caller.workspaceId, async (tx) => {
    const key = await requireKey(tx, caller.workspaceId, keyId);
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(
        and(eq(apiKeys.workspaceId, caller.workspaceId), eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)),
      )
      .returning({ id: apiKeys.id });
    if (revoked.length === 0) return;
    await notifyRights(tx);
    await record(tx, caller, 'key.revoked', key, {});
  });
}

/** Stores a key in the transaction's workspace. `secret`: one that an operator chose; otherwise a new one. */
export async function issue(
  tx: WorkspaceTx,
  caller: Caller,
  input: { name: string; scopes: Scope[]; expiresAt: Date | null },
  secret = `vos_${newSecret()}`,
): Promise<IssuedKey> {
  const row = {
    id: v7(),
    workspaceId: caller.workspaceId,
    ...input,
    // Enough to recognise it by; of a short one that an operator chose, too little to guess the rest.
    prefix: secret.slice(0, Math.min(12, Math.floor(secret.length / 4))),
    keyHash: hashSecret(secret),
    createdBy: caller.userId,
    createdAt: new Date(),
    revokedAt: null,
    lastUsedAt: null,
  };
  await tx.insert(apiKeys).values(row);
  const [creator] = await tx.select({ name: users.name }).from(users).where(eq(users.id, caller.userId));
  return { ...present({ ...row, creatorName: creator?.name ?? null }), key: secret };
}

function requireOwnScopes(caller: Caller, scopes: Scope[]): void {
  const missing = scopes.filter((scope) => !caller.scopes.has(scope));
  if (missing.length > 0) {
    throw new ProblemError(
      'forbidden',
      `A key may do at most what you may, and you lack: ${missing.join(', ')}.`,
    );
  }
}

/** Otherwise a key that ends could leave another behind that never does. */
async function requireNoLongerLife(tx: WorkspaceTx, caller: Caller, expiresAt: Date | null): Promise<void> {
  if (caller.actor.kind !== 'key' || caller.actor.id === null) return;
  const [own] = await tx
    .select({ expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, caller.workspaceId), eq(apiKeys.id, caller.actor.id)));
  if (!own?.expiresAt || (expiresAt && expiresAt <= own.expiresAt)) return;
  throw new ProblemError(
    'forbidden',
    `A key lives no longer than the one that makes it: give an expiresAt up to ${own.expiresAt.toISOString()}.`,
  );
}

function keys(tx: WorkspaceTx, workspaceId: string, which: SQL | undefined) {
  return tx
    .select({ key: apiKeys, creatorName: users.name })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.createdBy))
    .where(and(eq(apiKeys.workspaceId, workspaceId), which))
    .$dynamic();
}

async function requireKey(tx: WorkspaceTx, workspaceId: string, keyId: string): Promise<Row> {
  const [row] = await keys(tx, workspaceId, eq(apiKeys.id, keyId)).for('update', { of: apiKeys });
  if (!row) throw notFound('key');
  return { ...row.key, creatorName: row.creatorName };
}

async function record(
  tx: WorkspaceTx,
  caller: Caller,
  action: string,
  key: { id: string; name: string },
  detail: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, caller.workspaceId, {
    actor: caller.actor,
    action,
    subject: { kind: 'key', id: key.id, name: key.name },
    detail,
    correlationId: caller.correlationId,
  });
}

function present(row: Row): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    // Who left is no longer known by name here.
    createdBy: { kind: 'user', id: row.createdBy, name: row.creatorName ?? 'Former member' },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
