import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { ROLE_SCOPES } from '../../shared/access.ts';
import type { Caller } from '../caller.ts';
import { recordAudit } from '../db/audit.ts';
import type { WorkspaceTx } from '../db/database.ts';

export interface FirstOwner {
  email: string;
  name: string;
  /** Null: this person has no password and comes in by the setup link only. */
  passwordHash: string | null;
}

/** What every new workspace starts with, made in the transaction that makes the workspace. */
export type FurnishWorkspace = (tx: WorkspaceTx, workspaceId: string, caller: Caller) => Promise<void>;

/**
 * Makes a workspace with its first owner, and leaves the transaction inside it. The slug is made from the name:
 * it is part of published addresses and stays.
 */
export async function createWorkspace(
  tx: WorkspaceTx,
  name: string,
  owner: FirstOwner,
  correlationId: string,
  furnish: FurnishWorkspace,
): Promise<Caller> {
  const workspaceId = v7();
  const slug = await freeSlug(tx, slugOf(name));
  await tx.execute(sql`select voiceops_create_workspace(${workspaceId}, ${slug}, ${name})`);
  await tx.execute(sql`select set_config('voiceops.workspace_id', ${workspaceId}, true)`);
  const { rows } = await tx.execute<{ id: string }>(
    sql`select voiceops_add_member(${workspaceId}, ${v7()}, ${owner.email}, ${owner.name}, ${owner.passwordHash}, 'owner') as id`,
  );
  const userId = rows[0]?.id ?? '';
  const caller = ownerCaller(workspaceId, userId, owner.name, correlationId);
  await recordAudit(tx, workspaceId, {
    actor: caller.actor,
    action: 'workspace.created',
    subject: { kind: 'workspace', id: workspaceId, name },
    correlationId,
  });
  await furnish(tx, workspaceId, caller);
  return caller;
}

/** The first owner, as who they will be when they call. */
export function ownerCaller(
  workspaceId: string,
  userId: string,
  name: string,
  correlationId: string,
): Caller {
  return {
    workspaceId,
    actor: { kind: 'user', id: userId, name },
    userId,
    role: 'owner',
    scopes: new Set(ROLE_SCOPES.owner),
    correlationId,
  };
}

/** A slug that nobody has, and nobody else is given until commit. */
async function freeSlug(tx: WorkspaceTx, wanted: string): Promise<string> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('voiceops:slug', 0))`);
  for (let attempt = 1; ; attempt++) {
    const slug = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    const { rows } = await tx.execute<{ id: string | null }>(
      sql`select voiceops_workspace_by_slug(${slug}) as id`,
    );
    if (!rows[0]?.id) return slug;
  }
}

function slugOf(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '');
  const slug = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 50)
    .replace(/-$/, '');
  return slug || 'workspace';
}
