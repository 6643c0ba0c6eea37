import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { encodeMuLaw } from '../../../audio/g711.ts';
import { audioObjects, callRecordings } from '../../../db/schema/index.ts';
import { audioKey } from '../../../storage/audioStore.ts';
import { CALL_RATE_HZ } from '../../../telephony/callTransport.ts';
import type { Party } from '../../contract.ts';
import type { KeptCalls } from '../readCalls.ts';
import { readSegment, readSegments, type StoredSegment } from '../readRecording.ts';
import { SAMPLES_PER_MS } from '../recorder.ts';
import type { Beep } from './beepTimes.ts';

const BEEP_HZ = 1_000;
const BEEP_LEVEL = 4_000;
/** One cycle of the tone; it fits the rate without a rest. */
const CYCLE = encodeMuLaw(
  Int16Array.from({ length: CALL_RATE_HZ / BEEP_HZ }, (_, i) =>
    Math.round(BEEP_LEVEL * Math.sin((2 * Math.PI * i * BEEP_HZ) / CALL_RATE_HZ)),
  ),
);
const CHANNEL: Record<Party, 0 | 1> = { caller: 0, agent: 1 };

/** Puts a tone in the place of what was said. What lay there is deleted from the store. Doing it twice is no harm. */
export async function beepRecording(
  kept: KeptCalls,
  workspaceId: string,
  callId: string,
  beeps: readonly Beep[],
): Promise<void> {
  for (const segment of await readSegments(kept, workspaceId, callId)) {
    const within = beeps.filter(
      ({ fromMs, toMs }) => fromMs < segment.fromMs + segment.durationMs && toMs > segment.fromMs,
    );
    if (within.length === 0) continue;
    const sound = await readSegment(kept, workspaceId, segment);
    for (const { party, fromMs, toMs } of within) {
      const frames = sound.length / 2;
      const start = Math.max(0, Math.round((fromMs - segment.fromMs) * SAMPLES_PER_MS));
      const end = Math.min(frames, Math.round((toMs - segment.fromMs) * SAMPLES_PER_MS));
      for (let i = start; i < end; i++) sound[i * 2 + CHANNEL[party]] = CYCLE[i % CYCLE.length]!;
    }
    await replace(kept, workspaceId, callId, segment, sound);
  }
}

async function replace(
  { database, audioStore }: KeptCalls,
  workspaceId: string,
  callId: string,
  segment: StoredSegment,
  sound: Buffer,
): Promise<void> {
  const id = v7();
  await database.withWorkspace(workspaceId, (tx) =>
    tx.insert(audioObjects).values({ id, workspaceId, state: 'pending', kind: 'recording', format: 'ulaw' }),
  );
  const sealed = await audioStore.putPrivate(audioKey(workspaceId, id), sound);
  const swapped = await database.withWorkspace(workspaceId, async (tx) => {
    const rows = await tx
      .update(callRecordings)
      .set({ audioObjectId: id })
      .where(
        and(
          eq(callRecordings.workspaceId, workspaceId),
          eq(callRecordings.callId, callId),
          eq(callRecordings.audioObjectId, segment.objectId),
        ),
      )
      .returning({ number: callRecordings.number });
    // Deleted meanwhile: what was put there is swept away as nobody’s.
    if (rows.length === 0) return false;
    const sha256 = createHash('sha256').update(sound).digest('hex');
    await tx
      .update(audioObjects)
      .set({ state: 'stored', sha256, sizeBytes: sound.length, ...sealed })
      .where(and(eq(audioObjects.workspaceId, workspaceId), eq(audioObjects.id, id)));
    await tx
      .delete(audioObjects)
      .where(and(eq(audioObjects.workspaceId, workspaceId), eq(audioObjects.id, segment.objectId)));
    return true;
  });
  if (swapped) await audioStore.delete(audioKey(workspaceId, segment.objectId));
}

/** µ-law of one party between two times, silence where nothing is kept. */
export async function partySound(
  kept: KeptCalls,
  workspaceId: string,
  segments: readonly StoredSegment[],
  party: Party,
  fromMs: number,
  toMs: number,
): Promise<Uint8Array> {
  const out = new Uint8Array(Math.max(0, Math.round((toMs - fromMs) * SAMPLES_PER_MS))).fill(0xff);
  const origin = Math.round(fromMs * SAMPLES_PER_MS);
  for (const segment of segments) {
    if (segment.fromMs >= toMs || segment.fromMs + segment.durationMs <= fromMs) continue;
    const sound = await readSegment(kept, workspaceId, segment);
    const start = segment.fromMs * SAMPLES_PER_MS;
    for (let i = Math.max(0, origin - start); i < sound.length / 2 && start + i - origin < out.length; i++)
      out[start + i - origin] = sound[i * 2 + CHANNEL[party]]!;
  }
  return out;
}
