import { sql } from 'drizzle-orm';
import type { Role } from '../../shared/access.ts';
import type { Caller } from '../caller.ts';
import { recordAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { users } from '../db/schema/index.ts';
import { notFound, ProblemError } from '../problem.ts';
import { createWorkspace, type FurnishWorkspace } from './createWorkspace.ts';
import type { KnownCaller } from './knownCaller.ts';
import { startSession } from './sessions.ts';

export interface MyWorkspace extends Record<string, unknown> {
  id: string;
  slug: string;
  name: string;
  role: Role;
}

/** The caller's workspaces, the one joined first on top. A key knows only its own. */
export async function listWorkspaces(database: Database, caller: KnownCaller): Promise<MyWorkspace[]> {
  const { rows } = await database.outside.execute<MyWorkspace>(
    sql`select id, slug, name, role from voiceops_workspaces_of(${caller.userId})`,
  );
  return caller.role === null ? rows.filter((row) => row.id === caller.workspaceId) : rows;
}

/** Makes another workspace, owned by the caller. Throws `person-required` for keys and `forbidden` for other roles. */
export async function addWorkspace(
  database: Database,
  caller: Caller,
  name: string,
  furnish: FurnishWorkspace,
): Promise<{ id: string; slug: string; name: string }> {
  if (caller.role === null) {
    throw new ProblemError('person-required', 'A workspace belongs to a person: sign in to create one.');
  }
  if (caller.role !== 'owner') throw new ProblemError('forbidden', 'Ask an owner to create a workspace.');
  const email = await database.withWorkspace(caller.workspaceId, async (tx) => {
    const [me] = await tx
      .select({ email: users.email })
      .from(users)
      .where(sql`${users.id} = ${caller.userId}`);
    return me?.email;
  });
  if (!email) throw notFound('member');
  const made = await database.outside.transaction(async (tx) => {
    const owner = { email, name: caller.actor.name, passwordHash: null };
    const first = await createWorkspace(tx, name, owner, caller.correlationId, furnish);
    return first.workspaceId;
  });
  const found = (await listWorkspaces(database, caller)).find((one) => one.id === made);
  if (!found) throw notFound('workspace');
  return found;
}

/** Starts a session in another workspace of the caller and returns its token. Throws `not-found` for all others. */
export async function enterWorkspace(
  database: Database,
  caller: Caller,
  workspaceId: string,
): Promise<string> {
  if (caller.role === null) {
    throw new ProblemError('person-required', 'A key works in its own workspace only.');
  }
  const target = (await listWorkspaces(database, caller)).find((one) => one.id === workspaceId);
  if (!target) throw notFound('workspace');
  return database.withWorkspace(workspaceId, async (tx) => {
    const token = await startSession(tx, workspaceId, caller.userId);
    await recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: 'session.started',
      subject: { kind: 'member', id: caller.userId, name: caller.actor.name },
      correlationId: caller.correlationId,
    });
    return token;
  });
}
