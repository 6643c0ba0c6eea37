import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Role } from '../../shared/access.ts';
import type { AddedMember, Member } from '../../shared/api/identity.ts';
import type { Caller } from '../caller.ts';
import { recordAudit } from '../db/audit.ts';
import type { Database, WorkspaceTx } from '../db/database.ts';
import { notify, notifyRights } from '../db/notify.ts';
import { decodeCursor, IdPosition, pageOf } from '../db/page.ts';
import { apiKeys, memberships, users } from '../db/schema/index.ts';
import { notFound, ProblemError } from '../problem.ts';
import { requireMayGive, requireOwnerRemains } from './memberRules.ts';
import { hashPassword } from './passwords.ts';
import { endSessionsOf } from './sessions.ts';

const columns = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: memberships.role,
  joinedAt: memberships.joinedAt,
  lastSeenAt: memberships.lastSeenAt,
};
type Row = Omit<Member, 'joinedAt' | 'lastSeenAt'> & { joinedAt: Date; lastSeenAt: Date | null };

/** A page of the members, in the order in which they were first known. */
export async function listMembers(
  database: Database,
  caller: Caller,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ items: Member[]; nextCursor: string | null }> {
  const after = decodeCursor(query.cursor, IdPosition)?.[0];
  const rows = await database.withWorkspace(caller.workspaceId, (tx) =>
    tx
      .select(columns)
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(
        and(
          eq(memberships.workspaceId, caller.workspaceId),
          after ? gt(memberships.userId, after) : undefined,
        ),
      )
      .orderBy(asc(memberships.userId))
      .limit(query.limit + 1),
  );
  return pageOf(rows.map(present), query.limit, (row) => [row.id]);
}

/**
 * Adds a person. Somebody who is known to this installation already, from here or another workspace, keeps the
 * name and password they have: nobody else may set those. Throws `already-exists` for a present member.
 */
export async function addMember(
  database: Database,
  caller: Caller,
  input: { email: string; name: string; role: Role; password: string },
): Promise<AddedMember> {
  const passwordHash = await hashPassword(input.password);
  return database.withWorkspace(caller.workspaceId, async (tx) => {
    // Of two who add the same person at once, the second finds a member.
    const lock = `member:${caller.workspaceId}:${input.email.toLowerCase()}`;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`);
    await requireMayGive(tx, caller, input.role);
    const known = await findMember(tx, caller.workspaceId, eq(users.email, input.email));
    if (known) throw new ProblemError('already-exists', `${input.email} is a member already.`);
    const newId = v7();
    const { rows } = await tx.execute<{ id: string }>(
      sql`select voiceops_add_member(${caller.workspaceId}, ${newId}, ${input.email}, ${input.name}, ${passwordHash}, ${input.role}) as id`,
    );
    const member = await requireMember(tx, caller.workspaceId, rows[0]?.id ?? '');
    await record(tx, caller, 'member.added', member, { role: input.role });
    return { ...present(member), keptPassword: member.id !== newId };
  });
}

/** Gives a member another role. Throws `forbidden`, `not-found` or `last-owner`. */
export async function changeMemberRole(
  database: Database,
  caller: Caller,
  memberId: string,
  role: Role,
): Promise<Member> {
  return database.withWorkspace(caller.workspaceId, async (tx) => {
    await requireOwnerRemains(tx, caller.workspaceId, memberId, role);
    const member = await requireMember(tx, caller.workspaceId, memberId);
    await requireMayGive(tx, caller, member.role);
    await requireMayGive(tx, caller, role);
    await tx
      .update(memberships)
      .set({ role })
      .where(and(eq(memberships.workspaceId, caller.workspaceId), eq(memberships.userId, memberId)));
    await notifyRights(tx);
    await record(tx, caller, 'member.role-changed', member, { from: member.role, to: role });
    return present({ ...member, role });
  });
}

/** Removes a member, ends their sessions and revokes the keys they made. Throws as `changeMemberRole` does. */
export async function removeMember(database: Database, caller: Caller, memberId: string): Promise<void> {
  const { workspaceId } = caller;
  await database.withWorkspace(workspaceId, async (tx) => {
    await requireOwnerRemains(tx, workspaceId, memberId, null);
    const member = await requireMember(tx, workspaceId, memberId);
    await requireMayGive(tx, caller, member.role);
    await endSessionsOf(tx, workspaceId, memberId);
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(
        and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.createdBy, memberId), isNull(apiKeys.revokedAt)),
      )
      .returning({ id: apiKeys.id });
    await tx
      .delete(memberships)
      .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, memberId)));
    await notifyRights(tx);
    await record(tx, caller, 'member.removed', member, {
      role: member.role,
      revokedKeys: revoked.map((key) => key.id),
    });
  });
}

async function findMember(
  tx: WorkspaceTx,
  workspaceId: string,
  which: ReturnType<typeof eq>,
): Promise<Row | undefined> {
  const [row] = await tx
    .select(columns)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.workspaceId, workspaceId), which));
  return row;
}

async function requireMember(tx: WorkspaceTx, workspaceId: string, memberId: string): Promise<Row> {
  const member = await findMember(tx, workspaceId, eq(users.id, memberId));
  if (!member) throw notFound('member');
  return member;
}

async function record(
  tx: WorkspaceTx,
  caller: Caller,
  action: string,
  member: Row,
  detail: Record<string, unknown>,
): Promise<void> {
  await notify(tx, caller.workspaceId, { type: 'members-changed' });
  await recordAudit(tx, caller.workspaceId, {
    actor: caller.actor,
    action,
    subject: { kind: 'member', id: member.id, name: member.name },
    detail,
    correlationId: caller.correlationId,
  });
}

function present(row: Row): Member {
  return {
    ...row,
    joinedAt: row.joinedAt.toISOString(),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
  };
}
