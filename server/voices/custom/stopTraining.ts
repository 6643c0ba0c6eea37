import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { VoiceStatus } from '../../../shared/api/personalities.ts';
import type { Caller } from '../../caller.ts';
import { notify } from '../../db/notify.ts';
import { personalityRow, recordPersonality as record } from '../../db/personalities.ts';
import { customVoices, personalities } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { Voices } from '../voices.ts';
import { queueRemoval } from './engineCopy.ts';
import { readVoiceStatus } from './voiceStatus.ts';

/**
 * Stops the making of a personality's voice, also one that waits for a decision; a voice that it has already stays, and
 * what the engine has made by then is deleted there. One that was stopped while its engine failed does not count against
 * the hour. Throws `not-found`, and `conflict` when none is under way.
 */
export async function stopTraining(
  voices: Voices,
  caller: Caller,
  personalityId: string,
): Promise<VoiceStatus> {
  const { workspaceId } = caller;
  await voices.database.withWorkspace(workspaceId, async (tx) => {
    const personality = await personalityRow(tx, workspaceId, personalityId, { lock: true });
    const ofPersonality = and(
      eq(customVoices.workspaceId, workspaceId),
      eq(customVoices.personalityId, personalityId),
    );
    const [stopped] = await tx
      .update(customVoices)
      .set({
        state: 'deleted',
        engineFault: sql`${customVoices.failure} is not null and ${customVoices.sealedSecret} is null`,
        finishedAt: new Date(),
      })
      .where(and(ofPersonality, inArray(customVoices.state, ['training', 'in-review'])))
      .returning();
    if (!stopped) throw new ProblemError('conflict', 'No voice is being made for this personality.');
    if (stopped.sealedSecret) await queueRemoval(tx, { workspaceId, customVoiceId: stopped.id });
    const [before] = await tx
      .select({ id: customVoices.id })
      .from(customVoices)
      .where(and(ofPersonality, eq(customVoices.state, 'ready')))
      .orderBy(desc(customVoices.id))
      .limit(1);
    await tx
      .update(personalities)
      .set({ customVoiceId: before?.id ?? null })
      .where(and(eq(personalities.workspaceId, workspaceId), eq(personalities.id, personalityId)));
    await notify(tx, workspaceId, { type: 'personality-changed', personalityId });
    await record(tx, caller, 'voice.training-stopped', personality, {
      customVoiceId: stopped.id,
      engine: stopped.engineId,
    });
  });
  return readVoiceStatus(voices, caller, personalityId);
}
