import { eq, sql } from 'drizzle-orm';
import type { Actor } from '../../shared/api/common.ts';
import { recordAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { notify, notifyRights } from '../db/notify.ts';
import { users } from '../db/schema/index.ts';
import { hashPassword } from './passwords.ts';
import { newSecret } from './secrets.ts';

/** Who is at the command line is not known to the product. */
const OPERATOR: Actor = { kind: 'system', id: null, name: 'Operator (reset-password)' };
/** No session has this token's hash. */
const NO_SESSION = Buffer.alloc(0);

/**
 * Gives a person a new random password, which is stored nowhere, and ends their sessions everywhere; written down
 * in each of their workspaces. For the operator's command. Null when nobody with this e-mail is a member anywhere.
 */
export async function replaceForgottenPassword(
  database: Database,
  email: string,
): Promise<{ name: string; password: string; workspaces: number } | null> {
  const { rows } = await database.pool.query<{ user_id: string; user_name: string; workspace_id: string }>(
    // Everybody who writes into several audit logs at once locks them in this order.
    'select user_id, user_name, workspace_id from voiceops_find_sign_in($1) order by workspace_id',
    [email],
  );
  const [first] = rows;
  if (!first) return null;
  const { user_id: userId, user_name: name } = first;
  const password = newSecret();
  const passwordHash = await hashPassword(password);
  await database.withWorkspace(first.workspace_id, async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, userId));
    await tx.execute(sql`select voiceops_end_other_sessions(${userId}, ${NO_SESSION})`);
    await notifyRights(tx);
    for (const { workspace_id: workspaceId } of rows) {
      await tx.execute(sql`select set_config('voiceops.workspace_id', ${workspaceId}, true)`);
      await notify(tx, workspaceId, { type: 'members-changed' });
      await recordAudit(tx, workspaceId, {
        actor: OPERATOR,
        action: 'member.password-reset',
        subject: { kind: 'member', id: userId, name },
      });
    }
  });
  return { name, password, workspaces: rows.length };
}
