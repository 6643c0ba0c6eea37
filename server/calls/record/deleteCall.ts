import { and, eq, inArray } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import { audioObjects, callRecordings, calls } from '../../db/schema/index.ts';
import { forgetConversation } from '../../dialogue/conversations/deleteConversation.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { audioKey } from '../../storage/audioStore.ts';
import type { KeptCalls } from './readCalls.ts';

/**
 * Deletes a call for good: what happened on it, its recording and its conversation. What it changed (an appointment)
 * and what it cost in the accounts stay. Throws `not-found`, and `conflict` while it goes on.
 */
export async function deleteCall(kept: KeptCalls, caller: Caller, callId: string): Promise<void> {
  const { workspaceId, actor, correlationId } = caller;
  const { database, audioStore } = kept;
  const gone = await database.withWorkspace(workspaceId, async (tx) => {
    const its = and(eq(calls.workspaceId, workspaceId), eq(calls.id, callId));
    const [call] = await tx
      .select({ state: calls.state, conversationId: calls.conversationId })
      .from(calls)
      .where(its)
      .for('update');
    if (!call) throw notFound('call');
    if (call.state !== 'ended')
      throw new ProblemError('conflict', 'This call is still going on. Delete it once it is over.');
    const recorded = await tx
      .select({ id: callRecordings.audioObjectId })
      .from(callRecordings)
      .where(and(eq(callRecordings.workspaceId, workspaceId), eq(callRecordings.callId, callId)));
    const objects = recorded.map(({ id }) => id);
    await tx.delete(calls).where(its);
    if (objects.length > 0)
      await tx
        .delete(audioObjects)
        .where(and(eq(audioObjects.workspaceId, workspaceId), inArray(audioObjects.id, objects)));
    await recordAudit(tx, workspaceId, {
      actor,
      action: 'call.deleted',
      subject: { kind: 'call', id: callId },
      correlationId,
    });
    return { objects, conversationId: call.conversationId };
  });
  for (const id of gone.objects) await audioStore.delete(audioKey(workspaceId, id));
  if (gone.conversationId) await forgetConversation(kept, workspaceId, gone.conversationId);
}
