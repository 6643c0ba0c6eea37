import { and, eq } from 'drizzle-orm';
import { calls } from '../../db/schema/index.ts';
import { costOfCall } from './cost.ts';
import { readSegment, readSegments } from './readRecording.ts';
import { PEAK_MS, peaksOf } from './recorder.ts';
import { type Redaction, redactCall } from './redaction/redactCall.ts';
import type { CallStore } from './writeCalls.ts';

/**
 * What is done once a call is over and nobody waits: personal data taken out of what is kept, what it cost, now that
 * engines have settled, and its picture.
 */
export async function finishCall(
  store: CallStore & Pick<Redaction, 'align'>,
  { workspaceId, callId }: { workspaceId: string; callId: string },
): Promise<void> {
  const { database } = store;
  const its = and(eq(calls.workspaceId, workspaceId), eq(calls.id, callId));
  const [call] = await database.withWorkspace(workspaceId, (tx) => tx.select().from(calls).where(its));
  // Deleted meanwhile, or come back to life.
  if (call?.state !== 'ended') return;
  const { beeped } = await redactCall(store, call);
  const peaks = beeped || !call.peaks ? await drawPeaks(store, workspaceId, callId) : null;
  await database.withWorkspace(workspaceId, async (tx) => {
    const { id, conversationId, carrier, durationMs } = call;
    const cost = await costOfCall(
      tx,
      workspaceId,
      { id, conversationId, carrier, durationMs: durationMs ?? 0 },
      store,
    );
    await tx
      .update(calls)
      .set({ ...cost, ...(peaks && { peaks }) })
      .where(its);
  });
}

/** The picture of what is stored; null where nothing is. */
export async function drawPeaks(
  store: Pick<CallStore, 'database' | 'audioStore'>,
  workspaceId: string,
  callId: string,
): Promise<Buffer | null> {
  const segments = await readSegments(store, workspaceId, callId);
  const last = segments.at(-1);
  if (!last) return null;
  const picture = Buffer.alloc(Math.ceil((last.fromMs + last.durationMs) / PEAK_MS) * 2);
  for (const segment of segments)
    picture.set(
      peaksOf(await readSegment(store, workspaceId, segment)),
      Math.floor(segment.fromMs / PEAK_MS) * 2,
    );
  return picture;
}
