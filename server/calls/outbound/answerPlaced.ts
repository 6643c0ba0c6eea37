import { and, eq, isNull, or } from 'drizzle-orm';
import { calls } from '../../db/schema/index.ts';
import type { Admission } from '../admission/admission.ts';
import { issueTicket } from '../admission/tickets.ts';

/**
 * Whoever we called has picked up: a token for the sound of the call. Null where this call does not ring, or is
 * another one by the carrier's name.
 */
export async function answerPlaced(
  { database }: Admission,
  { workspaceId, callId }: { workspaceId: string; callId: string },
  carrierCallId: string,
): Promise<string | null> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const ringing = await tx
      .update(calls)
      .set({ carrierCallId })
      .where(
        and(
          eq(calls.workspaceId, workspaceId),
          eq(calls.id, callId),
          eq(calls.state, 'ringing'),
          eq(calls.direction, 'outbound'),
          or(isNull(calls.carrierCallId), eq(calls.carrierCallId, carrierCallId)),
        ),
      )
      .returning({ id: calls.id });
    return ringing.length > 0 ? issueTicket(tx, workspaceId, callId) : null;
  });
}
