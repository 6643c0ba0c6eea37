import type { Caller } from '../../caller.ts';
import { customVoices } from '../../db/schema/index.ts';
import { readSamples, removeSample } from '../samples/samples.ts';
import type { Voices } from '../voices.ts';
import { deleteVoice } from './deleteVoice.ts';
import { leftOf } from './engineCopy.ts';

/**
 * Deletes everything that was made of a speaker's recordings for a personality: its own voice, here and at its engine,
 * and the recordings. What the speaker agreed to is kept, for audio that was approved with it. Throws as `deleteVoice`.
 */
export async function discardVoice(voices: Voices, caller: Caller, personalityId: string): Promise<void> {
  const { workspaceId } = caller;
  const { made, samples } = await voices.database.withWorkspace(workspaceId, async (tx) => ({
    made: await tx
      .select({ id: customVoices.id })
      .from(customVoices)
      .where(leftOf(workspaceId, personalityId))
      .limit(1),
    samples: await readSamples(tx, workspaceId, personalityId),
  }));
  if (made.length > 0) await deleteVoice(voices, caller, personalityId);
  for (const { id } of samples) await removeSample(voices, caller, { personalityId, sampleId: id });
}
