import { and, eq } from 'drizzle-orm';
import { calls } from '../../db/schema/index.ts';
import type { AdmittedCall } from '../contract.ts';
import type { Admission } from './admission.ts';
import { readAdmitted } from './readAdmitted.ts';
import { takeTicket } from './tickets.ts';

/** The call that a token lets in, whose carrier calls it so; null where the token is worth nothing. */
export async function showTicket(
  admission: Admission,
  token: string,
  carrierCallId: string,
): Promise<AdmittedCall | null> {
  const ticket = await takeTicket(admission.database, token);
  if (!ticket) return null;
  const { workspaceId, callId } = ticket;
  return admission.database.withWorkspace(workspaceId, async (tx) => {
    const [its] = await tx
      .select({ carrierCallId: calls.carrierCallId, state: calls.state })
      .from(calls)
      .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, callId)));
    if (its?.carrierCallId !== carrierCallId || its.state !== 'ringing') return null;
    return readAdmitted(admission, tx, workspaceId, callId);
  });
}
