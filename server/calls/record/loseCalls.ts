import { and, asc, eq, lt, sql } from 'drizzle-orm';
import { callEvents, calls } from '../../db/schema/index.ts';
import { openEvent } from './content.ts';
import { count, nothingYet } from './summary.ts';
import { type CallStore, endCall } from './writeCalls.ts';

const AT_ONCE = 200;

/**
 * Ends calls of all workspaces whose process is gone as `lost`, with what is known of them; what was recorded stays.
 * Gives how many there were.
 */
export async function loseCalls(store: CallStore): Promise<number> {
  const { database, audioStore } = store;
  const { rows } = await database.outside.execute<{ workspace_id: string; call_id: string }>(
    sql`select workspace_id, call_id from voiceops_lost_calls(${AT_ONCE})`,
  );
  let lost = 0;
  for (const { workspace_id: workspaceId, call_id: callId } of rows)
    lost += await database.withWorkspace(workspaceId, async (tx) => {
      const [row] = await tx
        .select({ leaseUntil: calls.leaseUntil, recordedMs: calls.recordedMs })
        .from(calls)
        .where(
          and(
            eq(calls.workspaceId, workspaceId),
            eq(calls.id, callId),
            // Looked at anew under its lock: its process may have said since that it holds it.
            lt(calls.leaseUntil, sql`now()`),
          ),
        )
        .for('update');
      if (!row?.leaseUntil) return 0;
      const events = await tx
        .select({ sealed: callEvents.sealedSecret })
        .from(callEvents)
        .where(and(eq(callEvents.workspaceId, workspaceId), eq(callEvents.callId, callId)))
        .orderBy(asc(callEvents.number));
      const soFar = nothingYet();
      for (const { sealed } of events) count(soFar, openEvent(audioStore, sealed));
      const ended = await endCall(tx, store, workspaceId, callId, {
        end: 'lost',
        atMs: row.recordedMs,
        endedAt: new Date(),
        soFar,
        peaks: null,
      });
      return ended ? 1 : 0;
    });
  return lost;
}
