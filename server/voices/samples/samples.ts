import { and, asc, eq } from 'drizzle-orm';
import type { VoiceSample } from '../../../shared/api/personalities.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor, createdByColumns } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { personalityRow, recordPersonality as record } from '../../db/personalities.ts';
import { voiceSamples } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { audioKey } from '../../storage/audioStore.ts';
import type { Voices } from '../voices.ts';
import { forget, keep, readRecording, storeRecording } from './storedRecording.ts';

/** Recordings of one personality: more are not listened to by any engine. */
const MAX_SAMPLES = 50;

type Row = typeof voiceSamples.$inferSelect;

export function presentSample(row: Row): VoiceSample {
  return {
    id: row.id,
    name: row.name,
    durationMs: row.durationMs,
    sampleRateHz: row.sampleRateHz,
    sizeBytes: row.sizeBytes,
    mediaType: row.mediaType,
    peaks: row.peaks.toString('base64'),
    speech: row.speech,
    checks: row.checks,
    createdBy: createdByActor(row),
    createdAt: row.createdAt.toISOString(),
  };
}

/** The recordings of a personality, oldest first. */
export function readSamples(tx: WorkspaceTx, workspaceId: string, personalityId: string): Promise<Row[]> {
  return tx
    .select()
    .from(voiceSamples)
    .where(and(eq(voiceSamples.workspaceId, workspaceId), eq(voiceSamples.personalityId, personalityId)))
    .orderBy(asc(voiceSamples.id));
}

/**
 * Keeps a recording once it was decoded by its content, measured and listened to. Throws `not-found`, what `readAudio`
 * throws, and `validation-failed` when there are too many. Nothing is kept once `overdue` is aborted.
 */
export async function addSample(
  voices: Voices,
  caller: Caller,
  personalityId: string,
  file: { name: string; bytes: Buffer },
  overdue?: AbortSignal,
): Promise<VoiceSample> {
  const { workspaceId, actor } = caller;
  const count = await voices.database.withWorkspace(workspaceId, async (tx) => {
    await personalityRow(tx, workspaceId, personalityId);
    return (await readSamples(tx, workspaceId, personalityId)).length;
  });
  if (count >= MAX_SAMPLES)
    throw new ProblemError('validation-failed', `There are ${count} recordings already. Remove one first.`);
  const recording = await voices.examiner.examine(file.bytes);
  const understood = await voices.listener.understand(recording);
  const stored = await storeRecording(voices, workspaceId, file.bytes, recording.mediaType);
  return voices.database.withWorkspace(workspaceId, async (tx) => {
    const personality = await personalityRow(tx, workspaceId, personalityId, { lock: true });
    overdue?.throwIfAborted();
    await keep(tx, workspaceId, stored, file.bytes.length);
    const [row] = await tx
      .insert(voiceSamples)
      .values({
        id: stored.id,
        workspaceId,
        personalityId,
        name: file.name.slice(0, 200),
        mediaType: recording.mediaType,
        durationMs: recording.durationMs,
        sampleRateHz: recording.sampleRateHz,
        sizeBytes: file.bytes.length,
        peaks: Buffer.from(recording.peaks),
        speech: understood.speech,
        checks: [...recording.checks, ...understood.checks],
        ...createdByColumns(actor),
      })
      .returning();
    await notify(tx, workspaceId, { type: 'personality-changed', personalityId });
    await record(tx, caller, 'voice.sample-added', personality, {
      sampleId: stored.id,
      durationMs: Math.round(recording.durationMs),
      failed: row!.checks.filter(({ state }) => state === 'failed').map(({ name }) => name),
    });
    return presentSample(row!);
  });
}

/** Removes a recording for good. Throws `not-found`. */
export async function removeSample(
  voices: Voices,
  caller: Caller,
  { personalityId, sampleId }: { personalityId: string; sampleId: string },
): Promise<void> {
  const { workspaceId } = caller;
  await voices.database.withWorkspace(workspaceId, async (tx) => {
    const personality = await personalityRow(tx, workspaceId, personalityId, { lock: true });
    const gone = await tx
      .delete(voiceSamples)
      .where(ofPersonality(workspaceId, personalityId, sampleId))
      .returning({ id: voiceSamples.id });
    if (gone.length === 0) throw notFound('recording');
    await forget(tx, workspaceId, sampleId);
    await notify(tx, workspaceId, { type: 'personality-changed', personalityId });
    await record(tx, caller, 'voice.sample-removed', personality, { sampleId });
  });
  await voices.audioStore.delete(audioKey(workspaceId, sampleId));
}

/** A recording as it was uploaded. Throws `not-found`. */
export async function openSample(
  voices: Voices,
  { workspaceId }: Caller,
  { personalityId, sampleId }: { personalityId: string; sampleId: string },
): Promise<{ bytes: Buffer; mediaType: string }> {
  const [row] = await voices.database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ mediaType: voiceSamples.mediaType })
      .from(voiceSamples)
      .where(ofPersonality(workspaceId, personalityId, sampleId)),
  );
  if (!row) throw notFound('recording');
  return { bytes: await readRecording(voices, workspaceId, sampleId), mediaType: row.mediaType };
}

const ofPersonality = (workspaceId: string, personalityId: string, sampleId: string) =>
  and(
    eq(voiceSamples.workspaceId, workspaceId),
    eq(voiceSamples.personalityId, personalityId),
    eq(voiceSamples.id, sampleId),
  );
