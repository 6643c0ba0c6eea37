import { and, eq } from 'drizzle-orm';
import type { CallEnd } from '../../../shared/calls/timeline.ts';
import type { Database } from '../../db/database.ts';
import { calls } from '../../db/schema/index.ts';

/** Which call a carrier means by its own name; null: none that was let in here. */
export async function findCarrierCall(
  database: Database,
  carrier: 'twilio',
  carrierCallId: string,
): Promise<{ workspaceId: string; callId: string } | null> {
  const { rows } = await database.pool.query<{ workspace_id: string; call_id: string }>({
    name: 'find_carrier_call',
    text: 'select * from voiceops_find_carrier_call($1, $2)',
    values: [carrier, carrierCallId],
  });
  return rows[0] ? { workspaceId: rows[0].workspace_id, callId: rows[0].call_id } : null;
}

/** Ends the record of a call whose sound never came; one that has begun is ended by whoever holds it. */
export async function endUnheard(
  database: Database,
  { workspaceId, callId }: { workspaceId: string; callId: string },
  end: CallEnd,
): Promise<boolean> {
  const ended = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .update(calls)
      .set({ state: 'ended', end, endedAt: new Date(), durationMs: 0, leaseUntil: null })
      .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, callId), eq(calls.state, 'ringing')))
      .returning({ id: calls.id }),
  );
  return ended.length > 0;
}
