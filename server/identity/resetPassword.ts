import { and, eq, sql } from 'drizzle-orm';
import type { Role } from '../../shared/access.ts';
import type { Caller } from '../caller.ts';
import { recordAudit } from '../db/audit.ts';
import type { Database, WorkspaceTx } from '../db/database.ts';
import { notifyRights } from '../db/notify.ts';
import { memberships, users } from '../db/schema/index.ts';
import { notFound, ProblemError } from '../problem.ts';
import { requireMayGive } from './memberRules.ts';
import { hashPassword } from './passwords.ts';

/** No session has this token's hash. */
const NO_SESSION = Buffer.alloc(0);

/**
 * Gives a member another password, and ends their sessions everywhere. A password opens every workspace of its
 * person, so whoever sets it must own the others. Throws `not-found`, `forbidden`.
 */
export async function resetPassword(
  database: Database,
  caller: Caller,
  memberId: string,
  password: string,
): Promise<void> {
  const { workspaceId } = caller;
  if (memberId === caller.userId)
    throw new ProblemError('forbidden', 'Change your own password under My account, with the present one.');
  const passwordHash = await hashPassword(password);
  await database.withWorkspace(workspaceId, async (tx) => {
    const [member] = await tx
      .select({ name: users.name, role: memberships.role })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, memberId)));
    if (!member) throw notFound('member');
    await requireMayGive(tx, caller, member.role);
    await requireOwnsOthers(tx, caller, memberId);
    await tx.update(users).set({ passwordHash }).where(eq(users.id, memberId));
    await tx.execute(sql`select voiceops_end_other_sessions(${memberId}, ${NO_SESSION})`);
    await notifyRights(tx);
    await recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: 'member.password-reset',
      subject: { kind: 'member', id: memberId, name: member.name },
      correlationId: caller.correlationId,
    });
  });
}

/** A key stands for one workspace, whatever else its maker owns. */
async function requireOwnsOthers(tx: WorkspaceTx, caller: Caller, memberId: string): Promise<void> {
  const workspacesOf = async (userId: string) =>
    (
      await tx.execute<{ id: string; role: Role }>(
        sql`select id, role from voiceops_workspaces_of(${userId})`,
      )
    ).rows;
  const others = (await workspacesOf(memberId)).filter(({ id }) => id !== caller.workspaceId);
  if (others.length === 0) return;
  const owned = caller.role === null ? [] : await workspacesOf(caller.userId);
  if (others.every((other) => owned.some(({ id, role }) => id === other.id && role === 'owner'))) return;
  throw new ProblemError(
    'forbidden',
    'This person works in another workspace too, which their password would open. Only an owner of all of them may set it.',
  );
}
