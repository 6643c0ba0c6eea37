import { eq } from 'drizzle-orm';
import { type VoiceManner, voiceParameters } from '../../../shared/personalities/content.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { Caller } from '../../caller.ts';
import { requireConsents } from '../../db/consents.ts';
import { personalityRow } from '../../db/personalities.ts';
import { personalities } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { listenersOf } from '../../speech/contract.ts';
import { audioKey } from '../../storage/audioStore.ts';
import { forget, keep, readRecording, storeRecording } from '../samples/storedRecording.ts';
import type { Voices } from '../voices.ts';

/**
 * Speaks a sentence with a personality's voice and keeps it, signed as made here, until the next one. Throws `not-found`,
 * `conflict` when nobody chose a voice, and what `speech.speak` throws: `consent-missing` for a program and a voice that
 * is for members alone.
 */
export async function speakTest(
  voices: Voices,
  caller: Caller,
  personalityId: string,
  { text, ...set }: { text: string } & Partial<VoiceManner>,
  signal: AbortSignal,
): Promise<{ durationMs: number; url: string }> {
  const { database, speech, audioStore } = voices;
  const { workspaceId } = caller;
  const before = await database.withWorkspace(workspaceId, (tx) =>
    personalityRow(tx, workspaceId, personalityId),
  );
  const { voice: chosen } = before.content;
  if (chosen === null)
    throw new ProblemError('conflict', 'Choose a voice for this personality, or train one, first.');
  const voice = await speech.voice(workspaceId, chosen.id);
  const language = voice.languages[0] ?? 'en';
  const master = await speech.speak({
    text,
    language,
    voiceId: voice.id,
    parameters: SpeechParameters.parse(
      voiceParameters({
        speed: set.speed ?? chosen.speed,
        pitch: set.pitch ?? chosen.pitch,
        tone: set.tone ?? chosen.tone,
        settings: set.settings ?? chosen.settings,
      }),
    ),
    workspaceId,
    use: { purpose: 'test', actor: caller.actor, personalityId },
    signal,
  });
  const wav = await speech.encode(master.samples, master.sampleRateHz, 'wav');
  const { bytes } = await voices.mark({
    bytes: wav.bytes,
    format: 'wav',
    language,
    engine: master.engine,
  });
  const stored = await storeRecording(voices, workspaceId, bytes, 'wav');
  const replaced = await database.withWorkspace(workspaceId, async (tx) => {
    const { testObjectId } = await personalityRow(tx, workspaceId, personalityId, { lock: true });
    await keep(tx, workspaceId, stored, bytes.length);
    await tx
      .update(personalities)
      .set({ testObjectId: stored.id, testVoiceId: voice.id })
      .where(eq(personalities.id, personalityId));
    if (testObjectId) await forget(tx, workspaceId, testObjectId);
    return testObjectId;
  });
  if (replaced) await audioStore.delete(audioKey(workspaceId, replaced));
  return { durationMs: master.durationMs, url: `/api/v1/personalities/${personalityId}/voice/sample` };
}

/**
 * The newest test sentence as WAV. Throws `not-found`, and `consent-missing` where its speaker does not agree, or not
 * any more, that this caller hears it.
 */
export async function openTest(
  voices: Voices,
  { workspaceId, actor }: Caller,
  personalityId: string,
): Promise<Buffer> {
  const objectId = await voices.database.withWorkspace(workspaceId, async (tx) => {
    const { testObjectId, testVoiceId } = await personalityRow(tx, workspaceId, personalityId);
    const use = listenersOf(actor) === 'callers' ? 'deployment' : 'generation';
    if (testVoiceId) await requireConsents(tx, workspaceId, [testVoiceId], use);
    return testObjectId;
  });
  if (!objectId) throw notFound('test sentence');
  return readRecording(voices, workspaceId, objectId);
}
