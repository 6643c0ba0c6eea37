import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import { openCallSecret } from './content.ts';
import { findCall, type KeptCalls } from './readCalls.ts';

/**
 * The whole number of a call's other party, for whoever has to call back: the only way out of its seal, and written to
 * the audit log, without the number. Null where it is not known. Throws `not-found`.
 */
export async function revealCaller(
  { database, audioStore }: KeptCalls,
  { workspaceId, actor, correlationId }: Caller,
  callId: string,
): Promise<string | null> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const { sealedSecret } = await findCall(tx, workspaceId, callId);
    await recordAudit(tx, workspaceId, {
      actor,
      action: 'call.caller-revealed',
      subject: { kind: 'call', id: callId },
      correlationId,
    });
    return openCallSecret(audioStore, sealedSecret).from;
  });
}
