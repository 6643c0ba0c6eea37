import { recordAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { ProblemError } from '../problem.ts';
import { verifyPassword } from './passwords.ts';
import { startSession } from './sessions.ts';

interface Found extends Record<string, unknown> {
  user_id: string;
  user_name: string;
  password_hash: string | null;
  workspace_id: string;
}

/**
 * Starts a session in the workspace that the person joined first, and returns its token. Throws
 * `wrong-credentials` for a wrong password, an unknown e-mail and a person who is a member nowhere alike.
 */
export async function signIn(
  database: Database,
  credentials: { email: string; password: string },
  correlationId: string,
): Promise<string> {
  const { rows } = await database.pool.query<Found>(
    'select user_id, user_name, password_hash, workspace_id from voiceops_find_sign_in($1) limit 1',
    [credentials.email],
  );
  const found = rows[0];
  const right = await verifyPassword(found?.password_hash ?? null, credentials.password);
  if (!found || !right) {
    throw new ProblemError('wrong-credentials', 'Check the e-mail and the password and try again.');
  }
  const { workspace_id: workspaceId, user_id: userId, user_name: name } = found;
  return database.withWorkspace(workspaceId, async (tx) => {
    const token = await startSession(tx, workspaceId, userId);
    await recordAudit(tx, workspaceId, {
      actor: { kind: 'user', id: userId, name },
      action: 'session.started',
      subject: { kind: 'member', id: userId, name },
      correlationId,
    });
    return token;
  });
}
